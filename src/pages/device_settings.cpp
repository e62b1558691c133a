// The settings of a device: where its messages go, in what form, and whose it is.
#include "pages/device_parts.hpp"
#include "pages/layout.hpp"
#include "pages/texts.hpp"

#include <array>
#include <utility>

namespace mysigfox::pages {
namespace {

constexpr std::string_view kPlainField =
    R"(type="text" autocomplete="off" autocapitalize="none" spellcheck="false")";
constexpr std::string_view kPasswordField = R"(type="password" autocomplete="new-password")";

class SettingsPage {
public:
    SettingsPage(Language language, const SettingsView& view)
        : language_(language), view_(view), t_(device_texts(language))
    {
    }

    Markup content() const
    {
        Markup all = notice(language_, view_.in.notice);
        all += markup(
            "<h1>{}</h1>\n<p class=\"links\"><a href=\"{}\">{}</a>\n<a href=\"{}\">{}</a></p>\n",
            filled(t_.settings_title, view_.device),
            device_path(language_, "/show/" + view_.device), filled(t_.to_device, view_.device),
            device_path(language_, "/keys"), t_.keys_title);
        all += url();
        if (view_.may_change_webhook) {
            all += format();
            all += headers();
            all += deed_part(t_.rotate_title, t_.rotate_lead, "rotate", t_.rotate_submit);
        } else {
            all += markup("<h2>{}</h2>\n<p>{}</p>\n", t_.format_title, t_.shared_lead);
        }
        all += email();
        all += deed_part(t_.renew_title, t_.renew_lead, "renew-token", t_.renew_submit);
        all += leave();
        return all += sign_out(language_, view_.in.csrf);
    }

private:
    Markup form(std::string_view what, std::string_view label, Markup fields = {},
                bool is_dangerous = false) const
    {
        Deed made;
        made.path = device_path(language_, "/do/" + view_.device);
        made.csrf = view_.in.csrf;
        made.what = what;
        made.label = label;
        made.fields = std::move(fields);
        made.is_dangerous = is_dangerous;
        return deed(made);
    }

    Markup deed_part(std::string_view title, std::string_view lead, std::string_view what,
                     std::string_view label) const
    {
        return markup("<h2>{}</h2>\n<p>{}</p>\n{}", title, lead, form(what, label));
    }

    Markup url() const
    {
        const Markup field =
            labelled("webhook_url", t_.url_label, kUrlField, view_.typed_url, t_.url_hint);
        return markup("<h2>{}</h2>\n<p><code>{}</code></p>\n{}", t_.url_title, view_.webhook_url,
                      form("url", t_.url_submit, field));
    }

    Markup format() const
    {
        const std::array<std::pair<PayloadFormat, std::string_view>, 3> choices{
            {{PayloadFormat::classic, t_.format_classic},
             {PayloadFormat::strings, t_.format_strings},
             {PayloadFormat::extended, t_.format_extended}}};
        Markup radios;
        for (const auto& [format, label] : choices) {
            const std::string_view name = to_string(format);
            radios += markup(
                "<p class=\"choice\"><input type=\"radio\" id=\"format-{}\" name=\"format\" "
                "value=\"{}\"{}> <label for=\"format-{}\">{}</label></p>\n",
                name, name, format == view_.format ? markup(" checked") : Markup{}, name, label);
        }
        const Markup group =
            markup("<fieldset><legend>{}</legend>\n{}</fieldset>\n", t_.format_lead, radios);
        return markup("<h2>{}</h2>\n{}", t_.format_title, form("format", t_.format_submit, group));
    }

    Markup headers() const
    {
        std::string names;
        for (const std::string& name : view_.header_names) {
            names += (names.empty() ? "" : ", ") + name;
        }
        const std::string now =
            names.empty() ? std::string{t_.headers_none} : filled(t_.headers_now, names);
        const Markup lines = markup(
            R"(<div class="field">
<label for="headers">{}</label>
<p class="hint" id="headers-hint">{}</p>
<textarea id="headers" name="headers" rows="3" aria-describedby="headers-hint" autocomplete="off" autocapitalize="none" spellcheck="false"></textarea>
</div>
)",
            t_.headers_label, t_.headers_hint);
        Markup basic = labelled("user", t_.basic_user, kPlainField);
        basic += labelled("password", t_.basic_password, kPasswordField);
        Markup remove;
        if (!names.empty()) remove = form("headers-remove", t_.headers_remove);
        return markup("<h2>{}</h2>\n<p>{}</p>\n<p>{}</p>\n{}{}<h3>{}</h3>\n{}", t_.headers_title,
                      t_.headers_lead, now, form("headers", t_.headers_submit, lines), remove,
                      t_.basic_title, form("basic", t_.basic_submit, basic));
    }

    Markup email() const
    {
        Markup fields;
        if (view_.must_confirm_email) {
            fields += labelled("present", t_.email_present, kEmailField);
        }
        fields += labelled("email", t_.email_new, kEmailField);
        return markup("<h2>{}</h2>\n{}<p>{} {}</p>\n{}", t_.email_title,
                      email_that_waits(language_, view_.waiting_email),
                      filled(t_.email_on_file, view_.email),
                      view_.is_mail_open ? t_.email_lead : t_.email_lead_off,
                      form("email", t_.email_submit, fields));
    }

    Markup leave() const
    {
        const Markup sure = markup(
            "<p class=\"choice\"><input type=\"checkbox\" id=\"sure\" name=\"sure\" value=\"1\"> "
            "<label for=\"sure\">{}</label></p>\n",
            t_.leave_confirm);
        return markup("<h2>{}</h2>\n<p>{}</p>\n{}", t_.leave_title, t_.leave_lead,
                      form("leave", t_.leave_submit, sure, /*is_dangerous=*/true));
    }

    Language language_;
    const SettingsView& view_;
    const DeviceTexts& t_;
};

}  // namespace

std::string settings_page(Language language, const SettingsView& view)
{
    Layout layout;
    layout.language = language;
    layout.title = filled(device_texts(language).settings_title, view.device);
    const std::string switched = device_path(other(language), "/settings/" + view.device);
    layout.other_language_href = switched;
    layout.content = SettingsPage{language, view}.content();
    return page(layout);
}

}  // namespace mysigfox::pages
