// Which URLs may be webhooks, and that their pieces are what the text says.
#include "mysigfox/domain/webhook_url.hpp"

#include "support/json_lines.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace mysigfox {
namespace {

TargetPolicy policy_of_a_relay()
{
    TargetPolicy policy;
    policy.public_url = "https://mysigfox.example";
    policy.own_listeners.push_back({IpAddress::v4(0xB9'6E'60'07), 8443});  // 185.110.96.7
    return policy;
}

std::string verdict(std::string_view text, const TargetPolicy& policy = policy_of_a_relay())
{
    const auto url = WebhookUrl::parse(text, policy);
    return url ? "allowed" : std::string{to_string(url.error())};
}

/// Is this row refused for what a name resolves to, or for what the receiver answers? Then the
/// text alone is innocent, and the connection is where it ends.
bool is_judged_on_the_wire(const nlohmann::json& row)
{
    static const std::set<std::string> kNamesThatOnlyResolveInside{
        "https://metadata.tencentyun.com/latest/meta-data/", "https://kubernetes.default.svc/"};
    const std::string family = row["cls"];
    return family.starts_with("dns-") || family == "redirect" ||
           kNamesThatOnlyResolveInside.contains(row["url"]);
}

TEST(WebhookUrl, JudgesEveryRowOfTheTableByItsText)
{
    const auto rows = testing::read_json_lines("webhook_urls.jsonl");
    ASSERT_EQ(rows.size(), 325u);
    for (const auto& row : rows) {
        const bool is_allowed = verdict(row["url"].get<std::string>()) == "allowed";
        const bool expected = row["verdict"] == "allow" || is_judged_on_the_wire(row);
        EXPECT_EQ(is_allowed, expected) << row["id"] << ' ' << row["url"] << ": " << row["why"];
    }
}

TEST(WebhookUrl, SaysWhatIsWrong)
{
    const std::pair<std::string, const char*> cases[]{
        {"", "empty"},
        {" \r\n", "empty"},
        {"https://example.com/" + std::string(2'028, 'a'), "allowed"},
        {"https://example.com/" + std::string(2'029, 'a'), "too_long"},
        {" https://example.com/", "bad_character"},
        {"https://example.com/a b", "bad_character"},
        {"https://example.com/\\a", "bad_character"},
        {"https://example.com/{id}", "bad_character"},
        {"https://example.com/%", "bad_character"},
        {"https://example.com/%4", "bad_character"},
        {"https://example.com/%4g", "bad_character"},
        {"https://example.com/a[0]", "bad_character"},
        {"https://example.com/?q[]=1", "bad_character"},
        {"https://example.com/\xC3\xA9", "bad_character"},
        {"https://m\xC3\xBCnchen.example.com/", "non_ascii_host"},
        {"m\xC3\xBCnchen.example.com/hook", "non_ascii_host"},
        {"example.com/hook", "no_scheme"},
        {"example.com:8080/hook", "no_scheme"},
        {"//example.com/hook", "no_scheme"},
        {"://example.com/hook", "no_scheme"},
        {"https:example.com", "no_scheme"},
        {"https:/example.com", "no_scheme"},
        {"ftp://example.com/", "other_scheme"},
        {"wss://example.com/", "other_scheme"},
        {"1http://example.com/", "other_scheme"},
        {"https:///hook", "bad_host"},
        {"https:////example.com/", "bad_host"},
        {"https://user@example.com/", "credentials"},
        {"https://user:pass@10.0.0.1/", "credentials"},
        {"https://example.com/#top", "fragment"},
        {"https://example.com#top", "fragment"},
        {"https://example.com./", "bad_host"},
        {"https://example..com/", "bad_host"},
        {"https://.example.com/", "bad_host"},
        {"https://exa%6dple.com/", "bad_host"},
        {"https://exa~mple.com/", "bad_host"},
        {"https://" + std::string(63, 'a') + ".example.com/", "allowed"},
        {"https://" + std::string(64, 'a') + ".example.com/", "bad_host"},
        {"https://[::1", "bad_host"},
        {"https://[8.8.8.8]/", "bad_host"},
        {"https://[::1]x/", "bad_host"},
        {"https://[fe80::1%25eth0]/", "bad_host"},
        {"https://server/", "single_label"},
        {"https://localhost/", "internal_name"},
        {"https://a.b.LocalHost:8443/", "internal_name"},
        {"https://printer.local/", "internal_name"},
        {"https://hass.home.arpa/", "internal_name"},
        {"https://home.arpa.example.com/", "allowed"},
        {"https://mylocal/", "single_label"},
        {"https://my.notlocal/", "allowed"},
        {"https://2130706433/", "odd_ip_spelling"},
        {"https://0x7f.1/", "odd_ip_spelling"},
        {"https://example.1a/", "odd_ip_spelling"},
        {"https://08.8.8.8/", "odd_ip_spelling"},
        {"https://8.8.8.8.8/", "odd_ip_spelling"},
        {"https://10.1.2.3/", "private_address"},
        {"https://[::ffff:8.8.8.8]/", "private_address"},
        {"https://[2001:db8::1]:8080/", "private_address"},
        {"https://example.com:/", "bad_port"},
        {"https://example.com:0/", "bad_port"},
        {"https://example.com:0443/", "bad_port"},
        {"https://example.com:65536/", "bad_port"},
        {"https://example.com:4294967739/", "bad_port"},

        {"https://example.com:443:443/", "bad_port"},
        {"https://example.com:22/", "port_not_allowed"},
        {"https://example.com:1023/", "port_not_allowed"},
        {"https://example.com:6000/", "port_not_allowed"},
        {"https://example.com:27017/", "port_not_allowed"},
        {"https://example.com:65535/", "allowed"},
        {"http://example.com:1880/", "allowed"},
        {"http://example.com:3000/", "allowed"},
        {"http://example.com:8123/api/webhook/x", "allowed"},
        {"HTTPS://EXAMPLE.COM/Hook", "allowed"},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(verdict(text), expected) << text;
}

TEST(WebhookUrl, KeepsThePiecesAsTheyStandInTheText)
{
    struct Case {
        const char* text;
        bool is_tls;
        const char* host;
        std::uint16_t port;
        const char* target;
        const char* authority;
    };
    const Case cases[]{
        {"https://example.com", true, "example.com", 443, "/", "example.com"},
        {"http://Example.COM:80?key=S3cret", false, "example.com", 80, "/?key=S3cret",
         "example.com"},
        {"https://a.example:8443/%2e%2E//x;y?a=1&a=2?", true, "a.example", 8443,
         "/%2e%2E//x;y?a=1&a=2?", "a.example:8443"},
        {"https://a.example:80/", true, "a.example", 80, "/", "a.example:80"},
        {"http://8.8.8.8:443/x", false, "8.8.8.8", 443, "/x", "8.8.8.8:443"},
        {"https://[2606:4700:4700:0::1111]:8443/x", true, "2606:4700:4700::1111", 8443, "/x",
         "[2606:4700:4700::1111]:8443"},
    };
    for (const Case& c : cases) {
        const auto url = WebhookUrl::parse(c.text, policy_of_a_relay());
        ASSERT_TRUE(url) << c.text;
        EXPECT_EQ(url->str(), c.text);
        EXPECT_EQ(url->is_tls(), c.is_tls) << c.text;
        EXPECT_EQ(url->host(), c.host) << c.text;
        EXPECT_EQ(url->port(), c.port) << c.text;
        EXPECT_EQ(url->target(), c.target) << c.text;
        EXPECT_EQ(url->authority(), c.authority) << c.text;
        EXPECT_EQ(url->origin(), (c.is_tls ? "https://" : "http://") + std::string{c.authority});
        EXPECT_FALSE(url->inbox_name()) << c.text;
    }
}

TEST(WebhookUrl, KnowsWhenTheHostIsAnAddress)
{
    const TargetPolicy policy;
    EXPECT_EQ(WebhookUrl::parse("https://8.8.8.8/", policy)->literal(), IpAddress::v4(0x08080808));
    EXPECT_EQ(WebhookUrl::parse("https://[2606:4700::1]/", policy)->literal(),
              IpAddress::parse("2606:4700::1"));
    EXPECT_EQ(WebhookUrl::parse("https://8.8.8.8.example/", policy)->literal(), std::nullopt);
}

TEST(WebhookUrl, OpensWhatTheOperatorOpensAndNothingElse)
{
    TargetPolicy policy = policy_of_a_relay();
    policy.allowed_targets = {*Cidr::parse("127.0.0.0/8"), *Cidr::parse("fd00::/8")};
    policy.extra_ports = {25, 6379};
    const std::pair<const char*, const char*> cases[]{
        {"http://127.0.0.1:8080/", "allowed"},
        {"http://[fd12::1]/", "allowed"},
        {"http://10.0.0.1/", "private_address"},
        {"http://[::1]/", "private_address"},
        {"http://[::ffff:127.0.0.1]/", "private_address"},
        {"http://localhost:8080/", "internal_name"},
        {"http://127.1/", "odd_ip_spelling"},
        {"http://127.0.0.1:22/", "port_not_allowed"},
        {"https://example.com:25/", "allowed"},
        {"https://example.com:6379/", "allowed"},
        {"https://example.com:5432/", "port_not_allowed"},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(verdict(text, policy), expected) << text;
}

TEST(WebhookUrl, RefusesOurOwnListenersEvenWhereTheAddressIsAllowed)
{
    TargetPolicy policy;
    policy.allowed_targets = {*Cidr::parse("0.0.0.0/0"), *Cidr::parse("::/0")};
    policy.own_listeners = {{IpAddress::parse("0.0.0.0").value(), 8080},
                            {IpAddress::parse("127.0.0.1").value(), 9090},
                            {IpAddress::parse("185.110.96.7").value(), 443},
                            {IpAddress::parse("::").value(), 8443}};
    const std::pair<const char*, const char*> cases[]{
        {"http://127.0.0.1:8080/", "own_address"},
        {"http://127.1.2.3:8080/", "own_address"},
        {"http://0.0.0.0:8080/", "own_address"},
        {"http://[::ffff:127.0.0.1]:8080/", "own_address"},
        {"http://127.0.0.1:8081/", "allowed"},
        {"http://10.0.0.1:8080/", "allowed"},
        {"http://127.0.0.1:9090/", "own_address"},
        {"http://0.0.0.0:9090/", "own_address"},
        {"http://127.0.0.2:9090/", "allowed"},
        {"https://185.110.96.7/", "own_address"},
        {"http://185.110.96.7/", "allowed"},
        {"http://[::1]:8443/", "own_address"},
        {"http://127.0.0.1:8443/", "own_address"},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(verdict(text, policy), expected) << text;
}

TEST(WebhookUrl, KnowsOurOwnInboxesWhereverTheyAre)
{
    struct Case {
        const char* public_url;
        const char* text;
        const char* name;  // nullptr: refused as own_address
    };
    const Case cases[]{
        {"https://mysigfox.example", "https://mysigfox.example/inbox/w1-x_Y", "w1-x_Y"},
        {"https://mysigfox.example", "https://MySigfox.example:443/inbox/w1?a=b", "w1"},
        {"http://localhost:8080", "http://localhost:8080/inbox/w1", "w1"},
        {"http://127.0.0.1:22", "http://127.0.0.1:22/inbox/w1", "w1"},
        {"http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]:8080/inbox/w1", "w1"},
        {"https://mysigfox.example", "https://mysigfox.example/", nullptr},
        {"https://mysigfox.example", "https://mysigfox.example/inbox", nullptr},
        {"https://mysigfox.example", "https://mysigfox.example/inbox/", nullptr},
        {"https://mysigfox.example", "https://mysigfox.example/inbox/a/b", nullptr},
        {"https://mysigfox.example", "https://mysigfox.example/inbox/..%2f", nullptr},
        {"https://mysigfox.example", "https://mysigfox.example/sigfox/uplink?secret=x", nullptr},
    };
    for (const Case& c : cases) {
        TargetPolicy policy;
        policy.public_url = c.public_url;
        const auto url = WebhookUrl::parse(c.text, policy);
        if (c.name == nullptr) {
            ASSERT_FALSE(url) << c.text;
            EXPECT_EQ(url.error(), UrlProblem::own_address) << c.text;
        } else {
            ASSERT_TRUE(url) << c.text;
            EXPECT_EQ(url->inbox_name(), c.name);
        }
    }
}

TEST(WebhookUrl, TakesAnInboxOfAnotherOriginForWhatItIs)
{
    TargetPolicy policy;
    policy.public_url = "http://127.0.0.1:8080";
    EXPECT_EQ(verdict("http://127.0.0.1:8081/inbox/w1", policy), "private_address");
    EXPECT_EQ(verdict("https://127.0.0.1:8080/inbox/w1", policy), "private_address");
    EXPECT_EQ(WebhookUrl::parse("https://example.com/inbox/w1", policy)->inbox_name(),
              std::nullopt);
}

/// The text, but for what may be spelt in several ways: case of scheme and host, the scheme's
/// own port, an address, and the path "/".
std::string put_together(const WebhookUrl& url)
{
    return url.origin() + std::string{url.target()};
}

TEST(WebhookUrl, HoldsTogetherUnderRandomMutations)
{
    const std::string seeds[]{"https://www.example.com/api/v1?key=abc&x=%41",
                              "http://u@a.example:8080/", "https://[2606:4700::1111]:8443/hook",
                              "http://8.8.8.8:8080?x", "https://xn--9ca.example.com:443/a//b"};
    const std::string bytes = std::string{"\0\xFF\xC3\xA9", 4} + "htps:/?#[]@.%0129aFx- \r\n\\";
    std::mt19937 random{7};
    const auto below = [&](std::size_t bound) { return random() % bound; };
    const TargetPolicy policy = policy_of_a_relay();
    std::size_t allowed = 0;
    for (int round = 0; round < 50'000; ++round) {
        std::string text = seeds[below(std::size(seeds))];
        for (std::size_t changes = below(4); changes > 0; --changes) {
            const std::size_t at = below(text.size());
            const std::size_t kind = below(3);
            if (kind == 0) text[at] = bytes[below(bytes.size())];
            if (kind == 1) text.insert(at, 1, bytes[below(bytes.size())]);
            if (kind == 2) text.erase(at, 1 + below(3));
        }
        const auto url = WebhookUrl::parse(text, policy);
        if (!url) continue;
        ++allowed;
        EXPECT_EQ(url->str(), text);
        EXPECT_TRUE(text.ends_with(url->target()) || url->target() == "/" ||
                    url->target().starts_with("/?"))
            << text;
        const auto again = WebhookUrl::parse(put_together(*url), policy);
        ASSERT_TRUE(again) << text;
        EXPECT_EQ(again->host(), url->host()) << text;
        EXPECT_EQ(again->authority(), url->authority()) << text;
        EXPECT_EQ(again->target(), url->target()) << text;
        EXPECT_EQ(put_together(*again), put_together(*url)) << text;
        EXPECT_EQ(again->port(), url->port()) << text;
    }
    EXPECT_GT(allowed, 1'000u);
}

}  // namespace
}  // namespace mysigfox
