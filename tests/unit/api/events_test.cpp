// Events as a browser reads them, and who may watch.
#include "api/events.hpp"

#include "mysigfox/api/seats.hpp"

#include <gtest/gtest.h>

namespace mysigfox::api {
namespace {

TEST(Events, AreWrittenLineByLine)
{
    EXPECT_EQ(arrival(7, "one"), "id: 7\nevent: arrival\ndata: one\n\n");
    EXPECT_EQ(arrival(8, "a\nb\r\nc\rd\n"),
              "id: 8\nevent: arrival\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
}

TEST(Events, NoTextBecomesAnEventOfItsOwn)
{
    const std::string event = arrival(1, "x\n\nid: 99\revent: other\n");
    EXPECT_EQ(event,
              "id: 1\nevent: arrival\ndata: x\ndata: \ndata: id: 99\ndata: event: other\n\n");
}

TEST(Events, AreAskedForAndResumedAsTheHeadSays)
{
    struct Case {
        const char* accept;
        const char* last;
        const char* query;
        bool wants;
        std::int64_t seen;
    };
    const Case cases[] = {
        {"text/event-stream", "", "", true, 0},
        {"text/event-stream, */*", "", "lang=cs&after=12", true, 12},
        {"Text/Event-Stream;q=1", "15", "after=12", true, 15},
        {"text/html", "x", "after=12", false, 12},
        {"", "-3", "after=-1", false, 0},
        {"*/*", "99999999999999999999", "after=1x", false, 0},
    };
    for (const Case& c : cases) {
        http::RequestHead head;
        head.query = c.query;
        head.fields = {{"Accept", c.accept}, {"Last-Event-ID", c.last}};
        EXPECT_EQ(wants_events(head), c.wants) << c.accept;
        EXPECT_EQ(last_event_of(head), c.seen) << c.last << ' ' << c.query;
    }
}

TEST(Seats, AreCountedByKeyAndInAll)
{
    Seats seats{3, 2};
    auto a1 = seats.take({"a", "x"});
    auto a2 = seats.take({"a", "y"});
    ASSERT_TRUE(a1 && a2);
    EXPECT_FALSE(seats.take({"a", "z"})) << "two for each key";
    EXPECT_FALSE(seats.take({"z", "a"}));
    auto b1 = seats.take({"b", "x"});
    ASSERT_TRUE(b1);
    EXPECT_FALSE(seats.take({"c"})) << "three in all";
    a1.reset();
    EXPECT_TRUE(seats.take({"a"}));
}

}  // namespace
}  // namespace mysigfox::api
