// Bodies and payloads as people read them.
#include "pages/payload.hpp"

#include <gtest/gtest.h>

namespace mysigfox::pages {
namespace {

constexpr std::size_t kPlenty = 100'000;

TEST(PrettyJson, FollowsTheTable)
{
    struct Case {
        const char* text;
        const char* pretty;
    };
    const Case cases[] = {
        {R"({"a": 1, "b": -135.0})", "{\n  \"a\": 1,\n  \"b\": -135.0\n}"},
        {R"({"a":{"b":[]},"c":[1,2]})",
         "{\n  \"a\": {\n    \"b\": []\n  },\n  \"c\": [\n    1,\n    2\n  ]\n}"},
        {R"({"a": "x, {y}: \" [z]"})", "{\n  \"a\": \"x, {y}: \\\" [z]\"\n}"},
        {R"({"a": 1, "a": 1e400})", nullptr},  // no number of ours
        {"{}", "{}"},
        {"12", "12"},
        {" [ ] ", "[]"},
        {R"("\\")", R"("\\")"},
        {"{\"a\": }", nullptr},
        {"", nullptr},
        {"hello", nullptr},
    };
    for (const Case& c : cases) {
        const auto pretty = pretty_json(c.text, kPlenty);
        EXPECT_EQ(pretty.has_value(), c.pretty != nullptr) << c.text;
        if (pretty && c.pretty != nullptr) {
            EXPECT_EQ(*pretty, c.pretty);
        }
    }
}

TEST(PrettyJson, IsBoundedWhateverComes)
{
    const std::string deep = std::string(30'000, '[') + std::string(30'000, ']');
    EXPECT_EQ(pretty_json(deep, kPlenty), std::nullopt);

    std::string wide = "[";
    for (int i = 0; i < 20'000; ++i) wide += "1,";
    wide += "1]";
    EXPECT_LT(pretty_json(wide, 1'000)->size(), 1'100U);
}

TEST(Payload, IsFoundInAMessageOnly)
{
    EXPECT_EQ(payload_of(R"({"device": "21DF4E", "data": "48656C6c6f"})"), "Hello");
    for (const char* other : {R"({"data": ""})", R"({"data": "4"})", R"({"data": "xy"})",
                              R"({"data": 12})", R"(["data"])", R"({"dat": "00"})", "data", ""}) {
        EXPECT_EQ(payload_of(other), std::nullopt) << other;
    }
    EXPECT_EQ(payload_of(R"({"data": ")" + std::string(130, '0') + R"("})"), std::nullopt);
}

TEST(Payload, IsShownAsNumbersFloatsAndText)
{
    const PayloadViews views = views_of(std::string("\x3F\x80\x00\xFF\x41", 5));
    EXPECT_EQ(views.hex, "3f 80 00 ff 41");
    EXPECT_EQ(views.unsigned_bytes, "63 128 0 255 65");
    EXPECT_EQ(views.signed_bytes, "63 -128 0 -1 65");
    EXPECT_EQ(views.text, "?...A");
    EXPECT_EQ(views.floats_big, "1.00003");

    EXPECT_EQ(views_of(std::string("\x00\x00\x80\x3F\x00\x00\x20\xC1", 8)).floats_little, "1 -10");
    EXPECT_EQ(views_of("abc").floats_big, "");
}

}  // namespace
}  // namespace mysigfox::pages
