// The grammar of webhook URLs, one small function a piece.
#include "domain/url_pieces.hpp"

#include "mysigfox/base/ascii.hpp"
#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <array>

namespace mysigfox {
namespace {

using Problem = std::optional<UrlProblem>;

constexpr std::size_t kMaxText = 2'048;
constexpr std::size_t kMaxName = 253;
constexpr std::size_t kMaxLabel = 63;
constexpr std::string_view kSchemeEnd = "://";

constexpr bool is_label_byte(char c) noexcept
{
    return is_digit(c) || is_letter(c) || c == '-' || c == '_';
}

/// Which bytes may stand anywhere in a URL at all.
constexpr std::array<bool, 256> kMayStand = [] {
    constexpr std::string_view kForbidden = "\\\"<>^`{|}";
    std::array<bool, 256> table{};
    for (int byte = 0x21; byte <= 0x7E; ++byte) {
        table[static_cast<std::size_t>(byte)] =
            kForbidden.find(static_cast<char>(byte)) == std::string_view::npos;
    }
    return table;
}();

/// Where the authority ends that begins at `from`.
std::size_t end_of_authority(std::string_view text, std::size_t from) noexcept
{
    return std::min(text.find_first_of("/?#", from), text.size());
}

/// A letter beyond ASCII in a host gets an answer of its own: people paste such names.
UrlProblem problem_of_byte(std::string_view text, std::size_t at) noexcept
{
    if (static_cast<unsigned char>(text[at]) < 0x80) return UrlProblem::bad_character;
    const std::size_t scheme = text.find(kSchemeEnd);
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + kSchemeEnd.size();
    return at >= host && at < end_of_authority(text, host) ? UrlProblem::non_ascii_host
                                                           : UrlProblem::bad_character;
}

Problem find_bad_byte(std::string_view text) noexcept
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!kMayStand[static_cast<unsigned char>(text[i])]) return problem_of_byte(text, i);
        const bool is_escape = text[i] == '%';
        const bool is_whole =
            i + 2 < text.size() && is_hex_digit(text[i + 1]) && is_hex_digit(text[i + 2]);
        if (is_escape && !is_whole) return UrlProblem::bad_character;
    }
    return std::nullopt;
}

/// Takes "http://" or "https://" off the text.
Problem take_scheme(std::string_view& text, UrlPieces& pieces) noexcept
{
    const std::size_t end = text.find(kSchemeEnd);
    if (end == 0 || end == std::string_view::npos) return UrlProblem::no_scheme;
    const std::string_view scheme = text.substr(0, end);
    if (!std::all_of(scheme.begin(), scheme.end(), is_letter)) return UrlProblem::other_scheme;
    pieces.is_tls = equals_ignoring_case(scheme, "https");
    if (!pieces.is_tls && !equals_ignoring_case(scheme, "http")) return UrlProblem::other_scheme;
    text.remove_prefix(end + kSchemeEnd.size());
    return std::nullopt;
}

Problem read_port(std::string_view digits, UrlPieces& pieces) noexcept
{
    if (digits.empty() || digits.size() > 5 || digits.front() == '0') return UrlProblem::bad_port;
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return UrlProblem::bad_port;
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    if (value > 0xFFFF) return UrlProblem::bad_port;
    pieces.port = static_cast<std::uint16_t>(value);
    return std::nullopt;
}

bool is_label(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= kMaxLabel &&
           std::all_of(text.begin(), text.end(), is_label_byte);
}

Problem read_name(std::string_view name, UrlPieces& pieces)
{
    if (name.size() > kMaxName) return UrlProblem::bad_host;
    std::size_t begin = 0;
    std::string_view label;
    do {
        const std::size_t dot = std::min(name.find('.', begin), name.size());
        label = name.substr(begin, dot - begin);
        if (!is_label(label)) return UrlProblem::bad_host;
        begin = dot + 1;
    } while (begin <= name.size());
    pieces.host = name;
    if (!is_digit(label.front())) return std::nullopt;
    // No top-level domain begins with a digit, so somebody may read this as an address:
    // decimal, octal, hexadecimal, short and overflowing ones all end here.
    pieces.literal = IpAddress::parse(name);
    return pieces.literal ? Problem{} : UrlProblem::odd_ip_spelling;
}

Problem read_bracketed(std::string_view inside, UrlPieces& pieces)
{
    pieces.literal = IpAddress::parse(inside);
    if (!pieces.literal || !pieces.literal->is_v6()) return UrlProblem::bad_host;
    pieces.host = inside;
    return std::nullopt;
}

Problem read_authority(std::string_view text, UrlPieces& pieces)
{
    if (text.find('@') != std::string_view::npos) return UrlProblem::credentials;
    std::string_view after_host;
    Problem problem;
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return UrlProblem::bad_host;
        problem = read_bracketed(text.substr(1, close - 1), pieces);
        after_host = text.substr(close + 1);
    } else {
        const std::size_t colon = std::min(text.find(':'), text.size());
        problem = read_name(text.substr(0, colon), pieces);
        after_host = text.substr(colon);
    }
    if (problem) return problem;
    pieces.port = default_port(pieces.is_tls);
    if (after_host.empty()) return std::nullopt;
    if (after_host.front() != ':') return UrlProblem::bad_host;
    return read_port(after_host.substr(1), pieces);
}

Problem read_target(std::string_view text, UrlPieces& pieces) noexcept
{
    if (text.find('#') != std::string_view::npos) return UrlProblem::fragment;
    if (text.find_first_of("[]") != std::string_view::npos) return UrlProblem::bad_character;
    pieces.target = text;
    return std::nullopt;
}

}  // namespace

boost::system::result<UrlPieces, UrlProblem> split_url(std::string_view text)
{
    if (trimmed(text).empty()) return UrlProblem::empty;
    if (text.size() > kMaxText) return UrlProblem::too_long;
    if (const Problem problem = find_bad_byte(text)) return *problem;
    UrlPieces pieces;
    if (const Problem problem = take_scheme(text, pieces)) return *problem;
    const std::size_t end = end_of_authority(text, 0);
    if (const Problem problem = read_authority(text.substr(0, end), pieces)) return *problem;
    if (const Problem problem = read_target(text.substr(end), pieces)) return *problem;
    return pieces;
}

}  // namespace mysigfox
