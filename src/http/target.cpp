// Reads targets and hosts.
#include "http/target.hpp"

#include "http/characters.hpp"
#include "mysigfox/base/encoding.hpp"

#include <algorithm>

namespace mysigfox::http {
namespace {

constexpr std::size_t kMaxPortDigits = 5;
constexpr std::string_view kSchemeEnd = "://";

bool is_port(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= kMaxPortDigits &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// What follows the scheme; empty if there is none.
std::string_view behind_scheme(std::string_view target) noexcept
{
    const std::size_t colon = target.find(kSchemeEnd);
    if (colon == std::string_view::npos) return {};
    return target.substr(colon + kSchemeEnd.size());
}

}  // namespace

bool is_host(std::string_view text) noexcept
{
    std::size_t end = 0;
    if (text.starts_with('[')) {
        end = end_of(kV6Byte, text, 1);
        if (end == 1 || end == text.size() || text[end] != ']') return false;
        ++end;
    } else {
        end = end_of(kHostByte, text, 0);
        if (end == 0) return false;
    }
    const std::string_view port = text.substr(end);
    return port.empty() || (port[0] == ':' && is_port(port.substr(1)));
}

bool is_absolute_form(std::string_view target) noexcept
{
    const std::string_view scheme = target.substr(0, target.find(kSchemeEnd));
    if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) {
        return false;
    }
    const std::string_view rest = behind_scheme(target);
    return is_host(rest.substr(0, rest.find_first_of("/?")));
}

Target split_target(std::string_view target) noexcept
{
    if (!target.starts_with('/') && target != "*") {
        const std::string_view rest = behind_scheme(target);
        target = rest.substr(std::min(rest.size(), rest.find_first_of("/?")));
    }
    const std::string_view path = target.substr(0, target.find('?'));
    const std::string_view query = target.substr(std::min(target.size(), path.size() + 1));
    return {path.empty() ? "/" : path, query};
}

}  // namespace mysigfox::http
