// Requests as bytes, and what statuses and locations mean.
#include "client/answer.hpp"

#include <gtest/gtest.h>

namespace mysigfox::client {
namespace {

WebhookUrl url(const char* text)
{
    return WebhookUrl::parse(text, TargetPolicy{}).value();
}

AttemptResult judge(const char* where, int status, std::string location = {})
{
    return judged(url(where), {status, std::move(location), std::nullopt, "body"});
}

TEST(RequestBytes, TheTargetIsKeptByteForByte)
{
    const WebhookRequest request{
        url("https://Hook.example.com:8443/a//b/../%7e?q=%2F&x=1"), {{"A", "b"}}, "body"};

    EXPECT_EQ(request_bytes(request),
              "POST /a//b/../%7e?q=%2F&x=1 HTTP/1.1\r\nHost: hook.example.com:8443\r\nA: b\r\n"
              "Content-Length: 4\r\n\r\nbody");
}

TEST(RequestBytes, ControlCharactersBecomeSpaces)
{
    const WebhookRequest request{url("https://hook.example.com/x"),
                                 {{"X-A", "1\r\nX-B: 2"}, {"X-C\r\n", std::string("3\0004", 3)}},
                                 ""};

    EXPECT_EQ(request_bytes(request),
              "POST /x HTTP/1.1\r\nHost: hook.example.com\r\nX-A: 1  X-B: 2\r\nX-C  : 3 4\r\n"
              "Content-Length: 0\r\n\r\n");
}

TEST(RequestBytes, AGetHasNoBodyAndAPutHas)
{
    const WebhookRequest get{url("https://api.example.com/x"), {{"A", "b"}}, "", "GET"};
    const WebhookRequest put{url("https://api.example.com/x"), {}, "{}", "PUT"};

    EXPECT_EQ(request_bytes(get), "GET /x HTTP/1.1\r\nHost: api.example.com\r\nA: b\r\n\r\n");
    EXPECT_EQ(request_bytes(put),
              "PUT /x HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 2\r\n\r\n{}");
}

TEST(PlaceOf, AlwaysNamesThePort)
{
    EXPECT_EQ(place_of(url("https://hook.example.com/x?y")), "hook.example.com:443");
    EXPECT_EQ(place_of(url("http://hook.example.com:8080/")), "hook.example.com:8080");
    EXPECT_EQ(place_of(url("http://[2606:2800:220:1::1]/")), "[2606:2800:220:1::1]:80");
}

TEST(ShownLocation, HasNoQueryNoFragmentNoOddBytesAndAnEnd)
{
    EXPECT_EQ(shown_location("https://new.example/x?token=1#y"), "https://new.example/x?…");
    EXPECT_EQ(shown_location("/x#y?z"), "/x#…");
    EXPECT_EQ(shown_location("/a\x01 b\x7f\xc3\xa9"), "/ab");
    EXPECT_EQ(shown_location(std::string(1'000, 'x')).size(), 200u);
    const std::string long_path(198, '/');
    EXPECT_EQ(shown_location(long_path + "?x"), long_path + "?") << "no half of a character";
    EXPECT_EQ(shown_location("https:/\x01/me:secret@new.example/"), "https://new.example/");
    EXPECT_EQ(shown_location(""), "");
    EXPECT_EQ(shown_location("https://me:secret@new.example/a@b"), "https://new.example/a@b");
    EXPECT_EQ(shown_location("//me@new.example"), "//new.example");
    EXPECT_EQ(shown_location("https://a@b@new.example\\x@y"), "https://new.example\\x@y");
}

TEST(Judged, TheStatusDecides)
{
    for (const int status : {200, 201, 202, 204, 299}) {
        EXPECT_EQ(judge("https://hook.example.com/", status).cause, Cause::delivered);
    }
    for (const int status : {300, 301, 302, 303, 304, 307, 308}) {
        EXPECT_EQ(judge("https://hook.example.com/", status).cause, Cause::redirect);
    }
    for (const int status : {400, 404, 410, 429, 500, 503, 999}) {
        EXPECT_EQ(judge("https://hook.example.com/", status).cause, Cause::status);
    }
}

TEST(Judged, TheHintOfARedirectNamesTheNewAddress)
{
    struct Row {
        int status;
        const char* location;
        const char* hint;
    };
    const char* const change = "no redirect is followed, change the webhook URL";
    const Row table[]{
        {301, "https://new.example/x", "https://new.example/x"},
        {302, "https://new.example/x?token=hush", "https://new.example/x"},
        {303, "http://10.0.0.1/", "http://10.0.0.1/"},
        {307, "/moved", "https://hook.example.com/moved"},
        {308, "//127.0.0.1/", "//127.0.0.1/"},
        {302, "https://accounts.google.com.evil.example/", "accounts.google.com.evil.example"},
    };
    for (const Row& row : table) {
        const AttemptResult result =
            judge("https://hook.example.com/y?z", row.status, row.location);
        EXPECT_EQ(result.cause, Cause::redirect);
        EXPECT_NE(result.detail.find(row.hint), std::string::npos) << result.detail;
        EXPECT_NE(result.detail.find(change), std::string::npos) << result.detail;
        EXPECT_EQ(result.detail.find("hush"), std::string::npos) << result.detail;
    }
}

TEST(Judged, TheSignInPageOfGoogleHasAHintOfItsOwn)
{
    for (const char* place : {"https://accounts.google.com/ServiceLogin?continue=x",
                              "https://accounts.google.com", "https://accounts.google.com?x"}) {
        const AttemptResult result = judge("https://script.google.com/macros/s/x/exec", 302, place);
        EXPECT_EQ(result.cause, Cause::redirect) << place;
        EXPECT_NE(result.detail.find("access must be Anyone"), std::string::npos) << result.detail;
    }
}

TEST(Judged, ALocationWithoutARedirectIsNone)
{
    const AttemptResult result = judge("https://hook.example.com/", 201, "http://127.0.0.1/");

    EXPECT_EQ(result.cause, Cause::delivered);
    EXPECT_EQ(result.location, "");
    EXPECT_EQ(result.answer, "body");
}

TEST(Judged, OnlyTheScriptOfGoogleMayRedirectAndBeDelivered)
{
    const std::string ran = "https://script.googleusercontent.com/macros/echo?user_content_key=1";
    const char* const script = "https://script.google.com/macros/s/x/exec";

    const AttemptResult result = judge(script, 302, ran);
    EXPECT_EQ(result.cause, Cause::delivered);
    EXPECT_EQ(result.status, 302);

    EXPECT_EQ(judge(script, 301, ran).cause, Cause::redirect);
    EXPECT_EQ(judge(script, 302, "https://accounts.google.com/x").cause, Cause::redirect);
    EXPECT_EQ(judge(script, 302, "https://script.googleusercontent.com.evil.example/").cause,
              Cause::redirect);
    EXPECT_EQ(judge("https://script.google.com.evil.example/", 302, ran).cause, Cause::redirect);
    EXPECT_EQ(judge("http://script.google.com/", 302, ran).cause, Cause::redirect);
}

}  // namespace
}  // namespace mysigfox::client
