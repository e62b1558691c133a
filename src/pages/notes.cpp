// What is said above everything else: its word in a query, and its sentence.
#include "pages/device_parts.hpp"
#include "pages/texts.hpp"

#include <array>

namespace mysigfox::pages {
namespace {

using Sentence = std::string_view DeviceTexts::*;

struct Known {
    Note note;
    std::string_view word;  ///< empty: never in a query
    Sentence sentence;
};

using T = DeviceTexts;
constexpr std::array kNotes{
    Known{Note::mail_on_its_way, "mail", &T::mail_on_its_way},
    Known{Note::signed_out, "signed-out", &T::signed_out},
    Known{Note::paused, "paused", &T::paused},
    Known{Note::resumed, "resumed", &T::resumed},
    Known{Note::url_changed, "url", &T::url_changed},
    Known{Note::email_changed, "email", &T::email_changed},
    Known{Note::email_moved, "email-moved", &T::email_moved},
    Known{Note::format_changed, "format", &T::format_changed},
    Known{Note::headers_changed, "headers", &T::headers_changed},
    Known{Note::headers_removed, "headers-removed", &T::headers_removed},
    Known{Note::resent, "resent", &T::resent_many},
    Known{Note::left, "left", &T::left},
    Known{Note::key_revoked, "key-revoked", &T::key_revoked},
    Known{Note::email_waiting, "email-waiting", &T::email_waiting},
    Known{Note::email_saved, "email-saved", &T::email_saved},
    Known{Note::wrong_sign_in, "", &T::wrong_sign_in},
    Known{Note::not_registered, "", &T::not_registered},
    Known{Note::too_many_tries, "too-many-tries", &T::too_many_tries},
    Known{Note::session_over, "session-over", &T::session_over},
    Known{Note::link_over, "link-over", &T::link_over},
    Known{Note::wrong_email, "wrong-email", &T::wrong_email},
    Known{Note::email_invalid, "email-invalid", &T::email_invalid},
    Known{Note::shared_webhook, "shared", &T::shared_webhook},
    Known{Note::nothing_to_resend, "nothing", &T::nothing_to_resend},
    Known{Note::not_confirmed, "not-confirmed", &T::not_confirmed},
    Known{Note::no_webhook, "no-webhook", &T::no_webhook},
    Known{Note::storage, "storage", &T::storage},
    Known{Note::key_name_invalid, "", &T::key_name_invalid},
    Known{Note::too_many_keys, "too-many-keys", &T::too_many_keys},
};

std::string said(const Notice& notice, Language language)
{
    const DeviceTexts& t = device_texts(language);
    if (!notice.sentence.empty()) return notice.sentence;
    if (notice.note == Note::resent) {
        const std::string count = std::to_string(notice.count);
        if (notice.count == 1) return filled(t.resent_one, count);
        const bool is_few = language == Language::cs && notice.count < 5;
        return filled(is_few ? t.resent_few : t.resent_many, count);
    }
    for (const Known& known : kNotes) {
        if (known.note == notice.note) return std::string{t.*known.sentence};
    }
    return {};
}

}  // namespace

bool is_bad(Note note) noexcept
{
    return note >= Note::wrong_sign_in;
}

std::string_view to_string(Note note) noexcept
{
    for (const Known& known : kNotes) {
        if (known.note == note) return known.word;
    }
    return {};
}

Note parse_note(std::string_view word) noexcept
{
    if (word.empty()) return Note::none;
    for (const Known& known : kNotes) {
        if (known.word == word) return known.note;
    }
    return Note::none;
}

std::string sentence(HeaderProblem problem, Language language)
{
    const DeviceTexts& t = device_texts(language);
    switch (problem) {
        case HeaderProblem::no_colon:
            return std::string{t.header_no_colon};
        case HeaderProblem::bad_name:
            return std::string{t.header_bad_name};
        case HeaderProblem::reserved_name:
            return std::string{t.header_reserved};
        case HeaderProblem::bad_value:
            return std::string{t.header_bad_value};
        case HeaderProblem::too_long:
            return std::string{t.header_too_long};
        case HeaderProblem::too_many:
            return std::string{t.header_too_many};
        case HeaderProblem::twice:
            break;
    }
    return std::string{t.header_twice};
}

Markup notice(Language language, const Notice& notice)
{
    if (notice.note == Note::none) return {};
    const std::string text = said(notice, language);
    if (text.empty()) return {};
    if (is_bad(notice.note)) {
        return markup("<div class=\"summary\" role=\"alert\"><p>{}</p></div>\n", text);
    }
    return markup("<div class=\"done\" role=\"status\"><p>{}</p></div>\n", text);
}

}  // namespace mysigfox::pages
