// What is counted is what is seen, whatever thread counted it.
#include "mysigfox/base/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace mysigfox {
namespace {

using namespace std::chrono_literals;

std::uint64_t in_bucket_of(const Histogram& histogram, Histogram::Duration bound)
{
    const auto place = std::ranges::find(Histogram::kBounds, bound) - Histogram::kBounds.begin();
    return histogram.value().counts.at(static_cast<std::size_t>(place));
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameCounter)
{
    Metrics metrics;
    Counter& first = metrics.counter("lost_total", R"(why="fire")");
    metrics.counter("lost_total", R"(why="flood")").add(5);

    metrics.counter("lost_total", R"(why="fire")").add(2);

    EXPECT_EQ(first.value(), 2u);
}

TEST(Metrics, AGaugeComesAndGoes)
{
    Metrics metrics;
    Gauge& gauge = metrics.gauge("lanes");
    gauge.add(3);
    gauge.subtract();
    EXPECT_EQ(gauge.value(), 2);

    gauge.subtract(5);
    EXPECT_EQ(gauge.value(), -3) << "loops that share it may subtract before others add";

    gauge.set(7);
    EXPECT_EQ(gauge.value(), 7);
}

TEST(Metrics, ABoundBelongsToItsOwnBucket)
{
    Histogram histogram;
    histogram.add(1ms);
    histogram.add(1ms + 1us);

    EXPECT_EQ(in_bucket_of(histogram, 1ms), 1u);
    EXPECT_EQ(in_bucket_of(histogram, 2500us), 1u);
}

TEST(Metrics, WhatTakesLongerThanAllBoundsIsCountedToo)
{
    Histogram histogram;
    histogram.add(std::chrono::hours{1'000});

    EXPECT_EQ(histogram.value().counts.back(), 1u);
    EXPECT_EQ(histogram.value().sum, std::chrono::hours{1'000});
}

TEST(Metrics, TimeThatRanBackwardsCountsAsNone)
{
    Histogram histogram;
    histogram.add(-5s);

    EXPECT_EQ(histogram.value().counts.front(), 1u);
    EXPECT_EQ(histogram.value().sum, 0us);
}

TEST(Metrics, TheBoundsGrow)
{
    EXPECT_TRUE(std::ranges::is_sorted(Histogram::kBounds, std::less_equal<>{}));
}

TEST(Metrics, NothingIsLostBetweenThreads)
{
    constexpr int kEach = 20'000;
    Metrics metrics;
    Histogram& histogram = metrics.histogram("seconds");
    Gauge& gauge = metrics.gauge("busy");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&histogram, &gauge] {
            for (int n = 0; n < kEach; ++n) {
                histogram.add(3us);
                gauge.add(2);
                gauge.subtract();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(histogram.value().count(), 4u * kEach);
    EXPECT_EQ(histogram.value().sum, 3us * 4 * kEach);
    EXPECT_EQ(gauge.value(), 4 * kEach);
}

TEST(Metrics, ASnapshotTellsWhatEachIs)
{
    Metrics metrics;
    metrics.counter("b_total", "x=\"1\"").add(4);
    metrics.gauge("a").set(-2);
    metrics.histogram("c_seconds").add(10ms);

    const std::vector<Metrics::Sample> seen = metrics.snapshot();

    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[0].name, "a");
    EXPECT_EQ(std::get<std::int64_t>(seen[0].value), -2);
    EXPECT_EQ(seen[1].labels, "x=\"1\"");
    EXPECT_EQ(std::get<std::uint64_t>(seen[1].value), 4u);
    EXPECT_EQ(std::get<Histogram::Value>(seen[2].value).count(), 1u);
    EXPECT_EQ(std::get<Histogram::Value>(seen[2].value).sum, 10ms);
}

TEST(Metrics, OneNameIsOfOneKind)
{
    Metrics metrics;
    metrics.counter("thing");

    EXPECT_THROW(metrics.gauge("thing"), std::logic_error);
}

}  // namespace
}  // namespace mysigfox
