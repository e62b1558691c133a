// What people read about each mistake.
#include "mysigfox/pages/pages.hpp"
#include "pages/texts.hpp"

namespace mysigfox::pages {
namespace {

Text name_of(FormMistake mistake) noexcept
{
    switch (mistake) {
        case FormMistake::device_empty:
            return Text::mistake_device_empty;
        case FormMistake::device_invalid:
            return Text::mistake_device_invalid;
        case FormMistake::token_empty:
            return Text::mistake_token_empty;
        case FormMistake::token_invalid:
            return Text::mistake_token_invalid;
        case FormMistake::email_empty:
            return Text::mistake_email_empty;
        case FormMistake::email_invalid:
            return Text::mistake_email_invalid;
        case FormMistake::wrong_combination:
            return Text::mistake_wrong_combination;
        case FormMistake::too_many_tries:
            return Text::mistake_too_many_tries;
        case FormMistake::storage:
            return Text::mistake_storage;
    }
    return Text::error_other;
}

Text name_of(UrlProblem problem) noexcept
{
    switch (problem) {
        case UrlProblem::empty:
            return Text::url_empty;
        case UrlProblem::too_long:
            return Text::url_too_long;
        case UrlProblem::bad_character:
            return Text::url_bad_character;
        case UrlProblem::no_scheme:
            return Text::url_no_scheme;
        case UrlProblem::other_scheme:
            return Text::url_other_scheme;
        case UrlProblem::credentials:
            return Text::url_credentials;
        case UrlProblem::fragment:
            return Text::url_fragment;
        case UrlProblem::bad_host:
            return Text::url_bad_host;
        case UrlProblem::single_label:
            return Text::url_single_label;
        case UrlProblem::internal_name:
            return Text::url_internal_name;
        case UrlProblem::odd_ip_spelling:
            return Text::url_odd_ip_spelling;
        case UrlProblem::private_address:
            return Text::url_private_address;
        case UrlProblem::non_ascii_host:
            return Text::url_non_ascii_host;
        case UrlProblem::bad_port:
            return Text::url_bad_port;
        case UrlProblem::port_not_allowed:
            return Text::url_port_not_allowed;
        case UrlProblem::own_address:
            return Text::url_own_address;
    }
    return Text::error_other;
}

}  // namespace

std::string sentence(FormMistake mistake, Language language)
{
    return std::string{text(name_of(mistake), language)};
}

std::string sentence(UrlProblem problem, Language language)
{
    return std::string{text(name_of(problem), language)};
}

}  // namespace mysigfox::pages
