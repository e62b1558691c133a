// The registration form, with its mistakes, and the page that confirms it.
#include "pages/layout.hpp"

#include <array>

namespace mysigfox::pages {
namespace {

/// How a field is asked for. The attributes are ours, so they are no text to escape.
struct FieldLook {
    FormField field;
    std::string_view name;
    Text label;
    Text hint;
    std::string_view attributes;
};

constexpr std::array kLooks{
    FieldLook{FormField::device, "device", Text::label_device, Text::hint_device,
              R"(type="text" class="short" autocomplete="off" autocapitalize="characters")"},
    FieldLook{FormField::token, "token", Text::label_token, Text::hint_token,
              R"(type="text" class="short" autocomplete="off" autocapitalize="characters")"},
    FieldLook{FormField::email, "email", Text::label_email, Text::hint_email,
              R"(type="email" inputmode="email" autocomplete="email" autocapitalize="none")"},
    FieldLook{FormField::webhook_url, "webhook_url", Text::label_webhook_url,
              Text::hint_webhook_url,
              R"(type="url" inputmode="url" autocomplete="off" autocapitalize="none")"},
};

std::string_view value_of(FormField field, const FormValues& values) noexcept
{
    switch (field) {
        case FormField::device:
            return values.device;
        case FormField::email:
            return values.email;
        case FormField::webhook_url:
            return values.webhook_url;
        case FormField::token:
            return values.token_of_card;
        case FormField::whole:
            break;
    }
    return {};
}

/// What the summary links to: a problem of the whole form begins at its first field.
std::string_view target_of(FormField field) noexcept
{
    for (const FieldLook& look : kLooks) {
        if (look.field == field) return look.name;
    }
    return kLooks.front().name;
}

const FormProblem* problem_of(FormField field, const std::vector<FormProblem>& problems) noexcept
{
    for (const FormProblem& problem : problems) {
        if (problem.field == field) return &problem;
    }
    return nullptr;
}

Markup summary(Language language, const std::vector<FormProblem>& problems)
{
    if (problems.empty()) return {};
    Markup items;
    for (const FormProblem& problem : problems) {
        items +=
            markup("<li><a href=\"#{}\">{}</a></li>\n", target_of(problem.field), problem.text);
    }
    return markup(
        R"(<div class="summary" role="alert" aria-labelledby="summary-title" tabindex="-1" autofocus>
<h2 id="summary-title">{}</h2>
<ul>
{}</ul>
</div>
)",
        words(Text::summary_title, language), items);
}

Markup field(const FieldLook& look, Language language, std::string_view value,
             const FormProblem* problem)
{
    Markup said;
    Markup state = markup("aria-describedby=\"{}-hint\"", look.name);
    if (problem != nullptr) {
        said = markup(
            R"(<p class="problem" id="{}-problem"><span class="unseen">{}</span>{}</p>
)",
            look.name, words(Text::error_prefix, language), problem->text);
        state = markup(R"(aria-describedby="{}-hint {}-problem" aria-invalid="true")", look.name,
                       look.name);
    }
    return markup(
        R"(<div class="{}">
<label for="{}">{}</label>
<p class="hint" id="{}-hint">{}</p>
{}<input id="{}" name="{}" value="{}" {} spellcheck="false" required {}>
</div>
)",
        problem != nullptr ? "field wrong" : "field", look.name, words(look.label, language),
        look.name, words(look.hint, language), said, look.name, look.name, value,
        Markup{std::string{look.attributes}}, state);
}

Text title_of(const Confirmation& confirmation) noexcept
{
    if (confirmation.is_first) return Text::registered_title;
    const bool has_changed = confirmation.url_changed || confirmation.email_changed;
    return has_changed ? Text::changed_title : Text::unchanged_title;
}

Markup paragraph(std::string_view text)
{
    return markup("<p>{}</p>\n", text);
}

Markup what_changed(Language language, const Confirmation& confirmation)
{
    Markup said;
    const bool url_changed = confirmation.url_changed && !confirmation.is_first;
    if (confirmation.is_first) said += paragraph(text(Text::registered_lead, language));
    if (url_changed) said += paragraph(text(Text::url_changed, language));
    if (confirmation.email_changed) said += paragraph(text(Text::email_changed, language));
    if (said.html.empty()) said = paragraph(text(Text::unchanged_lead, language));
    if (confirmation.waiting > 0) {
        const Text waiting = plural({Text::waiting_one, Text::waiting_few, Text::waiting_many},
                                    confirmation.waiting, language);
        said += paragraph(filled(text(waiting, language), std::to_string(confirmation.waiting)));
    }
    return said;
}

/// Monospaced and in one piece: it is copied.
Markup new_secret(Language language, const Confirmation& confirmation)
{
    if (confirmation.signing_secret.empty()) return {};
    return markup("<h2>{}</h2>\n<p><code id=\"signing-secret\">{}</code></p>\n<p>{}</p>\n",
                  words(Text::secret_title, language), confirmation.signing_secret,
                  words(Text::secret_use, language));
}

Markup http_warning(Language language, const Confirmation& confirmation)
{
    if (!confirmation.is_plain_http) return {};
    return markup("<div class=\"warning\">\n<h2>{}</h2>\n<p>{}</p>\n</div>\n",
                  words(Text::warning_title, language), words(Text::plain_http_warning, language));
}

}  // namespace

std::string form_page(Language language, const FormValues& values,
                      const std::vector<FormProblem>& problems)
{
    Markup fields;
    for (const FieldLook& look : kLooks) {
        fields +=
            field(look, language, value_of(look.field, values), problem_of(look.field, problems));
    }
    Layout layout;
    layout.language = language;
    if (!problems.empty()) layout.title = text(Text::error_prefix, language);
    layout.title += text(Text::form_title, language);
    const std::string switched = form_path(other(language));
    layout.other_language_href = switched;
    layout.switch_form = "registration";
    layout.content = markup(
        R"({}<h1>{}</h1>
<p class="lead">{}</p>
<p>{}</p>
<form id="registration" method="post" action="{}" novalidate>
{}<button type="submit">{}</button>
</form>
<p class="aside">{} <a href="/inbox{}">{}</a></p>
)",
        summary(language, problems), words(Text::form_title, language),
        words(Text::form_lead, language), words(Text::form_change, language), form_path(language),
        fields, words(Text::submit_form, language), words(Text::inbox_question, language),
        in_language(language), words(Text::inbox_invitation, language));
    return page(layout);
}

std::string confirmation_page(Language language, const Confirmation& confirmation)
{
    Layout layout;
    layout.language = language;
    layout.title = filled(text(title_of(confirmation), language), confirmation.device);
    layout.content = markup(
        R"(<div class="done" role="status">
<h1>{}</h1>
{}</div>
<dl>
<dt>{}</dt><dd>{}</dd>
<dt>{}</dt><dd><code>{}</code></dd>
</dl>
{}{}{}<h2>{}</h2>
<p>{}</p>
<p><a href="{}">{}</a></p>
)",
        layout.title, what_changed(language, confirmation), words(Text::label_device, language),
        confirmation.device, words(Text::label_webhook_url, language), confirmation.webhook_url,
        http_warning(language, confirmation), new_secret(language, confirmation),
        Markup{confirmation.trial}, words(Text::next_title, language),
        words(Text::next_step, language), form_path(language),
        words(Text::link_change_again, language));
    return page(layout);
}

}  // namespace mysigfox::pages
