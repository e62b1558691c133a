// IP addresses and blocks of them: from text, to text, and who lies in whom.
#include "mysigfox/domain/ip_address.hpp"

#include "mysigfox/base/ascii.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace mysigfox {
namespace {

/// A decimal number without sign or leading zero, at most `max`; -1 for anything else.
int small_number(std::string_view digits, int max) noexcept
{
    if (digits.empty() || digits.size() > 3 || !std::all_of(digits.begin(), digits.end(), is_digit))
        return -1;
    if (digits.size() > 1 && digits.front() == '0') return -1;
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value <= max ? value : -1;
}

std::optional<std::uint32_t> parse_quad(std::string_view text) noexcept
{
    std::uint32_t value = 0;
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = text.find('.');
        const bool is_last = part == 3;
        if (is_last != (dot == std::string_view::npos)) return std::nullopt;
        const int octet = small_number(text.substr(0, dot), 255);
        if (octet < 0) return std::nullopt;
        value = value << 8 | static_cast<std::uint32_t>(octet);
        if (!is_last) text.remove_prefix(dot + 1);
    }
    return value;
}

/// inet_pton() knows the grammar; what it is lenient about or reads past is refused before.
std::optional<IpAddress::Bytes> parse_v6(std::string_view text) noexcept
{
    constexpr std::string_view kAlphabet = "0123456789abcdefABCDEF:.";
    if (text.size() >= INET6_ADDRSTRLEN) return std::nullopt;
    if (text.find_first_not_of(kAlphabet) != std::string_view::npos) return std::nullopt;
    if (text.find('.') != std::string_view::npos && !parse_quad(text.substr(text.rfind(':') + 1))) {
        return std::nullopt;
    }
    std::array<char, INET6_ADDRSTRLEN> zero_ended{};
    std::copy(text.begin(), text.end(), zero_ended.begin());
    IpAddress::Bytes bytes{};
    if (::inet_pton(AF_INET6, zero_ended.data(), bytes.data()) != 1) return std::nullopt;
    return bytes;
}

constexpr int bits_of(const IpAddress& address) noexcept
{
    return address.is_v6() ? 128 : 32;
}

/// Do the first `bits` bits of both agree?
bool share_prefix(const IpAddress::Bytes& a, const IpAddress::Bytes& b, int bits) noexcept
{
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) {
        return false;
    }
    const int rest = bits % 8;
    return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

bool is_zero_after(const IpAddress& address, int prefix) noexcept
{
    for (int bit = prefix; bit < bits_of(address); ++bit) {
        const int byte = address.bytes()[static_cast<std::size_t>(bit / 8)];
        if ((byte >> (7 - bit % 8) & 1) != 0) return false;
    }
    return true;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    if (text.find(':') == std::string_view::npos) {
        const auto value = parse_quad(text);
        if (!value) return std::nullopt;
        return v4(*value);
    }
    const auto bytes = parse_v6(text);
    if (!bytes) return std::nullopt;
    return v6(*bytes);
}

bool IpAddress::is_loopback() const noexcept
{
    if (!is_v6_) return bytes_[0] == 127;
    return std::all_of(bytes_.begin(), bytes_.end() - 1, [](auto byte) { return byte == 0; }) &&
           bytes_[15] == 1;
}

std::string IpAddress::str() const
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(is_v6_ ? AF_INET6 : AF_INET, bytes_.data(), text.data(), text.size());
    return text.data();
}

std::optional<Cidr> Cidr::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const auto network = IpAddress::parse(text.substr(0, slash));
    if (!network) return std::nullopt;
    int prefix = bits_of(*network);
    if (slash != std::string_view::npos) prefix = small_number(text.substr(slash + 1), prefix);
    if (prefix < 0 || !is_zero_after(*network, prefix)) return std::nullopt;
    return Cidr{*network, prefix};
}

bool Cidr::contains(const IpAddress& address) const noexcept
{
    return address.is_v6() == network_.is_v6() &&
           share_prefix(address.bytes(), network_.bytes(), prefix_);
}

std::string Cidr::str() const
{
    return network_.str() + '/' + std::to_string(prefix_);
}

}  // namespace mysigfox
