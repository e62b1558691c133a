// A device's own page: the state of its webhook, its month, its messages with all their attempts.
#include "pages/causes.hpp"
#include "pages/device_parts.hpp"
#include "pages/layout.hpp"
#include "pages/month.hpp"
#include "pages/texts.hpp"

#include <array>
#include <utility>

namespace mysigfox::pages {
namespace {

constexpr std::size_t kMostAttempts = 4;     // of one message, the last ones
constexpr std::size_t kMostAnswers = 8'192;  // bytes of HTML of attempts on one page

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

std::string_view word_of(Fate fate, const DeviceTexts& t) noexcept
{
    switch (fate) {
        case Fate::waiting:
            return t.waiting;
        case Fate::retrying:
            return t.retrying;
        case Fate::delivered:
            return t.delivered;
        case Fate::given_up:
            return t.given_up;
        case Fate::dropped:
            break;
    }
    return t.dropped;
}

std::string_view look_of(Fate fate) noexcept
{
    if (fate == Fate::delivered) return "good";
    return fate == Fate::retrying || fate == Fate::given_up ? "bad" : "held";
}

class DevicePage {
public:
    DevicePage(Language language, const DeviceView& view)
        : language_(language), view_(view), t_(device_texts(language))
    {
    }

    Markup content()
    {
        Markup all = notice(language_, view_.in.notice);
        all += markup("<h1>{}</h1>\n{}", filled(t_.device_title, view_.device), links());
        all += state();
        all += month(language_, view_.days, view_.now);
        all += messages();
        all += downloads();
        return all += sign_out(language_, view_.in.csrf);
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
        if (view_.given_up > 0) {
            more +=
                markup("<p>{} <a href=\"#again\">{}</a></p>\n",
                       filled(t_.given_up_count, std::to_string(view_.given_up)), t_.resend_submit);
        }
        const bool is_held = view_.condition == Condition::paused ||
                             view_.condition == Condition::paused_gone ||
                             view_.condition == Condition::paused_schedule;
        const Deed toggle = is_held ? deed_of("resume", t_.resume) : deed_of("pause", t_.pause);
        return markup(
            R"(<section class="state {}" aria-labelledby="state">
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

    Markup messages()
    {
        Markup part = markup("<h2 id=\"messages\">{}</h2>\n<p class=\"hint\">{}</p>\n{}",
                             t_.messages_title, t_.times_note, filter());
        if (view_.messages.empty()) part += markup("<p class=\"empty\">{}</p>\n", t_.no_messages);
        for (const ShownMessage& message : view_.messages) part += message_of(message);
        if (!view_.older.empty()) {
            part += markup("<p><a href=\"{}?{}#messages\">{}</a></p>\n", own_path(), view_.older,
                           t_.older);
        }
        const Markup since = labelled("resend-since", t_.resend_since, kTimeField);
        part += markup("<h2 id=\"again\">{}</h2>\n{}", t_.resend_title,
                       deed(deed_of("resend-failed", t_.resend_submit, since)));
        return part;
    }

    Markup message_of(const ShownMessage& message)
    {
        Markup next;
        if (message.due) {
            next = markup("<p>{}</p>\n", filled(t_.next_at, text_of(*message.due)));
        }
        Markup sequence;
        if (message.sequence) {
            sequence =
                markup("<dt>{}</dt><dd>{}</dd>\n", t_.sequence, std::to_string(*message.sequence));
        }
        const bool is_over = message.fate == Fate::delivered || message.fate == Fate::given_up;
        Markup again;
        if (is_over) {
            const Markup id = markup("<input type=\"hidden\" name=\"id\" value=\"{}\">\n",
                                     std::to_string(message.id));
            again = deed(deed_of("resend", t_.resend, id));
        }
        return markup(
            R"(<article>
<h3><span class="fate {}">{}</span> {} <code>{}</code></h3>
{}<details><summary>{}</summary>
<dl class="facts">
<dt>{}</dt><dd>{}</dd>
{}<dt>{}</dt><dd><code>{}</code></dd>
</dl>
{}</details>
{}</article>
)",
            look_of(message.fate), word_of(message.fate, t_), time_of(message.received),
            message.data, next, filled(t_.attempts, std::to_string(message.attempts.size())),
            t_.network_time, time_of(message.device_time), sequence, t_.message_id,
            message.public_id, attempts_of(message), again);
    }

    Markup attempts_of(const ShownMessage& message)
    {
        if (message.attempts.empty()) return markup("<p>{}</p>\n", t_.no_attempts);
        Markup all;
        const std::size_t count = message.attempts.size();
        for (std::size_t i = count - std::min(count, kMostAttempts); i < count; ++i) {
            all += attempt_of(message.attempts[i]);
        }
        return all;
    }

    Markup attempt_of(const ShownAttempt& attempt)
    {
        const AttemptResult& result = attempt.result;
        const std::string name = attempt.number == 0
                                     ? std::string{t_.probe}
                                     : filled(t_.attempt, std::to_string(attempt.number));
        std::string status;
        if (result.status != 0) status = ", " + filled(t_.status, std::to_string(result.status));
        Markup repeat;
        if (attempt.may_repeat) repeat = markup("<p>{}</p>\n", t_.may_repeat);
        const bool is_plain = result.cause == Cause::delivered && result.answer.empty();
        Markup details;
        if (shown_ < kMostAnswers || is_plain) {
            details = attempt_details(language_, result);
        } else {
            details = markup("<p>{}</p>\n",
                             explain(result.cause, result.status, result.location, language_).seen);
        }
        shown_ += details.html.size();
        return markup("<section class=\"attempt\">\n<h4>{}, {}{}</h4>\n{}{}</section>\n", name,
                      time_of(attempt.begun), status, repeat, details);
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
    std::size_t shown_ = 0;  // of attempts, in bytes
};

}  // namespace

std::string device_page(Language language, const DeviceView& view)
{
    Layout layout;
    layout.language = language;
    layout.title = filled(device_texts(language).device_title, view.device);
    const std::string switched = device_path(other(language), "/show/" + view.device);
    layout.other_language_href = switched;
    layout.content = DevicePage{language, view}.content();
    return page(layout);
}

}  // namespace mysigfox::pages
