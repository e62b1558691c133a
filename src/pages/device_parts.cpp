// Small pieces of HTML that several pages share.
#include "pages/device_parts.hpp"

#include "mysigfox/base/encoding.hpp"
#include "pages/causes.hpp"
#include "pages/layout.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace mysigfox::pages {
namespace {

std::tm utc(Timestamp time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::gmtime(std::chrono::system_clock::to_time_t(seconds));
}

std::string with_unit(double value, int digits, const char* unit, Language language)
{
    std::string text = fmt::format("{:.{}f}", value, digits);
    if (language == Language::cs) std::ranges::replace(text, '.', ',');
    return text + ' ' + unit;
}

Markup phase(std::string_view name, const std::optional<std::chrono::microseconds>& time,
             Language language)
{
    if (!time) return {};
    return markup("<dt>{}</dt><dd>{}</dd>\n", name, text_of(*time, language));
}

/// The beginning of the text, never ending inside a character of UTF-8.
std::string_view beginning(std::string_view text, std::size_t limit) noexcept
{
    if (text.size() <= limit) return text;
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

}  // namespace

const DeviceTexts& device_texts(Language language) noexcept
{
    return language == Language::cs ? kDeviceTextsCs : kDeviceTextsEn;
}

std::string device_path(Language language, std::string_view rest)
{
    return '/' + std::string{to_string(language)} + "/device" + std::string{rest};
}

Markup time_of(Timestamp time)
{
    const std::tm when = utc(time);
    return markup("<time datetime=\"{}\">{}</time>", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", when),
                  fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", when));
}

std::string text_of(Timestamp time)
{
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", utc(time));
}

std::string text_of(std::chrono::microseconds duration, Language language)
{
    const double seconds = static_cast<double>(duration.count()) / 1e6;
    if (seconds < 0.01) return with_unit(seconds * 1'000, 1, "ms", language);
    if (seconds < 1) return with_unit(seconds * 1'000, 0, "ms", language);
    if (seconds < 90) return with_unit(seconds, seconds < 10 ? 2 : 0, "s", language);
    if (seconds < 5'400) return with_unit(seconds / 60, 0, "min", language);
    return with_unit(seconds / 3'600, 1, "h", language);
}

Markup deed(const Deed& deed)
{
    return markup(
        R"(<form method="post" action="{}" class="deed" novalidate>
<input type="hidden" name="csrf" value="{}">
<input type="hidden" name="action" value="{}">
{}<button type="submit"{}>{}</button>
</form>
)",
        deed.path, deed.csrf, deed.what, deed.fields,
        deed.is_dangerous ? markup(" class=\"danger\"") : Markup{}, deed.label);
}

Markup labelled(std::string_view id, std::string_view label, std::string_view attributes,
                std::string_view value, std::string_view hint)
{
    Markup said;
    Markup described;
    if (!hint.empty()) {
        said = markup("<p class=\"hint\" id=\"{}-hint\">{}</p>\n", id, hint);
        described = markup(" aria-describedby=\"{}-hint\"", id);
    }
    return markup(
        R"(<div class="field">
<label for="{}">{}</label>
{}<input id="{}" name="{}" value="{}" {}{}>
</div>
)",
        id, label, said, id, id, value, Markup{std::string{attributes}}, described);
}

Markup email_that_waits(Language language, const std::string& email)
{
    if (email.empty()) return {};
    return markup("<p class=\"warning\">{}</p>\n",
                  filled(device_texts(language).email_waits_for, email));
}

Markup attempt_details(Language language, const AttemptResult& result)
{
    const DeviceTexts& t = device_texts(language);
    const Explanation& said = explain(result.cause, result.status, result.location, language);
    Markup details = markup("<p>{}</p>\n", said.seen);
    if (!said.hint.empty()) {
        details += markup("<p><strong>{}</strong> {}</p>\n", t.hint, said.hint);
    }
    if (result.perhaps_delivered) details += markup("<p>{}</p>\n", t.perhaps);
    if (result.was_redialled) details += markup("<p>{}</p>\n", t.redialled);
    const Phases& phases = result.phases;
    Markup times = phase(t.dns, phases.dns, language);
    times += phase(t.connect, phases.connect, language);
    times += phase(t.tls, phases.tls, language);
    times += phase(t.first_byte, phases.first_byte, language);
    times += phase(t.whole, std::chrono::microseconds{result.elapsed}, language);
    details += markup("<dl class=\"phases\">\n{}</dl>\n", times);
    if (!result.answer.empty()) {
        details += markup("<h4>{}</h4>\n<pre>{}</pre>\n", t.answer,
                          start_of_answer(result.answer, kKeptAnswerSize));
    }
    return details;
}

std::string start_of_answer(std::string_view bytes, std::size_t limit)
{
    const std::string_view shown = beginning(bytes, limit);
    if (is_utf8(shown) && shown.find('\0') == std::string_view::npos) return std::string{shown};
    const std::string_view start = bytes.substr(0, limit / 2);
    return to_hex({reinterpret_cast<const std::uint8_t*>(start.data()), start.size()});
}

Markup sign_out(Language language, std::string_view csrf)
{
    Deed leave;
    leave.path = device_path(language, "/sign-out");
    leave.csrf = csrf;
    leave.what = "sign-out";
    leave.label = device_texts(language).sign_out;
    return markup("<div class=\"bottom\">\n{}</div>\n", deed(leave));
}

}  // namespace mysigfox::pages
