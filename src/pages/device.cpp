// A device's own page: the state of its webhook, its month, its messages with all their attempts.
#include "pages/device_messages.hpp"
#include "pages/device_parts.hpp"
#include "pages/layout.hpp"
#include "pages/month.hpp"
#include "pages/texts.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mysigfox::pages {
namespace {

using Word = std::string_view DeviceTexts::*;
struct ConditionWords {
    Word word;
    Word meaning;
    std::string_view look;
};

const ConditionWords& words_of(Condition condition) noexcept
{
    using T = DeviceTexts;
    static constexpr std::array<ConditionWords, 6> kWords{{
        {&T::active, &T::active_means, "good"},
        {&T::failing, &T::failing_means, "bad"},
        {&T::is_paused, &T::paused_means, "held"},
        {&T::paused_by_us, &T::paused_by_us_means, "held"},
        {&T::paused_gone, &T::paused_gone_means, "bad"},
        {&T::paused_schedule, &T::paused_schedule_means, "bad"},
    }};
    return kWords.at(static_cast<std::size_t>(condition));
}

class DevicePage {
public:
    DevicePage(Language language, const DeviceView& view)
        : language_(language), view_(view), t_(device_texts(language))
    {
    }

    Markup content() const
    {
        Markup all = notice(language_, view_.in.notice);
        all += markup("<h1>{}</h1>\n{}", filled(t_.device_title, view_.device), links());
        all += state();
        all += given_up();
        all += whole_month();
        all += messages();
        all += downloads();
        return all += sign_out(language_, view_.in.csrf);
    }

    std::vector<LivePart> parts() const
    {
        std::vector<LivePart> all;
        all.reserve(view_.messages.size() + 1);
        MessageArticles articles{language_, view_};
        for (const ShownMessage& message : view_.messages) {
            all.push_back({articles.draw(message).html, message.changed, true});
        }
        std::ranges::reverse(all);
        all.push_back({state().html, view_.now});
        return all;
    }

    std::vector<LivePart> parts_of_month() const
    {
        return {{given_up().html, view_.now}, {whole_month().html, view_.now}};
    }

private:
    Deed deed_of(std::string_view what, std::string_view label, Markup fields = {}) const
    {
        Deed made;
        made.path = device_path(language_, "/do/" + view_.device);
        made.csrf = view_.in.csrf;
        made.what = what;
        made.label = label;
        made.fields = std::move(fields);
        return made;
    }

    std::string own_path() const { return device_path(language_, "/show/" + view_.device); }

    Markup links() const
    {
        Markup fleet;
        if (view_.in.has_fleet) {
            fleet = markup("<a href=\"{}\">{}</a>\n", device_path(language_), t_.to_fleet);
        }
        return markup("<p class=\"links\">{}<a href=\"{}\">{}</a>\n<a href=\"{}\">{}</a></p>\n",
                      fleet, device_path(language_, "/settings/" + view_.device), t_.settings,
                      own_path(), t_.refresh);
    }

    Markup state() const
    {
        const ConditionWords& words = words_of(view_.condition);
        Markup more;
        if (view_.next_attempt) {
            more += markup("<p>{}</p>\n", filled(t_.next_attempt, text_of(*view_.next_attempt)));
        }
        if (view_.reason) {
            more += markup("<details open><summary>{}, {}</summary>\n{}</details>\n", t_.reason,
                           time_of(view_.reason->begun),
                           attempt_details(language_, view_.reason->result));
        }
        const bool is_held = view_.condition == Condition::paused ||
                             view_.condition == Condition::paused_gone ||
                             view_.condition == Condition::paused_schedule;
        const Deed toggle = is_held ? deed_of("resume", t_.resume) : deed_of("pause", t_.pause);
        return markup(
            R"(<section class="state {}" id="webhook" aria-labelledby="state">
<h2 id="state">{}: <strong>{}</strong></h2>
<p>{}</p>
{}<dl><dt>{}</dt><dd><code>{}</code></dd></dl>
<div class="deeds">
{}{}</div>
</section>
)",
            words.look, t_.state_title, t_.*words.word, t_.*words.meaning, more, t_.goes_to,
            view_.webhook_url, deed(deed_of("test", t_.test)), deed(toggle));
    }

    Markup whole_month() const
    {
        Markup drawn = month(language_, view_.days, view_.now);
        if (!view_.is_month_whole) drawn += markup("<p>{}</p>\n", t_.month_goes_on);
        return markup("<section id=\"month\">\n{}</section>\n", drawn);
    }

