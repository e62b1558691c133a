// Which explanation belongs to what was seen.
#include "pages/causes.hpp"

#include "mysigfox/pages/pages.hpp"

namespace mysigfox::pages {
namespace {

const Explanation& explain_status(int status, const CauseTexts& texts) noexcept
{
    switch (status) {
        case 400:
        case 413:
        case 415:
        case 422:
            return texts.refuses_message;
        case 401:
        case 403:
        case 407:
            return texts.unauthorized;
        case 404:
            return texts.not_found;
        case 405:
            return texts.method;
        case 410:
            return texts.gone;
        case 429:
            return texts.too_fast;
        default:
            return status >= 500 ? texts.server_error : texts.other_status;
    }
}

const Explanation& explain_connection(Cause cause, const CauseTexts& texts) noexcept
{
    switch (cause) {
        case Cause::name_not_found:
            return texts.name_not_found;
        case Cause::name_failed:
            return texts.name_failed;
        case Cause::address_refused:
            return texts.address_refused;
        case Cause::connect_refused:
            return texts.connect_refused;
        case Cause::connect_timeout:
            return texts.connect_timeout;
        case Cause::connect_failed:
            return texts.connect_failed;
        case Cause::tls_expired:
            return texts.tls_expired;
        case Cause::tls_wrong_name:
            return texts.tls_wrong_name;
        case Cause::tls_self_signed:
            return texts.tls_self_signed;
        case Cause::tls_untrusted:
            return texts.tls_untrusted;
        default:
            return texts.tls_failed;
    }
}

}  // namespace

const Explanation& explain(Cause cause, int status, std::string_view location,
                           Language language) noexcept
{
    const CauseTexts& texts = language == Language::cs ? kCausesCs : kCausesEn;
    switch (cause) {
        case Cause::delivered:
            return texts.delivered;
        case Cause::status:
            return explain_status(status, texts);
        case Cause::redirect:
            return is_sign_in_page(location) ? texts.google_sign_in : texts.redirect;
        case Cause::closed:
            return texts.closed;
        case Cause::timeout:
            return texts.timeout;
        case Cause::bad_answer:
            return texts.bad_answer;
        case Cause::url_refused:
            return texts.url_refused;
        case Cause::cut:
            return texts.cut;
        case Cause::inbox_gone:
            return texts.inbox_gone;
        default:
            return explain_connection(cause, texts);
    }
}

std::string_view seen_in(Cause cause, int status, Language language) noexcept
{
    return explain(cause, status, {}, language).seen;
}

}  // namespace mysigfox::pages
