// The callbacks that a device type has at the Backend, and what is to be done about ours.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/sigfox/callback.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::sigfox {

/// callbackType and callbackSubtype of DATA / UPLINK in the API.
inline constexpr int kDataType = 0;
inline constexpr int kUplinkSubtype = 2;

/// What we set in a callback. The headers hold the secret.
struct CallbackSettings {
    std::string url;
    std::string method;
    std::string content_type;
    std::string body;
    std::map<std::string, std::string> headers;
    bool sends_sni = false;  ///< names the host in the TLS handshake
    bool is_enabled = false;
};

/// What the template says, switched on.
CallbackSettings settings_of(const CallbackTemplate& callback);

/// A callback DATA / UPLINK of the channel URL.
struct ListedCallback {
    std::string id;  ///< letters, digits, - and _
    CallbackSettings settings;
    bool is_dead = false;  ///< its last call failed
};

/// Those callbacks DATA / UPLINK of the channel URL that stand in the API's list; all others are
/// left out. Fails with malformed_callback if it is no such list, or only a part of one.
Result<std::vector<ListedCallback>> read_callbacks(std::string_view json);

/// Where a callback is not as it should be, in words without secrets and without queries.
struct Difference {
    std::string setting;
    std::string found;
    std::string expected;
};

/// Nothing if the callback does what is wanted: further headers do no harm.
std::vector<Difference> differences(const CallbackSettings& found, const CallbackSettings& wanted,
                                    const std::vector<std::string>& secrets);

/// What the operator says beforehand of a callback that leads to another address.
struct InstallChoice {
    std::string replaced_id;  ///< this one is to lead to us from now on
    bool is_beside = false;   ///< whatever else is there stays
};

struct InstallPlan {
    enum class Step { nothing, change, create };

    Step step = Step::create;
    std::optional<ListedCallback> callback;  ///< unless one is to be created
    std::vector<Difference> differences;     ///< what a change would change
    std::vector<std::string> twins;          ///< ids of others that lead to our URL as well
};

/// One that leads to our URL is ours. One that leads elsewhere with a secret of ours may be this
/// relay at its former address, or another relay: then the choice must say so (conflict). not_found
/// if the one to be replaced is not there.
Result<InstallPlan> plan_install(const std::vector<ListedCallback>& listed,
                                 const CallbackSettings& wanted,
                                 const std::vector<std::string>& secrets,
                                 const InstallChoice& choice);

}  // namespace mysigfox::sigfox
