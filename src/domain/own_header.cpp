// What may be the name and the value of a customer's field.
#include "mysigfox/domain/own_header.hpp"

#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace mysigfox {
namespace {

/// HTTP's own, what we set, and what others between us and the server would act on.
constexpr std::array<std::string_view, 21> kReserved{"accept-encoding",
                                                     "connection",
                                                     "content-encoding",
                                                     "content-length",
                                                     "content-type",
                                                     "date",
                                                     "expect",
                                                     "forwarded",
                                                     "host",
                                                     "keep-alive",
                                                     "proxy-connection",
                                                     "range",
                                                     "te",
                                                     "trailer",
                                                     "transfer-encoding",
                                                     "upgrade",
                                                     "user-agent",
                                                     "via",
                                                     "webhook-id",
                                                     "webhook-signature",
                                                     "webhook-timestamp"};
constexpr std::array<std::string_view, 3> kReservedBeginnings{"proxy-", "webhook-", "x-forwarded-"};

bool is_token_character(char c) noexcept
{
    constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || kSigns.find(c) != std::string_view::npos;
}

bool is_printable(char c) noexcept
{
    return c >= ' ' && c <= '~';
}

bool is_control(char c) noexcept
{
    return static_cast<unsigned char>(c) < 0x20 || c == '\x7F';
}

bool is_reserved(std::string_view name)
{
    const std::string lower = to_lower(name);
    const auto begins = [&lower](std::string_view beginning) {
        return lower.starts_with(beginning);
    };
    return std::ranges::find(kReserved, lower) != kReserved.end() ||
           std::ranges::any_of(kReservedBeginnings, begins);
}

}  // namespace

void throw_exception_from_error(HeaderProblem problem, const boost::source_location&)
{
    throw std::logic_error("a refused header was asked for, problem " +
                           std::to_string(static_cast<int>(problem)));
}

boost::system::result<OwnHeader, HeaderProblem> OwnHeader::parse(std::string_view line)
{
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return HeaderProblem::no_colon;
    const std::string_view name = trimmed(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name.empty() || !std::ranges::all_of(name, is_token_character)) {
        return HeaderProblem::bad_name;
    }
    if (is_reserved(name)) return HeaderProblem::reserved_name;
    if (name.size() > kMostName || value.size() > kMostValue) return HeaderProblem::too_long;
    if (value.empty() || !std::ranges::all_of(value, is_printable)) {
        return HeaderProblem::bad_value;
    }
    return OwnHeader{std::string{name}, std::string{value}};
}

boost::system::result<OwnHeader, HeaderProblem> OwnHeader::basic(std::string_view user,
                                                                 std::string_view password)
{
    const bool is_wrong = user.empty() || user.find(':') != std::string_view::npos ||
                          std::ranges::any_of(user, is_control) ||
                          std::ranges::any_of(password, is_control);
    if (is_wrong) return HeaderProblem::bad_value;
    const std::string both = std::string{user} + ':' + std::string{password};
    return parse("Authorization: Basic " + to_base64(both));
}

boost::system::result<std::vector<OwnHeader>, HeaderProblem> parse_own_headers(
    std::string_view lines)
{
    std::vector<OwnHeader> headers;
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        const std::string_view line = trimmed(lines.substr(0, end));
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
        if (line.empty()) continue;
        auto header = OwnHeader::parse(line);
        if (!header) return header.error();
        const auto is_same = [&header](const OwnHeader& other) {
            return equals_ignoring_case(other.name(), header->name());
        };
        if (std::ranges::any_of(headers, is_same)) return HeaderProblem::twice;
        if (headers.size() == OwnHeader::kMost) return HeaderProblem::too_many;
        headers.push_back(std::move(*header));
    }
    return headers;
}

}  // namespace mysigfox
