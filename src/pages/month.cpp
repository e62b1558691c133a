// Inline SVG: sizes as attributes and colours by class, since no style may stand in the page.
#include "pages/month.hpp"

#include "pages/device_parts.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <cmath>

namespace mysigfox::pages {
namespace {

constexpr int kHeight = 48;
constexpr int kStep = 10;

/// One bar of a path: a path of thirty is a tenth of thirty rectangles.
std::string bar(std::size_t day, double share)
{
    if (share <= 0) return {};
    const double height = std::max(share * kHeight, 1.0);
    return fmt::format("M{},{:.1f}h8V{}h-8z", day * kStep + 1, kHeight - height, kHeight);
}

Markup path(std::string_view kind, const std::string& bars)
{
    return markup("<path class=\"{}\" d=\"{}\"/>", kind, bars);
}

Markup drawing(std::string_view title, std::size_t days, const Markup& bars)
{
    return markup(
        R"(<figure class="bars">
<svg viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none">{}</svg>
<figcaption>{}</figcaption>
</figure>
)",
        std::to_string(days * kStep), std::to_string(kHeight), title, bars, title);
}

Markup messages_drawing(const DeviceTexts& t, const std::vector<DayView>& days)
{
    std::size_t most = 1;
    for (const DayView& day : days) most = std::max(most, day.messages);
    const double unit = 1.0 / static_cast<double>(most);
    std::string all;
    std::string bad;
    for (std::size_t i = 0; i < days.size(); ++i) {
        all += bar(i, static_cast<double>(days[i].messages) * unit);
        bad += bar(i, static_cast<double>(days[i].failed) * unit);
    }
    Markup bars = path("all", all);
    if (!bad.empty()) bars += path("bad", bad);
    return drawing(t.month_messages, days.size(), bars);
}

/// Between a tenth of a second and a day lie six powers of ten: their logarithms are drawn.
double share_of(std::chrono::milliseconds delay)
{
    const double seconds = std::max(static_cast<double>(delay.count()) / 1'000, 0.1);
    return std::clamp((std::log10(seconds) + 1.2) / 6.2, 0.03, 1.0);
}

Markup delay_drawing(const DeviceTexts& t, const std::vector<DayView>& days)
{
    std::string bars;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (days[i].delay) bars += bar(i, share_of(*days[i].delay));
    }
    return drawing(t.month_delay, days.size(), path("all", bars));
}

Markup table(Language language, const std::vector<DayView>& days, Timestamp now)
{
    const DeviceTexts& t = device_texts(language);
    const auto today = std::chrono::floor<std::chrono::days>(now);
    Markup rows;
    for (std::size_t i = days.size(); i-- > 0;) {
        const DayView& day = days[i];
        if (day.messages == 0) continue;
        const Timestamp start = today - std::chrono::days{days.size() - 1 - i};
        const std::string delay =
            day.delay ? text_of(std::chrono::microseconds{*day.delay}, language) : "–";
        rows += markup("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                       text_of(start).substr(0, 10), std::to_string(day.messages),
                       std::to_string(day.failed), delay);
    }
    return markup(
        R"(<details><summary>{}</summary>
<table>
<thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>
<tbody>
{}</tbody>
</table>
</details>
)",
        t.month_table, t.day, t.messages, t.failed, t.delay, rows);
}

}  // namespace

Markup month(Language language, const std::vector<DayView>& days, Timestamp now)
{
    const DeviceTexts& t = device_texts(language);
    const auto spoke = [](const DayView& day) { return day.messages != 0; };
    Markup part = markup("<h2>{}</h2>\n", t.month_title);
    if (std::ranges::none_of(days, spoke)) {
        return part += markup("<p class=\"empty\">{}</p>\n", t.month_empty);
    }
    part += messages_drawing(t, days);
    part += delay_drawing(t, days);
    return part += table(language, days, now);
}

}  // namespace mysigfox::pages
