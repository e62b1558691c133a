// The memory of recent messages, against a plain set and at its bounds.
#include "storage/recent_messages.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace mysigfox::storage {
namespace {

using namespace literals;

std::vector<std::uint64_t> fingerprints(std::size_t count, std::uint64_t seed)
{
    std::mt19937_64 random{seed};
    std::vector<std::uint64_t> all(count);
    for (auto& one : all) one = random() | 1U;
    return all;
}

Uplink uplink()
{
    return {"1D4C5F"_device,
            std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}},
            true,
            std::uint16_t{7},
            "2a",
            {},
            {}};
}

TEST(Fingerprinter, SameMessagesHaveTheSameAndOthersAnother)
{
    Fingerprinter fingerprint;
    std::vector<Uplink> all(8, uplink());
    all[1].device = "1D4C60"_device;
    all[2].time += std::chrono::seconds{1};
    all[3].sequence = 8;
    all[4].sequence = std::nullopt;
    all[5].data = "2a00";
    all[6].data = "";
    all[7].sequence = 0;

    std::set<std::uint64_t> different;
    for (const Uplink& one : all) different.insert(fingerprint(one));

    EXPECT_EQ(different.size(), all.size());
    EXPECT_EQ(fingerprint(uplink()), fingerprint(uplink()));
}

TEST(Fingerprinter, WhatTheRadioMeasuredMakesNoDifference)
{
    Fingerprinter fingerprint;
    Uplink other = uplink();
    other.rssi = -120.0;
    other.snr = 12.5;

    EXPECT_EQ(fingerprint(other), fingerprint(uplink()));
}

TEST(Fingerprinter, EachHasAKeyOfItsOwn)
{
    EXPECT_NE(Fingerprinter{}(uplink()), Fingerprinter{}(uplink()));
}

TEST(RecentMessages, AgreesWithAPlainSetWhileThereIsMemory)
{
    RecentMessages recent{1 << 20};
    std::set<std::uint64_t> reference;
    std::mt19937_64 random{1};
    for (int step = 0; step < 200'000; ++step) {
        // Few and crowded, so that runs, copies and gaps are common; spread by a multiplication.
        const std::uint64_t fingerprint = (random() % 8'000 + 1) * 0x9E3779B97F4A7C15U;
        if (random() % 3 == 0) {
            recent.forget(fingerprint);
            reference.erase(fingerprint);
        } else {
            ASSERT_EQ(recent.remember(fingerprint), reference.insert(fingerprint).second) << step;
        }
        ASSERT_EQ(recent.size(), reference.size());
    }
}

TEST(RecentMessages, ClusteredFingerprintsAreToldApart)
{
    RecentMessages recent{1 << 16};
    for (std::uint64_t low = 1; low <= 50; ++low) EXPECT_TRUE(recent.remember(~low));
    for (std::uint64_t low = 1; low <= 50; ++low) EXPECT_TRUE(recent.remember(low));
    for (std::uint64_t low = 1; low <= 50; ++low) EXPECT_FALSE(recent.remember(~low)) << low;
    for (std::uint64_t low = 1; low <= 50; low += 2) recent.forget(~low);
    for (std::uint64_t low = 1; low <= 50; ++low) EXPECT_EQ(recent.contains(~low), low % 2 == 0);
}

TEST(RecentMessages, HoldsAsManyAsPromised)
{
    constexpr std::size_t kMemory = 16 << 20;
    constexpr std::size_t kPromised = 24'300'000 / 16;  // what 256 MiB hold
    RecentMessages recent{kMemory};
    const auto all = fingerprints(kPromised + 1'000'000, 2);
    std::size_t lost = 0;

    for (std::size_t i = 0; i < all.size(); ++i) {
        ASSERT_TRUE(recent.remember(all[i]));
        if (i >= kPromised && !recent.contains(all[i - kPromised + 1])) ++lost;
    }

    EXPECT_EQ(lost, 0u);
    EXPECT_FALSE(recent.contains(all.front())) << "the oldest must go some day";
    EXPECT_LE(recent.size(), kMemory / sizeof(std::uint64_t));
}

TEST(RecentMessages, HistoryIsRememberedAndGoesFirst)
{
    RecentMessages recent{1 << 20};
    const auto now = fingerprints(50'000, 3);
    const auto before = fingerprints(20'000, 4);
    for (std::size_t i = 0; i < 10'000; ++i) recent.remember(now[i]);

    for (const auto one : before) ASSERT_TRUE(recent.remember_older(one));
    for (const auto one : before) ASSERT_FALSE(recent.remember(one));

    for (const auto one : now) recent.remember(one);
    for (std::size_t i = 0; i < 45'000; ++i) recent.remember(fingerprints(1, i + 10)[0]);
    EXPECT_FALSE(recent.contains(before.back()));
    EXPECT_TRUE(recent.contains(now.back()));
}

TEST(RecentMessages, HistoryEndsWhereMemoryEnds)
{
    RecentMessages recent{1 << 20};
    std::size_t taken = 0;
    for (const auto one : fingerprints(1 << 18, 5)) {
        if (!recent.remember_older(one)) break;
        ++taken;
    }

    EXPECT_GT(taken, std::size_t{70'000});
    EXPECT_LT(taken, std::size_t{1} << 17);
    EXPECT_FALSE(recent.remember_older(1)) << "once is for ever: no gaps";
}

}  // namespace
}  // namespace mysigfox::storage
