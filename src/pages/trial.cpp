// A test delivery: what was sent, what came back, how long each phase took.
#include "pages/device_parts.hpp"
#include "pages/layout.hpp"
#include "pages/texts.hpp"

#include <algorithm>

namespace mysigfox::pages {
namespace {

constexpr std::size_t kMostBody = 2'048;

std::string lines_of(const Trial& trial)
{
    std::string lines = "POST " + trial.url + '\n';
    for (const auto& [name, value] : trial.fields) {
        lines.append(name).append(": ").append(value).append(1, '\n');
    }
    return lines + '\n' + start_of_answer(trial.body, kMostBody);
}

Markup certificate(Language language, const TrialView& view)
{
    const auto& ends = view.trial.result.certificate_ends;
    if (!ends) return {};
    const DeviceTexts& t = device_texts(language);
    const auto days = std::chrono::floor<std::chrono::days>(*ends - view.now).count();
    if (days <= 0) return markup("<p>{}</p>\n", t.trial_certificate_over);
    std::string_view form = days == 1 ? t.trial_certificate_one : t.trial_certificate_many;
    if (language == Language::cs && days >= 2 && days <= 4) form = t.trial_certificate_few;
    return markup("<p>{}</p>\n", filled(form, std::to_string(days)));
}

}  // namespace

std::string trial_block(Language language, const TrialView& view)
{
    const DeviceTexts& t = device_texts(language);
    const AttemptResult& result = view.trial.result;
    const bool is_good = result.cause == Cause::delivered;
    const std::string status = result.status != 0 ? filled(t.status, std::to_string(result.status))
                                                  : std::string{t.trial_no_answer};
    Markup again;
    if (!view.again.empty()) {
        Deed once_more;
        once_more.path = view.again;
        once_more.csrf = view.csrf;
        once_more.what = "test";
        once_more.label = t.trial_again;
        again = deed(once_more);
    }
    Markup sent;
    if (!view.trial.fields.empty()) {
        sent = markup("<details><summary>{}</summary>\n<pre>{}</pre>\n</details>\n", t.trial_sent,
                      lines_of(view.trial));
    }
    return markup(
               R"(<section class="state {}" id="trial" aria-labelledby="trial-title">
<h2 id="trial-title">{}: <strong>{}</strong></h2>
<p>{}</p>
{}<h3>{}: {}</h3>
{}{}{}</section>
)",
               is_good ? "good" : "bad", t.trial_title, is_good ? t.trial_good : t.trial_bad,
               t.trial_lead, sent, t.trial_came, status, attempt_details(language, result),
               certificate(language, view), again)
        .html;
}

std::string trial_page(Language language, const std::string& device, const TrialView& view)
{
    const DeviceTexts& t = device_texts(language);
    Layout layout;
    layout.language = language;
    layout.title = t.trial_title;
    layout.content = markup(
        R"(<h1>{}</h1>
<p class="links"><a href="{}">{}</a></p>
{})",
        filled(t.device_title, device), device_path(language, "/show/" + device),
        filled(t.to_device, device), Markup{trial_block(language, view)});
    return page(layout);
}

}  // namespace mysigfox::pages
