// The verbs of the program.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/config/load.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/domain/trial.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/sigfox/callbacks_api.hpp"

#include <functional>

namespace mysigfox::cli {

/// sysexits(3), as docs and scripts rely on them.
enum ExitCode : int {
    kDone = 0,
    kWrongUsage = 64,
    kBadData = 65,
    kUnreachable = 69,
    kIoError = 74,
    kTryAgain = 75,
    kWrongConfiguration = 78,
};

/// What only `app` can do, handed in by main.
struct Deeds {
    /// Runs the daemon in the foreground; returns an exit code.
    std::function<int(const config::Settings&, const config::Source&)> serve;
    /// Tries what serve needs of the system: conflict if a port is taken.
    std::function<Result<void>(const config::Settings&)> rehearse;
    /// A test delivery from this process: the client, and the guard, that the daemon has.
    std::function<Result<Trial>(const config::Settings&, const TargetPolicy&, const WebhookUrl&)>
        try_webhook;
    /// One request to the Backend's API, by the same client.
    std::function<Result<AttemptResult>(const config::Settings&, const TargetPolicy&,
                                        const sigfox::ApiRequest&)>
        ask_sigfox;
};

/// Parses the command line and runs the verb: data on stdout, messages on stderr.
int run(int argc, const char* const* argv, const Deeds& deeds);

}  // namespace mysigfox::cli
