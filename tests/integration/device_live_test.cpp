// What happens to a device appears on its page by itself, for whoever may see it and no longer.
#include "support/device_page_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace mysigfox::api {
namespace {

using namespace std::chrono_literals;
using storage::DeliveryState;
using test::run_task;

class DeviceLive : public test::DevicePageTest {
protected:
    DeviceLive() { loop_.start(); }
    ~DeviceLive() override { loop_.finish(); }

    /// On a loop that lives as long as whoever watches.
    template <typename T>
    T on_loop(Task<T> task)
    {
        return boost::asio::co_spawn(loop_.at(0), std::move(task), boost::asio::use_future).get();
    }

    http::Response watch(std::string_view target = "/en/device/live/21DF4E",
                         std::string_view last = {})
    {
        http::Request request;
        request.head.method = "GET";
        request.head.path = target.substr(0, target.find('?'));
        request.head.query = target.substr(std::min(target.size(), request.head.path.size() + 1));
        const std::string cookie = "__Host-mysigfox=" + cookie_;
        request.head.fields = {{"Cookie", cookie}, {"Accept", "text/event-stream"}};
        if (!last.empty()) request.head.fields.emplace_back("Last-Event-ID", last);
        return on_loop(router_.find("GET", request.head.path).route->handle(request));
    }
    std::string now_text() { return std::to_string(to_milliseconds(clock_.now())); }
    /// From now on.
    http::Response watch_on() { return watch("/en/device/live/21DF4E?after=" + now_text()); }

    std::optional<std::string> next(const http::Response& watching)
    {
        return on_loop(watching.feed->next(5s));
    }
    /// Whether it comes with one of the next pieces: the second look may bring what was missing.
    bool brings(const http::Response& watching, std::string_view part)
    {
        for (int i = 0; i < 6; ++i) {
            const auto piece = next(watching);
            if (piece && has(*piece, part)) return true;
        }
        return false;
    }

