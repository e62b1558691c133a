// Sets spdlog up once for the process. Lines go to standard error, floods of them summed up.
#pragma once

#include <chrono>
#include <string_view>

namespace mysigfox {

enum class LogFormat { automatic, text, journal, json };

/// level: trace, debug, info, warn, error, off. Called by app before any thread starts: it takes
/// the place of the logger that the threads use.
void set_up_log(std::string_view level, LogFormat format);
/// An error after which the process ends. To the journal it goes by standard error, each line with
/// its priority before it: of an entry in the journal's own protocol it asks only when it reads it
/// to which unit the sender belongs, and nobody knows of a process that has ended.
void log_last_words(std::string_view text, LogFormat format);
/// On any thread, at any time.
void set_log_level(std::string_view level);
/// Of lines that are like many before them only the first twenty a minute are written: this tells
/// how many the others were, once their minute is over. Now and then, on any thread.
void tell_log_floods(std::chrono::system_clock::time_point now);
/// As $JOURNAL_STREAM says; LogFormat::automatic is the journal's then.
bool is_stderr_the_journal();
bool is_log_level(std::string_view level) noexcept;

}  // namespace mysigfox
