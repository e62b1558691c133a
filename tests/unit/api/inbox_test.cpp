// The request bins from request to answer.
#include "support/api_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mysigfox::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class InboxTest : public testing::Test, protected ApiFixture {};

const Fields kJson{{"Accept", "application/json"}};

TEST_F(InboxTest, IsMadeByAButtonThatLeadsToItsPage)
{
    EXPECT_THAT(send("GET", "/inbox").body, HasSubstr("action=\"/inbox?lang=en\""));

    const auto made = send("POST", "/inbox?lang=cs");

    EXPECT_EQ(made.status, 303);
    EXPECT_EQ(field(made, "Location"), "/inbox/read1?lang=cs");
    const auto page = send("GET", field(made, "Location"));
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("https://relay.example/inbox/write1"));
    EXPECT_THAT(page.body, HasSubstr("https://relay.example/inbox/read1"));
    EXPECT_THAT(page.body, HasSubstr("Tvoje zkušební schránka"));
}

TEST_F(InboxTest, IsMadeForAProgramToo)
{
    const auto made = send("POST", "/inbox", {}, kJson);

    EXPECT_EQ(made.status, 201);
    const auto json = nlohmann::json::parse(made.body);
    EXPECT_EQ(json["write_url"], "https://relay.example/inbox/write1");
    EXPECT_EQ(json["read_url"], "https://relay.example/inbox/read1");
}

TEST_F(InboxTest, TakesAnyPostAndShowsTheNewestFirst)
{
    send("POST", "/inbox");

    const auto first = send("POST", "/inbox/write1?a=1", "first <b>", {{"Content-Type", "x/y"}});
    clock.advance(1s);
    send("POST", "/inbox/write1", std::string("\x00\xFF", 2));

    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, "ok");
    const auto page = send("GET", "/inbox/read1").body;
    EXPECT_THAT(page, HasSubstr("first &lt;b&gt;"));
    EXPECT_THAT(page, HasSubstr("<pre>00ff</pre>"));
    EXPECT_LT(page.find("00ff"), page.find("first"));

    const auto json = nlohmann::json::parse(send("GET", "/inbox/read1", {}, kJson).body);
    ASSERT_EQ(json["requests"].size(), 2U);
    EXPECT_EQ(json["requests"][0]["body_hex"], "00ff");
    EXPECT_EQ(json["requests"][1]["body"], "first <b>");
    EXPECT_EQ(json["requests"][1]["query"], "a=1");
    EXPECT_EQ(json["requests"][1]["method"], "POST");
    EXPECT_EQ(json["requests"][1]["fields"]["Content-Type"], "x/y");
    EXPECT_EQ(json["requests"][1]["received"], "2017-08-01T06:28:15.000Z");
}

TEST_F(InboxTest, IsReadAtItsOtherNameOnly)
{
    send("POST", "/inbox");

    EXPECT_EQ(send("GET", "/inbox/write1").status, 404);
    EXPECT_EQ(send("POST", "/inbox/read1", "x").status, 404);
    EXPECT_EQ(send("GET", "/inbox/nobody").status, 404);
    EXPECT_EQ(send("POST", "/inbox/nobody", "x").status, 404);
    EXPECT_EQ(send("PUT", "/inbox/write1", "x").status, 405);
    EXPECT_EQ(send("POST", "/inbox/write1", std::string(64 * 1024, 'x')).status, 200);
    EXPECT_EQ(send("POST", "/inbox/write1", std::string(64 * 1024 + 1, 'x')).status, 413);
}

TEST_F(InboxTest, ShowsAMessageWithinTenSecondsWithoutAScript)
{
    send("POST", "/inbox");

    EXPECT_THAT(send("GET", "/inbox/read1").body,
                HasSubstr(R"(<meta http-equiv="refresh" content="10">)"));
}

TEST_F(InboxTest, IsMadeOnlySoOftenByOneAddress)
{
    EXPECT_EQ(send("POST", "/inbox").status, 303);
    EXPECT_EQ(send("POST", "/inbox").status, 303);
    const auto refused = send("POST", "/inbox");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(field(refused, "Retry-After"), "60");
    source = IpAddress::v4(0xC6336402);
    EXPECT_EQ(send("POST", "/inbox").status, 303);
}

