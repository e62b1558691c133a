// The PROXY protocol, byte for byte.
#include "http/proxy_header.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mysigfox::http {
namespace {

using State = ProxyHeaderState;

std::string header(unsigned version_and_command, unsigned family, std::string_view block)
{
    std::string text{"\r\n\r\n\0\r\nQUIT\n", 12};
    for (const std::size_t byte :
         {std::size_t{version_and_command}, std::size_t{family}, block.size() >> 8, block.size()}) {
        text += static_cast<char>(byte);
    }
    return text.append(block);
}

const std::string kV4{"\x01\x02\x03\x04\x05\x06\x07\x08\x00\x50\x01\xBB", 12};

std::string v6_block(std::string_view source)
{
    return std::string{source} + std::string(20, '\x01');
}

TEST(ProxyHeaderTest, NamesTheClient)
{
    const ProxyHeader v4 = read_proxy_header(header(0x21, 0x11, kV4) + "GET /");
    EXPECT_EQ(v4.state, State::complete);
    EXPECT_EQ(v4.size, 28u);
    EXPECT_EQ(v4.source->str(), "1.2.3.4");
    const std::string_view client{"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07", 16};
    const std::string_view mapped{"\0\0\0\0\0\0\0\0\0\0\xFF\xFF\x09\x08\x07\x06", 16};
    EXPECT_EQ(read_proxy_header(header(0x21, 0x21, v6_block(client))).source->str(), "2001:db8::7");
    EXPECT_EQ(read_proxy_header(header(0x21, 0x21, v6_block(mapped))).source->str(), "9.8.7.6");
}

TEST(ProxyHeaderTest, FurtherFieldsAreSkipped)
{
    const std::string block = kV4 + std::string(700, '\xEE');
    const ProxyHeader header_with_fields = read_proxy_header(header(0x21, 0x11, block));
    EXPECT_EQ(header_with_fields.state, State::complete);
    EXPECT_EQ(header_with_fields.size, 728u);
    EXPECT_EQ(header_with_fields.source->str(), "1.2.3.4");
}

TEST(ProxyHeaderTest, TheProxyItselfHasNoClient)
{
    for (const std::string& text :
         {header(0x20, 0x00, ""), header(0x20, 0x11, kV4), header(0x21, 0x00, ""),
          header(0x21, 0x31, std::string(216, '\0'))}) {
        const ProxyHeader local = read_proxy_header(text);
        EXPECT_EQ(local.state, State::complete);
        EXPECT_EQ(local.size, text.size());
        EXPECT_FALSE(local.source);
    }
}

TEST(ProxyHeaderTest, NothingIsSaidBeforeItIsWhole)
{
    const std::string whole = header(0x21, 0x11, kV4);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(read_proxy_header(whole.substr(0, size)).state, State::need_more) << size;
    }
}

TEST(ProxyHeaderTest, WhatIsNoHeaderIsRefusedAtOnce)
{
    const std::vector<std::pair<std::string, std::string_view>> cases{
        {"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n",
         "found version 1 of the PROXY protocol, expected version 2"},
        {"GET / HTTP/1.1\r\n",
         "found something else, expected a header of the PROXY protocol, version 2"},
        {header(0x11, 0x11, kV4), "found another version, expected 2"},
        {header(0x22, 0x11, kV4), "found an unknown command, expected LOCAL or PROXY"},
        {header(0x21, 0x12, kV4), "found another transport, expected TCP"},
        {header(0x21, 0x11, kV4.substr(1)), "found too short a block of IPv4 addresses"},
        {header(0x21, 0x21, kV4), "found too short a block of IPv6 addresses"},
        {header(0x21, 0x11, std::string(5'000, '\0')).substr(0, 16), "found over 4 KiB"},
    };
    for (const auto& [text, why] : cases) {
        const ProxyHeader refused_header = read_proxy_header(text);
        EXPECT_EQ(refused_header.state, State::refused) << why;
        EXPECT_EQ(refused_header.why, why);
    }
}

}  // namespace
}  // namespace mysigfox::http
