// All devices of one e-mail address, page by page, and what is done to all of them.
#include "pages/device_parts.hpp"
#include "pages/layout.hpp"
#include "pages/texts.hpp"

#include <fmt/format.h>

#include <utility>

namespace mysigfox::pages {
namespace {

constexpr std::string_view kFindField =
    R"(type="search" class="short" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="8")";

std::string count_of(Language language, const FleetView& view)
{
    const DeviceTexts& t = device_texts(language);
    std::string_view form = view.total == 1 ? t.fleet_one : t.fleet_many;
    const bool is_few = language == Language::cs && view.total >= 2 && view.total <= 4;
    if (is_few) form = t.fleet_few;
    return fmt::format(fmt::runtime(form), view.total, view.email);
}

Markup device_table(Language language, const FleetView& view)
{
    const DeviceTexts& t = device_texts(language);
    if (view.devices.empty()) return {};
    Markup rows;
    for (const FleetDevice& device : view.devices) {
        rows += markup(
            "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th><td>{}</td><td><code>{}</code></td>"
            "</tr>\n",
            device_path(language, "/show/" + device.device), device.device,
            device.is_paused ? t.is_paused : std::string_view{}, device.webhook_url);
    }
    return markup(
        R"(<table>
<thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>
<tbody>
{}</tbody>
</table>
)",
        text(Text::label_device, language), t.state_title, t.url_title, rows);
}

/// Of many devices: who knows an ID need not turn pages.
Markup search(Language language, const FleetView& view)
{
    const DeviceTexts& t = device_texts(language);
    const bool is_all = view.find.empty() && view.devices.size() == view.total;
    if (is_all) return {};
    Markup part = markup(
        "<form method=\"get\" action=\"{}\" role=\"search\" class=\"filter\">\n{}<button "
        "type=\"submit\">{}</button>\n</form>\n",
        device_path(language),
        labelled("find", t.fleet_find, kFindField, view.find, t.fleet_find_hint),
        t.fleet_find_submit);
    if (view.devices.empty()) part += markup("<p class=\"empty\">{}</p>\n", t.fleet_find_none);
    return part;
}

Markup turning(Language language, const FleetView& view)
{
    const DeviceTexts& t = device_texts(language);
    Markup links;
    if (!view.next.empty()) {
        const Markup find = view.find.empty() ? Markup{} : markup("find={}&amp;", view.find);
        links += markup("<a href=\"{}?{}after={}\">{}</a>\n", device_path(language), find,
                        view.next, t.next_page);
    }
    const bool is_part = view.devices.size() != view.total;
    if (is_part) links += markup("<a href=\"{}\">{}</a>", device_path(language), t.first_page);
    return is_part ? markup("<p class=\"links\">{}</p>\n", links) : Markup{};
}

Markup form(Language language, const FleetView& view, std::string_view what, std::string_view label,
            Markup fields = {}, bool is_dangerous = false)
{
    Deed made;
    made.path = device_path(language, "/all");
    made.csrf = view.in.csrf;
    made.what = what;
    made.label = label;
    made.fields = std::move(fields);
    made.is_dangerous = is_dangerous;
    return deed(made);
}

Markup for_all(Language language, const FleetView& view)
{
    const DeviceTexts& t = device_texts(language);
    const Markup sure = markup(
        "<p>{}</p>\n<p class=\"choice\"><input type=\"checkbox\" id=\"sure\" name=\"sure\" "
        "value=\"1\"> <label for=\"sure\">{}</label></p>\n",
        t.leave_lead, t.leave_confirm);
    Markup all = markup("<h2>{}</h2>\n<p>{}</p>\n<div class=\"deeds\">\n{}{}</div>\n",
                        t.for_all_title, t.for_all_lead, form(language, view, "pause", t.pause_all),
                        form(language, view, "resume", t.resume_all));
    all += form(language, view, "url", t.url_all,
                labelled("webhook_url", t.url_label, kUrlField, {}, t.url_hint));
    all += form(language, view, "resend-failed", t.resend_all,
                labelled("resend-since", t.resend_since, kTimeField));
    Markup email = email_that_waits(language, view.waiting_email);
    email += labelled("email", t.email_new, kEmailField, {},
                      view.is_mail_open ? t.email_lead : t.email_lead_off);
    all += form(language, view, "email", t.email_all, std::move(email));
    return all += form(language, view, "leave", t.leave_all, sure, /*is_dangerous=*/true);
}

}  // namespace

std::string fleet_page(Language language, const FleetView& view)
{
    const DeviceTexts& t = device_texts(language);
    Layout layout;
    layout.language = language;
    layout.title = t.fleet_title;
    const std::string switched = device_path(other(language));
    layout.other_language_href = switched;
    layout.content = markup(
        "{}<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p class=\"links\"><a "
        "href=\"{}\">{}</a></p>\n{}{}{}{}{}",
        notice(language, view.in.notice), layout.title, count_of(language, view),
        device_path(language, "/keys"), t.keys_title, search(language, view),
        device_table(language, view), turning(language, view), for_all(language, view),
        sign_out(language, view.in.csrf));
    return page(layout);
}

}  // namespace mysigfox::pages
