#include "mysigfox/base/error.hpp"

#include <boost/system/system_error.hpp>

namespace mysigfox {
namespace {

class RelayCategory final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "relay"; }

    std::string message(int value) const override
    {
        switch (static_cast<Errc>(value)) {
            case Errc::malformed_callback:
                return "malformed callback";
            case Errc::wrong_kind:
                return "callback of another kind";
            case Errc::invalid_value:
                return "invalid value";
            case Errc::unauthorized:
                return "unauthorized";
            case Errc::forbidden:
                return "forbidden";
            case Errc::unknown_device:
                return "unknown device";
            case Errc::not_found:
                return "not found";
            case Errc::conflict:
                return "conflict";
            case Errc::rate_limited:
                return "rate limited";
            case Errc::overloaded:
                return "overloaded";
            case Errc::storage_unavailable:
                return "storage unavailable";
            case Errc::deadline_exceeded:
                return "deadline exceeded";
            case Errc::bad_configuration:
                return "bad configuration";
            case Errc::unreachable:
                return "unreachable";
        }
        return "unknown relay error " + std::to_string(value);
    }
};

}  // namespace

const boost::system::error_category& relay_category() noexcept
{
    static const RelayCategory category;
    return category;
}

void throw_exception_from_error(const Error& error, const boost::source_location&)
{
    throw boost::system::system_error(error.code, error.detail);
}

}  // namespace mysigfox
