// Whose form it was, as browsers old and new say it.
#include "api/same_origin.hpp"

#include <gtest/gtest.h>

namespace mysigfox::api {
namespace {

TEST(SameOrigin, FollowsTheTable)
{
    struct Case {
        std::string_view site;
        std::string_view origin;
        bool is_ours;
    };
    const Case cases[] = {
        {"", "", true},                 // no browser
        {"same-origin", "null", true},  // a browser of today on our page, which sends no referrer
        {"same-origin", "https://relay.example", true},
        {"none", "", true},
        {"cross-site", "", false},
        {"cross-site", "https://relay.example", false},
        {"cross-site", "null", false},
        {"same-site", "https://evil.relay.example", false},
        {"same-site", "null", false},
        {"", "null", true},  // a browser on plain http, which says no more than that
        {"", "https://relay.example", true},
        {"", "HTTPS://RELAY.example", true},
        {"", "http://10.0.0.1:8080", true},  // the Host it asked for
        {"", "https://evil.example", false},
        {"", "https://relay.example.evil.example", false},
        {"", "relay.example", false},
    };
    for (const Case& c : cases) {
        http::RequestHead head;
        head.fields = {{"Host", "10.0.0.1:8080"}};
        if (!c.site.empty()) head.fields.emplace_back("Sec-Fetch-Site", c.site);
        if (!c.origin.empty()) head.fields.emplace_back("Origin", c.origin);
        EXPECT_EQ(is_from_our_pages(head, "https://relay.example"), c.is_ours)
            << c.site << " " << c.origin;
    }
}

TEST(SourceKey, IsTheNetworkOfAnIpv6Customer)
{
    EXPECT_EQ(source_key(*IpAddress::parse("203.0.113.7")), "203.0.113.7");
    EXPECT_EQ(source_key(*IpAddress::parse("2001:db8:1:2::1")),
              source_key(*IpAddress::parse("2001:db8:1:2:ffff::9")));
    EXPECT_NE(source_key(*IpAddress::parse("2001:db8:1:2::1")),
              source_key(*IpAddress::parse("2001:db8:1:3::1")));
}

}  // namespace
}  // namespace mysigfox::api
