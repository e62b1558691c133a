// The keys of a customer's programs: what there are, a new one, and revoking.
#include "pages/device_parts.hpp"
#include "pages/layout.hpp"
#include "pages/texts.hpp"

#include <utility>

namespace mysigfox::pages {
namespace {

constexpr std::string_view kNameField = R"(type="text" autocomplete="off" maxlength="50")";

/// "2026-11-23": of a use only the day is known.
Markup day_of(Timestamp time)
{
    const std::string day = text_of(time).substr(0, std::string_view{"2026-11-23"}.size());
    return markup("<time datetime=\"{}\">{}</time>", day, day);
}

class KeysPage {
public:
    KeysPage(Language language, const KeysView& view)
        : language_(language), view_(view), t_(device_texts(language))
    {
    }

    Markup content() const
    {
        const bool is_one = !view_.device.empty();
        Markup all = notice(language_, view_.in.notice);
        all += markup(
            "<h1>{}</h1>\n<p class=\"links\"><a href=\"{}\">{}</a>\n<a "
            "href=\"/{}/help#api\">{}</a></p>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n",
            t_.keys_title, back(), is_one ? filled(t_.to_device, view_.device) : t_.to_fleet,
            to_string(language_), t_.keys_help, t_.keys_lead,
            is_one ? filled(t_.keys_one, view_.device) : t_.keys_all);
        if (view_.keys.empty()) all += markup("<p class=\"empty\">{}</p>\n", t_.keys_none);
        for (const ShownKey& key : view_.keys) all += key_of(key);
        all += make();
        return all += sign_out(language_, view_.in.csrf);
    }

private:
    std::string back() const
    {
        if (view_.device.empty()) return device_path(language_);
        return device_path(language_, "/show/" + view_.device);
    }

    Deed deed_of(std::string_view what, std::string_view label, Markup fields) const
    {
        Deed made;
        made.path = device_path(language_, "/keys");
        made.csrf = view_.in.csrf;
        made.what = what;
        made.label = label;
        made.fields = std::move(fields);
        return made;
    }

    Markup key_of(const ShownKey& key) const
    {
        const Markup id =
            markup("<input type=\"hidden\" name=\"id\" value=\"{}\">\n", std::to_string(key.id));
        Deed revoke = deed_of("revoke-key", t_.key_revoke, id);
        revoke.is_dangerous = true;
        const Markup used = key.used ? day_of(*key.used) : markup("{}", t_.key_unused);
        return markup(
            R"(<article>
<h2>{}</h2>
<dl class="facts">
<dt>{}</dt><dd>{}</dd>
<dt>{}</dt><dd>{}</dd>
<dt>{}</dt><dd>{}</dd>
</dl>
{}</article>
)",
            key.name, t_.key_reaches, key.device.empty() ? t_.key_reaches_all : key.device,
            t_.key_made, day_of(key.created), t_.key_used, used, deed(revoke));
    }

    Markup make() const
    {
        const Markup name =
            labelled("name", t_.key_name, kNameField, view_.typed_name, t_.key_name_hint);
        return markup("<h2>{}</h2>\n{}", t_.key_new,
                      deed(deed_of("make-key", t_.key_submit, name)));
    }

    Language language_;
    const KeysView& view_;
    const DeviceTexts& t_;
};

}  // namespace

std::string keys_page(Language language, const KeysView& view)
{
    Layout layout;
    layout.language = language;
    layout.title = device_texts(language).keys_title;
    const std::string switched = device_path(other(language), "/keys");
    layout.other_language_href = switched;
    layout.content = KeysPage{language, view}.content();
    return page(layout);
}

}  // namespace mysigfox::pages
