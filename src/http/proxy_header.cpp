// https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt, section 2.2.
#include "http/proxy_header.hpp"

#include "http/origin.hpp"

#include <algorithm>

namespace mysigfox::http {
namespace {

constexpr std::string_view kSignature{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::size_t kFixed = 16;  // signature, version and command, family, length
constexpr std::size_t kIPv4Block = 12;
constexpr std::size_t kIPv6Block = 36;

unsigned byte_of(std::string_view bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at]);
}

ProxyHeader refused(const char* why)
{
    ProxyHeader header;
    header.state = ProxyHeaderState::refused;
    header.why = why;
    return header;
}

const char* what_else_it_is(std::string_view bytes)
{
    if (bytes.starts_with("PROXY")) {
        return "found version 1 of the PROXY protocol, expected version 2";
    }
    return "found something else, expected a header of the PROXY protocol, version 2";
}

std::optional<IpAddress> v4_at(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | byte_of(bytes, at + i);
    return IpAddress::v4(value);
}

std::optional<IpAddress> v6_at(std::string_view bytes, std::size_t at)
{
    IpAddress::Bytes address{};
    for (std::size_t i = 0; i < address.size(); ++i) {
        address[i] = static_cast<std::uint8_t>(byte_of(bytes, at + i));
    }
    return unmapped(IpAddress::v6(address));
}

/// Sets the source, or refuses, by what the fourteenth byte says of family and transport.
ProxyHeader with_source(ProxyHeader header, std::string_view bytes, unsigned family)
{
    const std::size_t block = header.size - kFixed;
    switch (family) {
        case 0x11:
            if (block < kIPv4Block) return refused("found too short a block of IPv4 addresses");
            header.source = v4_at(bytes, kFixed);
            return header;
        case 0x21:
            if (block < kIPv6Block) return refused("found too short a block of IPv6 addresses");
            header.source = v6_at(bytes, kFixed);
            return header;
        case 0x00:  // unspecified
        case 0x31:  // a Unix socket of the proxy's machine
            return header;
        default:
            return refused("found another transport, expected TCP");
    }
}

}  // namespace

ProxyHeader read_proxy_header(std::string_view bytes)
{
    const std::size_t known = std::min(bytes.size(), kSignature.size());
    if (bytes.substr(0, known) != kSignature.substr(0, known)) {
        return refused(what_else_it_is(bytes));
    }
    if (bytes.size() < kFixed) return {};
    const unsigned version = byte_of(bytes, 12) >> 4;
    const unsigned command = byte_of(bytes, 12) & 0x0F;
    if (version != 2) return refused("found another version, expected 2");
    if (command > 1) return refused("found an unknown command, expected LOCAL or PROXY");
    ProxyHeader header;
    header.size = kFixed + (byte_of(bytes, 14) << 8 | byte_of(bytes, 15));
    if (header.size > kMostProxyHeader) return refused("found over 4 KiB");
    if (bytes.size() < header.size) return {};
    header.state = ProxyHeaderState::complete;
    if (command == 0) return header;
    return with_source(header, bytes, byte_of(bytes, 13));
}

}  // namespace mysigfox::http
