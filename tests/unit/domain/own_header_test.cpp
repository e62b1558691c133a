// What a customer may add to our requests, and what he may not.
#include "mysigfox/domain/own_header.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mysigfox {
namespace {

TEST(OwnHeader, IsANameAndAValueWithoutTheBlanksAroundThem)
{
    const auto header = OwnHeader::parse("  X-Key :  a b:c \r");
    ASSERT_TRUE(header);
    EXPECT_EQ(header->name(), "X-Key");
    EXPECT_EQ(header->reveal(), "a b:c");
}

TEST(OwnHeader, IsRefusedWhereItWouldBreakARequestOrStandForOurs)
{
    struct Case {
        std::string line;
        HeaderProblem problem;
    };
    const Case cases[]{
        {"X-Key", HeaderProblem::no_colon},
        {": value", HeaderProblem::bad_name},
        {"X Key: a", HeaderProblem::bad_name},
        {"Klíč: a", HeaderProblem::bad_name},
        {"Host: example.org", HeaderProblem::reserved_name},
        {"CONTENT-LENGTH: 5", HeaderProblem::reserved_name},
        {"Transfer-Encoding: chunked", HeaderProblem::reserved_name},
        {"webhook-id: msg_1", HeaderProblem::reserved_name},
        {"Webhook-Test: true", HeaderProblem::reserved_name},
        {"X-Forwarded-For: 10.0.0.1", HeaderProblem::reserved_name},
        {"Proxy-Authorization: x", HeaderProblem::reserved_name},
        {"X-Key:", HeaderProblem::bad_value},
        {"X-Key: a\rb", HeaderProblem::bad_value},
        {"X-Key: čau", HeaderProblem::bad_value},
        {"X-Key: " + std::string(OwnHeader::kMostValue + 1, 'a'), HeaderProblem::too_long},
        {std::string(OwnHeader::kMostName + 1, 'a') + ": b", HeaderProblem::too_long},
    };
    for (const Case& c : cases) {
        const auto header = OwnHeader::parse(c.line);
        ASSERT_FALSE(header) << c.line;
        EXPECT_EQ(header.error(), c.problem) << c.line;
    }
}

TEST(OwnHeader, HoldsBasicCredentials)
{
    const auto header = OwnHeader::basic("Aladdin", "open sesame");
    ASSERT_TRUE(header);
    EXPECT_EQ(header->name(), "Authorization");
    EXPECT_EQ(header->reveal(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_FALSE(OwnHeader::basic("a:b", "c"));
    EXPECT_FALSE(OwnHeader::basic("", "c"));
    EXPECT_FALSE(OwnHeader::basic("a", "c\nd"));
}

TEST(OwnHeaders, StandOneALineAndOnce)
{
    const auto headers = parse_own_headers("A: 1\r\n\r\nB: 2\n");
    ASSERT_TRUE(headers);
    ASSERT_EQ(headers->size(), 2u);
    EXPECT_EQ(headers->at(1).name(), "B");

    EXPECT_EQ(parse_own_headers("A: 1\na: 2").error(), HeaderProblem::twice);
    std::string many;
    for (std::size_t i = 0; i < OwnHeader::kMost; ++i) many += "X-" + std::to_string(i) + ": a\n";
    EXPECT_TRUE(parse_own_headers(many));
    EXPECT_EQ(parse_own_headers(many + "Y: a").error(), HeaderProblem::too_many);
}

}  // namespace
}  // namespace mysigfox
