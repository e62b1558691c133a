// Sets spdlog up once for the process. Lines go to standard error, floods of them summed up.
#pragma once

#include <chrono>
#include <string_view>

namespace mysigfox {

enum class LogFormat { automatic, text, journal, json };

/// level: trace, debug, info, warn, error, off. Called by app before any thread starts: it takes
/// the place of the logger that the threads use.
void set_up_log(std::string_view level, LogFormat format);
/// On any thread, at any time.
void set_log_level(std::string_view level);
/// Of lines that are like many before them only the first twenty a minute are written: this tells
/// how many the others were, once their minute is over. Now and then, on any thread.
void tell_log_floods(std::chrono::system_clock::time_point now);
bool is_log_level(std::string_view level) noexcept;

}  // namespace mysigfox
