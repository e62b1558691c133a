// The Backend's REST API v2, as far as callbacks go: what is asked, and what its answers mean.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/target_policy.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/sigfox/callback_list.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::sigfox {

inline constexpr std::string_view kSigfoxApi = "https://api.sigfox.com/v2";

/// An answer may be as long: a callback has about one KiB.
inline constexpr std::size_t kMostApiAnswer = std::size_t{1} << 20;

/// An API user of the Backend.
struct ApiCredentials {
    std::string login;
    std::string password;
};

/// From the text `login:password`; what follows the first line is left. The error shows neither.
Result<ApiCredentials> parse_credentials(std::string_view text);

/// The fields hold the password, and the body the secret: neither may reach a log.
struct ApiRequest {
    WebhookUrl url;
    std::string_view method;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
};

/// The callbacks of one device type. Does no I/O: its requests are sent by others, and what came of
/// them is read here. Errors name what was asked and found, and say what to do; what they quote of
/// an answer holds no secret.
class CallbacksApi {
public:
    enum class Asked { list, create, change };

    /// Where, as whom, of what. `hidden` is never quoted, as the password.
    struct Setup {
        std::string base;  ///< such as kSigfoxApi; plain HTTP only to this very machine
        std::string device_type;
        ApiCredentials credentials;
        std::vector<std::string> hidden;
    };

    /// invalid_value if base or device type are none, or the policy forbids to connect there.
    static Result<CallbacksApi> make(Setup setup, const TargetPolicy& policy);

    ApiRequest list() const;
    ApiRequest create(const CallbackSettings& wanted) const;
    /// Asks for what differs and no more; further headers stay.
    ApiRequest change(const ListedCallback& found, const CallbackSettings& wanted) const;

    Result<std::vector<ListedCallback>> read_list(const AttemptResult& result) const;
    /// The id of the new callback; empty if the answer does not say.
    Result<std::string> read_created(const AttemptResult& result) const;
    Result<void> read_changed(const AttemptResult& result) const;

    const std::string& device_type() const noexcept { return setup_.device_type; }

private:
    CallbacksApi(Setup setup, const TargetPolicy& policy)
        : setup_(std::move(setup)), policy_(policy)
    {
    }

    ApiRequest request(std::string_view method, std::string_view callback_id,
                       std::string body) const;
    /// Nothing if the answer is a 2xx.
    Result<void> judge(const AttemptResult& result, Asked asked) const;
    Error refusal(const AttemptResult& result, const std::string& what) const;
    std::string quoted(const AttemptResult& result) const;

    Setup setup_;
    TargetPolicy policy_;
};

}  // namespace mysigfox::sigfox