    /// Also if there are none: what comes later takes its place.
    Markup given_up() const
    {
        if (view_.given_up == 0) return markup("<p id=\"given-up\" hidden></p>\n");
        return markup("<p id=\"given-up\">{} <a href=\"#again\">{}</a></p>\n",
                      filled(t_.given_up_count, std::to_string(view_.given_up)), t_.resend_submit);
    }

    Markup filter() const
    {
        const FilterView& filter = view_.filter;
        const auto box = [](std::string_view name, std::string_view label, bool is_on) {
            return markup(
                "<p class=\"choice\"><input type=\"checkbox\" id=\"{}\" name=\"{}\" value=\"1\"{}>"
                " <label for=\"{}\">{}</label></p>\n",
                name, name, is_on ? markup(" checked") : Markup{}, name, label);
        };
        const bool is_used = filter.failed_only || !filter.since.empty() || !filter.until.empty();
        return markup(
            R"(<details{}><summary>{}</summary>
<form method="get" action="{}" class="filter">
{}{}{}{}<button type="submit">{}</button>
<a href="{}">{}</a>
</form>
</details>
)",
            is_used ? markup(" open") : Markup{}, t_.filter_title, own_path(),
            box("failed", t_.filter_failed, filter.failed_only),
            labelled("since", t_.filter_since, kTimeField, filter.since),
            labelled("until", t_.filter_until, kTimeField, filter.until),
            box("device-time", t_.filter_device_time, filter.by_device_time), t_.filter_submit,
            own_path(), t_.filter_all);
    }

    /// What the script needs to go on where the page ends.
    Markup live_note() const
    {
        return markup(
            "<p class=\"hint\"><noscript>{} </noscript><span id=\"live-note\" role=\"status\" "
            "data-live=\"{}\"\ndata-arrived=\"{}\"></span></p>\n",
            t_.live_refresh, t_.live_open, t_.live_news);
    }

    Markup list() const
    {
        Markup articles;
        if (view_.messages.empty()) {
            articles = markup("<p class=\"empty\" id=\"live-empty\">{}</p>\n", t_.no_messages);
        }
        MessageArticles drawing{language_, view_};
        for (const ShownMessage& message : view_.messages) articles += drawing.draw(message);
        if (!view_.is_live) return articles;
        const std::string events =
            fmt::format("{}?after={}", device_path(language_, "/live/" + view_.device),
                        to_milliseconds(view_.now));
        return markup("<div id=\"live\" data-events=\"{}\" data-most=\"12\">\n{}</div>\n", events,
                      articles);
    }

    Markup messages() const
    {
        Markup part =
            markup("<h2 id=\"messages\">{}</h2>\n<p class=\"hint\">{}</p>\n{}{}", t_.messages_title,
                   t_.times_note, view_.is_live ? live_note() : Markup{}, filter());
        part += list();
        if (!view_.older.empty()) {
            part += markup("<p><a href=\"{}?{}#messages\">{}</a></p>\n", own_path(), view_.older,
                           t_.older);
        }
        const Markup since = labelled("resend-since", t_.resend_since, kTimeField);
        part += markup("<h2 id=\"again\">{}</h2>\n{}", t_.resend_title,
                       deed(deed_of("resend-failed", t_.resend_submit, since)));
        return part;
    }

    Markup downloads() const
    {
        return markup(
            "<h2>{}</h2>\n<p class=\"links\"><a href=\"{}\" download>{}</a>\n<a href=\"{}\" "
            "download>{}</a></p>\n",
            t_.download_title, device_path(language_, "/csv/" + view_.device), t_.download_csv,
            device_path(language_, "/json/" + view_.device), t_.download_json);
    }

    Language language_;
    const DeviceView& view_;
    const DeviceTexts& t_;
};

}  // namespace

std::string device_page(Language language, const DeviceView& view)
{
    Layout layout;
    layout.language = language;
    layout.title = filled(device_texts(language).device_title, view.device);
    const std::string switched = device_path(other(language), "/show/" + view.device);
    layout.other_language_href = switched;
    layout.is_live = view.is_live;
    layout.content = DevicePage{language, view}.content();
    return page(layout);
}

std::vector<LivePart> live_parts(Language language, const DeviceView& view)
{
    return DevicePage{language, view}.parts();
}

std::vector<LivePart> month_parts(Language language, const DeviceView& view)
{
    return DevicePage{language, view}.parts_of_month();
}

}  // namespace mysigfox::pages
