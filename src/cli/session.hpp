// One run of the command line: what stands anywhere on it, and which verb was chosen.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/cli/command_line.hpp"
#include "mysigfox/config/load.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mysigfox::cli {

struct Session {
    const Deeds& deeds;
    std::string config_file = {};             ///< --config; empty: not given
    std::vector<std::string> overrides = {};  ///< --set key=value
    std::function<int()> chosen = {};         ///< the verb of this line; returns an exit code

    config::Source source() const;
    /// For a verb that only needs to find the daemon, or the stores.
    Result<config::Settings> settings_without_secrets() const;
};

/// Says what went wrong, on stderr, or as an error in the journal if that is where stderr leads;
/// returns the exit code for it.
int fail(const Error& error);
int fail(ExitCode code, const std::string& message);

/// A message for people, on stderr.
void tell(const std::string& message);

}  // namespace mysigfox::cli
