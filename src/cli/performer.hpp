// Whoever can do what a verb asks: the running daemon, or this process.
#pragma once

#include "cli/own_stores.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace mysigfox::cli {

/// Asks the daemon; where none answers it takes the state directory's lock and does the same
/// itself, for as long as this object lives.
class Performer {
public:
    explicit Performer(config::Settings settings) : settings_(std::move(settings)) {}

    /// A JSON object. unreachable if the lock is held but nobody answers.
    Result<nlohmann::json> perform(std::string_view verb, const std::string& arguments);
    /// Only ever the daemon.
    Result<nlohmann::json> ask(std::string_view verb) const;

private:
    config::Settings settings_;
    std::unique_ptr<OwnStores> own_;  ///< once it had to
};

}  // namespace mysigfox::cli
