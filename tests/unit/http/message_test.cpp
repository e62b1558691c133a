// What handlers rely on: fields by name, the common answers, and forms.
#include "mysigfox/http/message.hpp"

#include <gtest/gtest.h>

namespace mysigfox::http {
namespace {

using Form = std::vector<std::pair<std::string, std::string>>;

TEST(RequestHead, FindsTheFirstFieldOfANameInAnyCase)
{
    RequestHead head;
    head.fields = {{"Host", "relay.test"}, {"X-A", "1"}, {"x-a", "2"}};

    EXPECT_EQ(head.field("host"), "relay.test");
    EXPECT_EQ(head.field("X-a"), "1");
    EXPECT_EQ(head.field("X-B"), "");
}

TEST(Response, WithoutTextHasNoContentType)
{
    const Response response = plain_response(204);

    EXPECT_EQ(response.status, 204);
    EXPECT_TRUE(response.fields.empty());
    EXPECT_TRUE(response.body.empty());
}

TEST(Response, SaysWhatItsBodyIs)
{
    EXPECT_EQ(plain_response(200, "ok").fields[0].second, "text/plain; charset=utf-8");
    EXPECT_EQ(html_response(200, "<p>").fields[0].second, "text/html; charset=utf-8");
    EXPECT_EQ(json_response(200, "{}").fields[0].second, "application/json");
}

TEST(Response, ErrorQuotesItsDetail)
{
    const Response response = json_error(400, "field \"snr\"\nis čudné");

    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.body, R"({"error": "field \"snr\"\nis čudné"})");
}

TEST(Response, ErrorSurvivesBytesThatAreNoText)
{
    EXPECT_EQ(json_error(400, "a\xff").body, "{\"error\": \"a\xef\xbf\xbd\"}");
}

TEST(Form, KeepsOrderAndRepetitionAndDecodes)
{
    EXPECT_EQ(parse_form("a=1&b=x+y%21&a=2"), (Form{{"a", "1"}, {"b", "x y!"}, {"a", "2"}}));
}

TEST(Form, SplitsAtTheFirstEqualsSignAndSkipsEmptyPairs)
{
    EXPECT_EQ(parse_form("&a=b=c&&d&=e&"), (Form{{"a", "b=c"}, {"d", ""}, {"", "e"}}));
    EXPECT_EQ(parse_form(""), Form{});
}

TEST(Form, ADecodedSeparatorSeparatesNothing)
{
    EXPECT_EQ(parse_form("a=1%26b%3D2"), (Form{{"a", "1&b=2"}}));
}

TEST(Form, FirstValueOfANameCounts)
{
    const Form form = parse_form("device=1&device=2");

    EXPECT_EQ(form_value(form, "device"), "1");
    EXPECT_EQ(form_value(form, "token"), std::nullopt);
}

}  // namespace
}  // namespace mysigfox::http
