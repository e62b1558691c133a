// What the pages of somebody who signed in are made of.
#pragma once

#include "mysigfox/pages/device.hpp"
#include "pages/device_texts.hpp"
#include "pages/markup.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace mysigfox::pages {

/// Attributes of fields.
inline constexpr std::string_view kUrlField =
    R"(type="url" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false")";
inline constexpr std::string_view kEmailField =
    R"(type="email" inputmode="email" autocomplete="email" autocapitalize="none" spellcheck="false")";
inline constexpr std::string_view kTimeField = R"(type="datetime-local" class="short")";

/// "/cs/device" and what follows.
std::string device_path(Language language, std::string_view rest = {});

Markup notice(Language language, const Notice& notice);
/// "2026-11-23 03:43:22 UTC", readable for programs as well.
Markup time_of(Timestamp time);
std::string text_of(Timestamp time);
/// "12 ms", "1.25 s", "3 min", "2 h"; with a decimal comma in Czech.
std::string text_of(std::chrono::microseconds duration, Language language);

/// A form that does one thing: `what` is its action, `fields` stand before the button.
struct Deed {
    std::string path;
    std::string_view csrf;
    std::string_view what;
    std::string_view label;
    Markup fields{};
    bool is_dangerous = false;
};
Markup deed(const Deed& deed);

/// A labelled field; `attributes` are ours.
Markup labelled(std::string_view id, std::string_view label, std::string_view attributes,
                std::string_view value = {}, std::string_view hint = {});

/// That a new address waits to be confirmed, if there is one.
Markup email_that_waits(Language language, const std::string& email);

/// Cause, hint, phases, answer.
Markup attempt_details(Language language, const AttemptResult& result);
/// The beginning of what a server said, at most `limit` bytes; in hexadecimal if it is no text.
std::string start_of_answer(std::string_view bytes, std::size_t limit);

/// The bottom of each of these pages.
Markup sign_out(Language language, std::string_view csrf);

}  // namespace mysigfox::pages
