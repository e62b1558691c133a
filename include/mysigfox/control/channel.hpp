// The Unix socket between the command line and the running daemon.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/control/operations.hpp"
#include "mysigfox/http/router.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace mysigfox::control {

/// POST /VERB with a JSON body: 200 + JSON, or 4xx/5xx + {"error", "code"}.
void add_control_routes(http::Router& router, Operations& operations);

/// A listening socket at `path`, mode 0660; a stale one is replaced. Throws, naming the path.
int open_control_listener(const std::filesystem::path& path);

/// Asks the running daemon and waits for its answer (blocking, a minute at most between two
/// signs of life). unreachable if there is none; deadline_exceeded if it stays silent or breaks
/// off, and then nobody knows whether it did what was asked; else what Operations fail with.
Result<std::string> ask_daemon(const std::filesystem::path& socket, std::string_view verb,
                               std::string_view arguments);

}  // namespace mysigfox::control
