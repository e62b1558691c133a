// The steps of `callback install`, each a request to the Backend's API.
#pragma once

#include "cli/session.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/domain/target_policy.hpp"
#include "mysigfox/sigfox/callbacks_api.hpp"

#include <string>
#include <vector>

namespace mysigfox::cli {

using sigfox::InstallPlan;

struct InstallOptions {
    std::string kind = "uplink";
    std::string device_type;
    std::string credentials;
    std::string account;
    std::string api{sigfox::kSigfoxApi};
    std::string replaced_id;  ///< --replace
    bool is_beside = false;
    bool without_metadata = false;
    bool is_agreed = false;  ///< --yes
    bool is_dry = false;
    bool as_json = false;
};

/// All that was found out before the first request.
struct Installation {
    const Session& session;
    const InstallOptions& options;
    config::Settings settings;
    TargetPolicy policy;
    sigfox::Account account;
    sigfox::CallbackSettings wanted;
    sigfox::CallbacksApi api;
};

/// Reads the configuration and the credentials.
Result<Installation> prepare(const Session& session, const InstallOptions& options);

/// What stands at the Backend, and what is to be done about it.
Result<InstallPlan> look(const Installation& installation, const sigfox::InstallChoice& choice);

/// The id of the callback that was made or changed; empty if the API does not say.
Result<std::string> carry_out(const Installation& installation, const InstallPlan& plan);

/// What stands there after that: an error if it is not what was wanted.
Result<InstallPlan> look_again(const Installation& installation, const std::string& id);

/// One line for each, indented.
std::string in_words(const std::vector<sigfox::Difference>& differences);

}  // namespace mysigfox::cli
