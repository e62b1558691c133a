// The pages that let somebody in, and those that show a secret once.
#include "pages/device_parts.hpp"
#include "pages/layout.hpp"
#include "pages/texts.hpp"

#include <array>

namespace mysigfox::pages {
namespace {

constexpr std::string_view kDeviceField =
    R"(type="text" class="short" autocomplete="username" autocapitalize="characters" spellcheck="false")";
constexpr std::string_view kTokenField =
    R"(type="text" class="short" autocomplete="off" autocapitalize="characters" spellcheck="false")";

Markup by_mail(Language language, const SignInView& view)
{
    const DeviceTexts& t = device_texts(language);
    if (!view.is_mail_open) {
        return markup("<h2>{}</h2>\n<p class=\"hint\">{}</p>\n", t.by_mail_title, t.by_mail_off);
    }
    return markup(
        R"(<h2>{}</h2>
<p>{}</p>
<form method="post" action="{}" novalidate>
{}<button type="submit">{}</button>
</form>
<h2>{}</h2>
<p>{}</p>
<form method="post" action="{}" novalidate>
{}<button type="submit">{}</button>
</form>
)",
        t.by_mail_title, t.by_mail_lead, device_path(language, "/mail"),
        labelled("email", text(Text::label_email, language), kEmailField), t.by_mail_submit,
        t.lost_title, t.lost_lead, device_path(language, "/lost"),
        labelled("lost-device", text(Text::label_device, language), kDeviceField), t.lost_submit);
}

Layout layout_of(Language language, std::string title)
{
    Layout layout;
    layout.language = language;
    layout.title = std::move(title);
    return layout;
}

}  // namespace

std::string sign_in_page(Language language, const SignInView& view)
{
    const DeviceTexts& t = device_texts(language);
    Layout layout = layout_of(language, std::string{t.sign_in_title});
    const std::string switched = device_path(other(language));
    layout.other_language_href = switched;
    layout.content = markup(
        R"({}<h1>{}</h1>
<p class="lead">{}</p>
<form method="post" action="{}" novalidate>
{}{}<button type="submit">{}</button>
</form>
{})",
        notice(language, view.notice), layout.title, t.sign_in_lead, device_path(language),
        labelled("device", text(Text::label_device, language), kDeviceField, view.device,
                 text(Text::hint_device, language)),
        labelled("token", text(Text::label_token, language), kTokenField, {},
                 text(Text::hint_token, language)),
        t.sign_in, by_mail(language, view));
    return page(layout);
}

std::string link_page(Language language, const LinkView& view)
{
    const DeviceTexts& t = device_texts(language);
    const bool is_token = !view.device.empty();
    Layout layout = layout_of(
        language, is_token ? filled(t.link_token_title, view.device) : std::string{t.link_title});
    layout.content = markup(
        R"(<h1>{}</h1>
<p class="lead">{}</p>
<form method="post" action="{}">
<input type="hidden" name="code" value="{}">
<button type="submit">{}</button>
</form>
)",
        layout.title, is_token ? t.link_token_lead : t.link_lead, device_path(language, "/link"),
        view.code, is_token ? t.link_token_submit : t.sign_in);
    return page(layout);
}

std::string confirm_email_page(Language language, const ConfirmEmailView& view)
{
    const DeviceTexts& t = device_texts(language);
    Layout layout = layout_of(language, std::string{t.confirm_email_title});
    layout.content = markup(
        R"(<h1>{}</h1>
<p class="lead">{}</p>
<form method="post" action="{}">
<input type="hidden" name="code" value="{}">
<button type="submit">{}</button>
</form>
)",
        layout.title, filled(t.confirm_email_lead, view.email), device_path(language, "/confirm"),
        view.code, t.confirm_email_submit);
    return page(layout);
}

std::string new_secret_page(Language language, const NewSecretView& view)
{
    struct Words {
        std::string_view title;
        std::string_view lead;
    };
    const DeviceTexts& t = device_texts(language);
    const std::array<Words, 3> words{{{t.secret_title, t.secret_lead},
                                      {t.token_title, t.token_lead},
                                      {t.key_title, t.key_lead}}};
    const auto& [title, lead] = words.at(static_cast<std::size_t>(view.kind));
    Layout layout = layout_of(language, filled(title, view.device));
    Markup both;
    const bool is_signing = view.kind == SecretKind::signing_secret;
    if (is_signing && view.old_one_signs_too) both = markup("<p>{}</p>\n", t.secret_both);
    layout.content = markup(
        R"({}<div class="done" role="status">
<h1>{}</h1>
<p>{}</p>
</div>
<p><code class="address" id="secret">{}</code></p>
{}<p><a href="{}">{}</a></p>
)",
        notice(language, view.notice), layout.title, lead, view.secret, both, view.back, t.back);
    return page(layout);
}

}  // namespace mysigfox::pages
