// An article a message: its fate, its facts, its attempts, a button.
#include "pages/device_messages.hpp"

#include "pages/causes.hpp"
#include "pages/device_parts.hpp"
#include "pages/texts.hpp"

#include <algorithm>
#include <string>

namespace mysigfox::pages {
namespace {

constexpr std::size_t kMostAttempts = 4;     // of one message, the last ones
constexpr std::size_t kMostAnswers = 8'192;  // bytes of HTML of attempts on one page

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

}  // namespace

Markup MessageArticles::draw(const ShownMessage& message)
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
    return markup(
        R"(<article id="m{}">
<h3><span class="fate {}">{}</span> {} <code>{}</code></h3>
{}<details><summary>{}</summary>
<dl class="facts">
<dt>{}</dt><dd>{}</dd>
{}<dt>{}</dt><dd><code>{}</code></dd>
</dl>
{}</details>
{}</article>
)",
        std::to_string(message.id), look_of(message.fate), word_of(message.fate, t_),
        time_of(message.received), message.data, next,
        filled(t_.attempts, std::to_string(message.attempts.size())), t_.network_time,
        time_of(message.device_time), sequence, t_.message_id, message.public_id,
        attempts_of(message), resend(message));
}

Markup MessageArticles::resend(const ShownMessage& message) const
{
    const bool is_over = message.fate == Fate::delivered || message.fate == Fate::given_up;
    if (!is_over) return {};
    Deed made;
    made.path = device_path(language_, "/do/" + view_.device);
    made.csrf = view_.in.csrf;
    made.what = "resend";
    made.label = t_.resend;
    made.fields =
        markup("<input type=\"hidden\" name=\"id\" value=\"{}\">\n", std::to_string(message.id));
    return deed(made);
}

Markup MessageArticles::attempts_of(const ShownMessage& message)
{
    if (message.attempts.empty()) return markup("<p>{}</p>\n", t_.no_attempts);
    Markup all;
    const std::size_t count = message.attempts.size();
    for (std::size_t i = count - std::min(count, kMostAttempts); i < count; ++i) {
        all += attempt_of(message.attempts[i]);
    }
    return all;
}

Markup MessageArticles::attempt_of(const ShownAttempt& attempt)
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
    if (drawn_ < kMostAnswers || is_plain) {
        details = attempt_details(language_, result);
    } else {
        details = markup("<p>{}</p>\n",
                         explain(result.cause, result.status, result.location, language_).seen);
    }
    drawn_ += details.html.size();
    return markup("<section class=\"attempt\">\n<h4>{}, {}{}</h4>\n{}{}</section>\n", name,
                  time_of(attempt.begun), status, repeat, details);
}

}  // namespace mysigfox::pages