    net::IoThreads loop_{1};
};

TEST_F(DeviceLive, ThePageSaysWhereItsEventsAre)
{
    message(1);
    sign_in();
    EXPECT_TRUE(has(get("/en/device/show/21DF4E").body,
                    "data-events=\"/en/device/live/21DF4E?after=" + now_text() + '"'));
    for (const char* query : {"?failed=1", "?from=1", "?since=2020-01-01T00:00"}) {
        const std::string page = get("/en/device/show/21DF4E" + std::string{query}).body;
        EXPECT_FALSE(has(page, "data-events")) << "what is new is no part of it: " << query;
        EXPECT_FALSE(has(page, "http-equiv")) << query;
    }
}

TEST_F(DeviceLive, ArrivalsAndOutcomesComeByThemselves)
{
    message(1);
    clock_.advance(10min);
    sign_in();
    const http::Response watching = watch_on();
    ASSERT_TRUE(watching.feed);
    const std::string greeting = next(watching).value();
    EXPECT_TRUE(greeting.starts_with("retry: "));
    EXPECT_FALSE(has(greeting, "id=\"m1\"")) << "it stands on the page";

    const DeliveryId id = message(2);
    EXPECT_TRUE(brings(watching, "id=\"m2\""));
    ASSERT_TRUE(record(id, DeliveryState::parked));
    EXPECT_TRUE(brings(watching, "given up"));
    act("resend", "id=2");
    EXPECT_TRUE(brings(watching, "to be tried again"));
}

TEST_F(DeviceLive, TheMonthAndTheNumberOfGivenUpMessagesFollow)
{
    sign_in();
    EXPECT_TRUE(has(get("/en/device/show/21DF4E").body, "<p id=\"given-up\" hidden>"));
    const http::Response watching = watch_on();
    ASSERT_TRUE(next(watching));
    const DeliveryId id = message(1);
    EXPECT_TRUE(brings(watching, "<section id=\"month\">"));
    ASSERT_TRUE(record(id, DeliveryState::parked));
    EXPECT_TRUE(brings(watching, "wait here: 1."));
    act("resend", "id=1");
    EXPECT_TRUE(brings(watching, "<p id=\"given-up\" hidden>"));
}

TEST_F(DeviceLive, WhatHappensToMessagesFurtherBackIsCountedToo)
{
    const DeliveryId oldest = message(1);
    for (std::uint16_t i = 2; i <= 14; ++i) message(i);
    clock_.advance(10min);
    sign_in();
    const http::Response watching = watch_on();
    ASSERT_TRUE(next(watching));
    ASSERT_TRUE(record(oldest, DeliveryState::parked));
    EXPECT_TRUE(brings(watching, "wait here: 1."));
}

TEST_F(DeviceLive, AChangeOfTheWebhooksStateComesAlong)
{
    sign_in();
    const http::Response watching = watch_on();
    ASSERT_TRUE(next(watching));
    const DeliveryId id = message(1);
    storage::LaneState lane;
    lane.webhook = reader_->ownership(DeviceId::from_value(kDevice))->webhook;
    lane.next_probe = clock_.now() + 5min;
    ASSERT_TRUE(record(id, DeliveryState::pending));
    ASSERT_TRUE(run_task(store_->outbox().keep(lane)));
    EXPECT_TRUE(brings(watching, "Failing"));
}

TEST_F(DeviceLive, GoesOnBehindTheLastEventTheClientSaw)
{
    message(1);
    clock_.advance(10min);
    const std::string seen = now_text();
    clock_.advance(1s);
    message(2);
    message(3);
    sign_in();
    const std::string piece = next(watch("/en/device/live/21DF4E?after=0", seen)).value();
    EXPECT_FALSE(has(piece, "id=\"m1\""));
    EXPECT_LT(piece.find("id=\"m2\""), piece.find("id=\"m3\"")) << "each is put on top";
    EXPECT_TRUE(has(piece, "id: " + now_text() + "\nevent: arrival\ndata: "));
}

TEST_F(DeviceLive, OtherDevicesAreNotHeard)
{
    add(0xBEEF, kMail, kUrl);
    sign_in();
    const http::Response watching = watch_on();
    ASSERT_TRUE(next(watching));
    ASSERT_TRUE(next(watching)) << "the second look";
    message(1, 0xBEEF);
    EXPECT_EQ(on_loop(watching.feed->next(100ms)), ":\n\n");
}

TEST_F(DeviceLive, EndsWithTheSignInAndWithTheOwner)
{
    sign_in();
    const http::Response signs_out = watch_on();
    ASSERT_TRUE(next(signs_out));
    send("POST", "/en/device/sign-out", "csrf=" + seal_of(cookie_));
    EXPECT_FALSE(next(signs_out));

    sign_in();
    const http::Response leaves = watch_on();
    ASSERT_TRUE(next(leaves));
    ASSERT_TRUE(
        run_task(registry_->registry().unregister(DeviceId::from_value(kDevice), clock_.now())));
    EXPECT_FALSE(next(leaves));
}

TEST_F(DeviceLive, EndsWhenTheClientLeavesAndAfterAnHour)
{
    sign_in();
    const http::Response cut = watch_on();
    ASSERT_TRUE(next(cut));
    cut.feed->cancel();
    EXPECT_FALSE(next(cut));
    const http::Response old = watch_on();
    ASSERT_TRUE(next(old));
    clock_.advance(1h);
    EXPECT_FALSE(next(old));
}

TEST_F(DeviceLive, IsForWhoeverMaySeeThePageAndHasASeat)
{
    EXPECT_EQ(watch().status, 404);
    add(0xBEEF, kMail, kUrl);
    sign_in();
    EXPECT_EQ(watch("/en/device/live/BEEF").status, 404);
    EXPECT_EQ(watch("/en/device/live/zebra").status, 404);
    http::Response first = watch();
    const http::Response second = watch();
    EXPECT_EQ(watch().status, 503) << "two for each customer";
    first.feed.reset();
    EXPECT_EQ(watch().status, 200);
}

}  // namespace
}  // namespace mysigfox::api
