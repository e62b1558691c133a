#include "mysigfox/domain/attempt.hpp"

namespace mysigfox {

std::string_view to_string(Cause cause) noexcept
{
    switch (cause) {
        case Cause::delivered:
            return "delivered";
        case Cause::status:
            return "status";
        case Cause::redirect:
            return "redirect";
        case Cause::name_not_found:
            return "name_not_found";
        case Cause::name_failed:
            return "name_failed";
        case Cause::address_refused:
            return "address_refused";
        case Cause::connect_refused:
            return "connect_refused";
        case Cause::connect_timeout:
            return "connect_timeout";
        case Cause::connect_failed:
            return "connect_failed";
        case Cause::tls_expired:
            return "tls_expired";
        case Cause::tls_wrong_name:
            return "tls_wrong_name";
        case Cause::tls_self_signed:
            return "tls_self_signed";
        case Cause::tls_untrusted:
            return "tls_untrusted";
        case Cause::tls_failed:
            return "tls_failed";
        case Cause::closed:
            return "closed";
        case Cause::timeout:
            return "timeout";
        case Cause::bad_answer:
            return "bad_answer";
        case Cause::url_refused:
            return "url_refused";
        case Cause::cut:
            return "cut";
        case Cause::inbox_gone:
            return "inbox_gone";
    }
    return "unknown";
}

bool is_sign_in_page(std::string_view location) noexcept
{
    constexpr std::string_view kPlace = "https://accounts.google.com";
    if (!location.starts_with(kPlace)) return false;
    return location.size() == kPlace.size() ||
           std::string_view{"/?#:"}.find(location[kPlace.size()]) != std::string_view::npos;
}

}  // namespace mysigfox