TEST_F(InboxTest, IsNotMadeByAnotherSitesPage)
{
    EXPECT_EQ(send("POST", "/inbox", {}, {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
    EXPECT_TRUE(inbox.write_names.empty());
}

TEST_F(InboxTest, AnswersAsItsReaderTellsIt)
{
    send("POST", "/inbox");
    struct Case {
        const char* word;
        int status;
        const char* retry_after;
        const char* location;
    };
    const Case cases[] = {{"500", 500, "", ""},
                          {"302", 302, "", "https://relay.example/"},
                          {"410", 410, "", ""},
                          {"429", 429, "60", ""},
                          {"200", 200, "", ""}};
    for (const Case& c : cases) {
        const auto chosen =
            send_form("/inbox-answer/read1?lang=cs", "answer=" + std::string{c.word});
        EXPECT_EQ(chosen.status, 303);
        EXPECT_EQ(field(chosen, "Location"), "/inbox/read1?lang=cs");
        EXPECT_THAT(send("GET", "/inbox/read1").body,
                    HasSubstr("<option value=\"" + std::string{c.word} + "\" selected>"));

        const auto answer = send("POST", "/inbox/write1", "x");
        EXPECT_EQ(answer.status, c.status);
        EXPECT_EQ(field(answer, "Retry-After"), c.retry_after);
        EXPECT_EQ(field(answer, "Location"), c.location);
    }
    EXPECT_EQ(inbox.requests["write1"].size(), 5U) << "whatever it answers, it shows what came";
}

TEST_F(InboxTest, IsToldByItsReaderAndHisBrowserAlone)
{
    send("POST", "/inbox");

    EXPECT_EQ(send_form("/inbox-answer/write1", "answer=500").status, 404);
    EXPECT_EQ(send_form("/inbox-answer/read1", "answer=418").status, 400);
    EXPECT_EQ(send_form("/inbox-answer/read1", "").status, 400);
    const Fields from_elsewhere{{"Sec-Fetch-Site", "cross-site"}};
    EXPECT_EQ(send_form("/inbox-answer/read1", "answer=500", from_elsewhere).status, 403);
    EXPECT_EQ(send("POST", "/inbox/write1", "x").status, 200);
}

TEST_F(InboxTest, ShowsAMessageDecoded)
{
    send("POST", "/inbox");
    const std::string body =
        R"({"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "48ff", "rssi": -135.0})";
    send("POST", "/inbox/write1", body);

    const std::string page = send("GET", "/inbox/read1").body;
    for (const char* shown : {"&quot;rssi&quot;: -135.0\n}", "<code>48 ff</code>",
                              "<code>72 255</code>", "<code>72 -1</code>", "<code>H.</code>"}) {
        EXPECT_THAT(page, HasSubstr(shown));
    }
}

TEST_F(InboxTest, IsWatchedByAsManyAsThereAreSeats)
{
    send("POST", "/inbox");
    send("POST", "/inbox/write1", "first");
    const Fields events{{"Accept", "text/event-stream"}};

    auto watching = send("GET", "/inbox/read1", {}, events);
    EXPECT_EQ(watching.status, 200);
    EXPECT_EQ(field(watching, "Content-Type"), "text/event-stream");
    EXPECT_EQ(field(watching, "X-Accel-Buffering"), "no");
    ASSERT_TRUE(watching.feed);
    const std::string piece = run_task(watching.feed->next(1s)).value();
    EXPECT_THAT(piece, HasSubstr("id: 1\nevent: arrival\ndata: <article>"));
    EXPECT_THAT(piece, HasSubstr("first"));

    auto second = send("GET", "/inbox/read1?after=1", {}, events);
    EXPECT_EQ(run_task(second.feed->next(1s)), "retry: 2000\n\n") << "it has seen the first";
    EXPECT_EQ(send("GET", "/inbox/read1", {}, events).status, 503) << "two for each inbox";
    second.feed.reset();
    EXPECT_EQ(send("GET", "/inbox/read1", {}, events).status, 200);
    EXPECT_EQ(send("GET", "/inbox/write1", {}, events).status, 404);
}

TEST_F(InboxTest, GoesOnBehindTheLastEventTheClientSaw)
{
    send("POST", "/inbox");
    for (const char* body : {"one", "two", "three"}) send("POST", "/inbox/write1", body);

    auto watching = send("GET", "/inbox/read1?after=0", {},
                         {{"Accept", "text/event-stream"}, {"Last-Event-ID", "2"}});

    const std::string piece = run_task(watching.feed->next(1s)).value();
    EXPECT_THAT(piece, HasSubstr("id: 3\n"));
    EXPECT_THAT(piece, Not(HasSubstr("id: 2\n")));
}

TEST_F(InboxTest, SaysWhenItCannotStore)
{
    send("POST", "/inbox");
    inbox.failure = make_error(Errc::storage_unavailable, "disk full");

    EXPECT_EQ(send("POST", "/inbox").status, 503);
    const auto refused = send("POST", "/inbox/write1", "x");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(field(refused, "Retry-After"), "60");
}

}  // namespace
}  // namespace mysigfox::test
