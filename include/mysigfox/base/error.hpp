// What can go wrong, as a value: Errc, Error and Result<T>.
#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace mysigfox {

/// What can go wrong in the relay's own terms. Zero is reserved for success.
enum class Errc {
    malformed_callback = 1,  ///< the body is not a callback we understand
    wrong_kind,              ///< a callback of another kind: the detail names its path
    invalid_value,           ///< a field holds something it cannot; the detail names it
    unauthorized,            ///< the secret, token or combination is missing or wrong
    forbidden,               ///< the source address is not allowed
    unknown_device,          ///< the device is not in the registry
    not_found,               ///< the thing asked for does not exist
    conflict,                ///< the thing exists already, or belongs to somebody else
    rate_limited,            ///< too many tries; later is fine
    overloaded,              ///< a bounded queue is full; the caller may retry
    storage_unavailable,     ///< the change could not be made durable
    deadline_exceeded,       ///< the time allowed for the operation is over
    bad_configuration,       ///< the configuration file refuses to make sense
    unreachable,             ///< the peer (daemon, socket) is not there
};

const boost::system::error_category& relay_category() noexcept;

inline boost::system::error_code make_error_code(Errc code) noexcept
{
    return {static_cast<int>(code), relay_category()};
}

/// A code to branch on, and a sentence for whoever reads the log. Never holds a secret.
struct Error {
    boost::system::error_code code;
    std::string detail;
};

inline Error make_error(Errc code, std::string detail = {})
{
    return {make_error_code(code), std::move(detail)};
}

/// Called by Result::value() when there is none: asking is a bug, so it throws.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& where);

/// A T, or the Error that stood in its way. Never to be ignored.
template <typename T>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
public:
    using boost::system::result<T, Error>::result;
};

}  // namespace mysigfox

template <>
struct boost::system::is_error_code_enum<mysigfox::Errc> : std::true_type {
};
