#include "delivery/evidence.hpp"

#include "mysigfox/delivery/retry_policy.hpp"

namespace mysigfox::delivery {

Evidence evidence_of(const AttemptResult& result) noexcept
{
    if (is_success(result)) return Evidence::works;
    if (result.cause == Cause::cut) return Evidence::none;
    if (result.cause != Cause::status) return Evidence::fails;
    switch (result.status) {
        case 400:
        case 413:
        case 415:
        case 422:
            return Evidence::refuses_message;
        case 410:
            return Evidence::gone;
        default:
            return Evidence::fails;
    }
}

Reach reach_of(Cause cause) noexcept
{
    switch (cause) {
        case Cause::name_not_found:
        case Cause::name_failed:
        case Cause::connect_refused:
        case Cause::connect_timeout:
        case Cause::connect_failed:
            return Reach::not_reached;
        case Cause::address_refused:
        case Cause::timeout:
        case Cause::url_refused:
        case Cause::cut:
        case Cause::inbox_gone:
            return Reach::unknown;
        default:
            return Reach::reached;
    }
}

bool is_turned_away(const AttemptResult& result) noexcept
{
    if (result.cause != Cause::status) return false;
    return result.status == 401 || result.status == 403 || result.status == 429;
}

}  // namespace mysigfox::delivery
