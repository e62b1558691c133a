// Durations, sizes, addresses, and the name that was probably meant.
#include "config/value.hpp"

#include "config/address_text.hpp"
#include "mysigfox/config/nearest.hpp"

#include <gtest/gtest.h>

namespace mysigfox::config {
namespace {

TEST(Value, DurationsAreANumberAndAUnit)
{
    using std::chrono::milliseconds;
    EXPECT_EQ(parse_duration("250ms"), milliseconds{250});
    EXPECT_EQ(parse_duration("90s"), milliseconds{90'000});
    EXPECT_EQ(parse_duration("15m"), milliseconds{900'000});
    EXPECT_EQ(parse_duration("76h"), std::chrono::hours{76});
    EXPECT_EQ(parse_duration("30d"), std::chrono::hours{720});
    for (const char* wrong : {"", "s", "90", "90 s", "-1s", "1.5h", "1h30m", "1w", "90S",
                              "99999999999999999999s", "9223372036854775807d"}) {
        EXPECT_FALSE(parse_duration(wrong)) << wrong;
    }
}

TEST(Value, SizesAreANumberAndABinaryUnit)
{
    EXPECT_EQ(parse_size("512B"), 512U);
    EXPECT_EQ(parse_size("64KiB"), 65'536U);
    EXPECT_EQ(parse_size("10GiB"), std::uint64_t{10} << 30);
    EXPECT_EQ(parse_size("2TiB"), std::uint64_t{2} << 40);
    for (const char* wrong : {"", "64", "64KB", "64kib", "1 MiB", "99999999TiB"}) {
        EXPECT_FALSE(parse_size(wrong)) << wrong;
    }
}

TEST(Value, ListenAddressesAreAddressesWithAPort)
{
    EXPECT_EQ(parse_listen_address("127.0.0.1:0")->port, 0);
    EXPECT_TRUE(parse_listen_address("[::1]:8080")->address.is_v6());
    for (const char* wrong : {"", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80",
                              "[127.0.0.1]:80", "localhost:80", "127.0.0.1:80x"}) {
        EXPECT_FALSE(parse_listen_address(wrong)) << wrong;
    }
}

TEST(Value, OriginsAreASchemeAHostAndPerhapsAPort)
{
    for (const char* good :
         {"http://a.example", "https://a.example:8443", "http://[::1]:80", "https://a.example/"}) {
        EXPECT_TRUE(is_origin(good)) << good;
    }
    for (const char* wrong : {"", "a.example", "ftp://a.example", "http://", "http://a.example/b",
                              "http://a.example:0", "http://a.example:", "http://u@a.example",
                              "http://a.example?b", "http://[::1", "http://[::1]x:80"}) {
        EXPECT_FALSE(is_origin(wrong)) << wrong;
    }
}

TEST(Value, OnlyAddressesOfThisMachineAreLoopback)
{
    for (const char* here : {"http://127.0.0.1:8080", "https://127.9.9.9", "http://localhost",
                             "http://LOCALHOST:80", "http://[::1]:8080"}) {
        EXPECT_TRUE(is_loopback_origin(here)) << here;
    }
    for (const char* elsewhere : {"https://mysigfox.example", "http://10.0.0.1",
                                  "http://localhost.example", "http://127.0.0.1.example"}) {
        EXPECT_FALSE(is_loopback_origin(elsewhere)) << elsewhere;
    }
}

TEST(Value, TheNearestNameIsOfferedUnlessNoneIsNear)
{
    const std::vector<std::string> known{"log.level", "log.format", "listen.http"};

    EXPECT_EQ(nearest("log.levle", known), "log.level");
    EXPECT_EQ(nearest("http", known), "listen.http");
    EXPECT_EQ(nearest("log.fromat", known), "log.format");
    EXPECT_EQ(nearest("something.else", known), std::nullopt);
}

}  // namespace
}  // namespace mysigfox::config
