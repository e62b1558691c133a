// What memory holds of a waiting delivery.
#include "waiting_entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

namespace mysigfox::delivery {
namespace {

TEST(Waiting, KnowsToTheSecondWhenItWasReceivedHoweverOftenItIsPutOff)
{
    Waiting waiting = entry(1);
    for (const auto later : {5'300ms, 305'900ms, 2'105'123ms, 270'000'000ms}) {
        waiting.put_off(kNow + later);
        EXPECT_EQ(waiting.due, kNow + later);
        EXPECT_GE(waiting.received(), kNow) << "nothing is given up early";
        EXPECT_LT(waiting.received(), kNow + 4s);
    }
}

TEST(Waiting, TakesNoMoreAttemptsThanItCanCount)
{
    EXPECT_EQ(entry(1, 0ms, 10).attempts, 10u);
    EXPECT_EQ(entry(1, 0ms, 65'535).attempts, Waiting::kMaxAttempts);
}

TEST(Waiting, IsKeptWhole)
{
    Waiting waiting = entry((1LL << 48) - 1, 270'000'000ms, 63, 0xFFFF'FFFF);
    waiting.is_refused = 1;
    waiting.is_replay = 1;
    const Waiting again = KeptWaiting{waiting}.waiting();
    EXPECT_EQ(again.id, waiting.id);
    EXPECT_EQ(again.due, waiting.due);
    EXPECT_EQ(again.received(), waiting.received());
    EXPECT_EQ(again.device, waiting.device);
    EXPECT_EQ(again.attempts, 63u);
    EXPECT_EQ(again.is_refused, 1u);
    EXPECT_EQ(again.is_replay, 1u);
}

TEST(DueQueue, GivesBackByTimeThenByArrival)
{
    std::mt19937 dice{7};
    std::vector<Waiting> all;
    for (int id = 0; id < 2'000; ++id) {
        all.push_back(entry(id, std::chrono::milliseconds{dice() % 50}));
    }
    std::shuffle(all.begin(), all.end(), dice);
    DueQueue queue;
    for (const Waiting& waiting : all) queue.push(waiting);

    Waiting previous = queue.pop();
    while (!queue.empty()) {
        const Waiting waiting = queue.pop();
        ASSERT_LE(std::tie(previous.due, previous.id), std::tie(waiting.due, waiting.id));
        previous = waiting;
    }
}

TEST(ArrivalQueue, GivesBackByArrivalAlone)
{
    ArrivalQueue queue;
    for (const int id : {3, 1, 2}) queue.push(entry(id, -id * 1s));
    for (const int id : {1, 2, 3}) EXPECT_EQ(queue.pop().id, DeliveryId{id});
}

TEST(DueQueue, CostsLessThan26BytesADelivery)
{
    DueQueue queue;
    for (int id = 0; id < 100'000; ++id) {
        queue.push(entry(id));
        const bool is_small = queue.size() < 100;
        ASSERT_TRUE(is_small || queue.capacity() * sizeof(KeptWaiting) < queue.size() * 26);
    }
    while (queue.size() > 10'000) queue.pop();
    EXPECT_LT(queue.capacity(), 25'000u) << "memory of a backlog that is gone";
    while (!queue.empty()) queue.pop();
    EXPECT_LT(queue.capacity(), 2'000u);
}

TEST(DueQueue, TakesOverWhatAnotherHeld)
{
    DueQueue from;
    for (const int id : {3, 1, 2}) from.push(entry(id));
    ArrivalQueue queue;

    queue.adopt(from.take_all());
    EXPECT_TRUE(from.empty());
    EXPECT_EQ(from.capacity(), 0u) << "its memory went along";
    queue.adopt({KeptWaiting{entry(5)}, KeptWaiting{entry(0)}});
    queue.adopt({});

    for (const int id : {0, 1, 2, 3, 5}) EXPECT_EQ(queue.pop().id, DeliveryId{id});
    EXPECT_TRUE(queue.empty());
}

TEST(DueQueue, GivesOutWhatIsAskedForAndKeepsTheRestInOrder)
{
    DueQueue queue;
    for (int id = 1; id <= 9; ++id) queue.push(entry(id));
    const auto is_even = [](const Waiting& one) { return static_cast<int>(one.id) % 2 == 0; };

    EXPECT_EQ(queue.extract(is_even).size(), 4u);
    for (const int id : {1, 3, 5, 7, 9}) EXPECT_EQ(queue.pop().id, DeliveryId{id});
    EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace mysigfox::delivery
