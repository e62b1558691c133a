// Identities and how people see them.
#include "mysigfox/domain/ids.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace mysigfox {
namespace {

constexpr Timestamp kReceived = from_milliseconds(1'507'396'972'123);

TEST(Ids, SpellAndReadMessages)
{
    EXPECT_EQ(public_id(MessageId{1}, from_milliseconds(0)), "msg_0000000001");
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    for (const std::int64_t id :
         {std::int64_t{1}, std::int64_t{31}, std::int64_t{1'000'000}, kMost}) {
        EXPECT_EQ(parse_message_id(public_id(MessageId{id}, kReceived)), MessageId{id});
    }
    EXPECT_NE(public_id(MessageId{1}, kReceived),
              public_id(MessageId{1}, kReceived + std::chrono::milliseconds{1}));
}

TEST(Ids, SpellAndReadWebhooks)
{
    EXPECT_EQ(public_id(WebhookId{1}), "wh_000000000001");
    constexpr WebhookId kMost{(std::int64_t{1} << 60) - 1};
    EXPECT_EQ(public_id(kMost), "wh_zzzzzzzzzzzz");
    EXPECT_EQ(parse_webhook_id(public_id(kMost)), kMost);
}

TEST(Ids, RefuseWhatTheyNeverSpelt)
{
    for (const char* text : {"", "msg_", "msg_000000000", "msg_00000000i1", "wh_000000000001", "1",
                             "MSG_0000000001", "msg_000000000gzzzzzzzzzzzz"}) {
        EXPECT_FALSE(parse_message_id(text)) << text;
    }
    for (const char* text :
         {"", "wh_", "wh_00000000001", "wh_0000000000001", "wh_00000000000u", "msg_0000000001"}) {
        EXPECT_FALSE(parse_webhook_id(text)) << text;
    }
}

}  // namespace
}  // namespace mysigfox
