// Sets spdlog up once for the process. Lines go to standard error.
#pragma once

#include <string_view>

namespace mysigfox {

enum class LogFormat { automatic, text, journal, json };

/// level: trace, debug, info, warn, error, off. Called by app before any thread starts: it takes
/// the place of the logger that the threads use.
void set_up_log(std::string_view level, LogFormat format);
/// On any thread, at any time.
void set_log_level(std::string_view level);
bool is_log_level(std::string_view level) noexcept;

}  // namespace mysigfox
