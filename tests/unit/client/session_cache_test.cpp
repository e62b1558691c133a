// TLS sessions to resume: bounded, one use each, never too old.
#include "client/session_cache.hpp"

#include <gtest/gtest.h>

namespace mysigfox::client {
namespace {

using namespace std::chrono_literals;

const SessionCache::Time kNow{1'000h};

TlsSession session(SessionCache::Time verified = kNow)
{
    TlsSession made;
    made.ticket.reset(SSL_SESSION_new());
    made.verified = verified;
    return made;
}

TEST(SessionCache, ATicketIsGivenOutOnce)
{
    SessionCache cache{4};
    cache.put("https://a.example", session());

    EXPECT_TRUE(cache.take("https://a.example", kNow).ticket);
    EXPECT_FALSE(cache.take("https://a.example", kNow).ticket);
    EXPECT_FALSE(cache.take("https://b.example", kNow).ticket);
}

TEST(SessionCache, HoldsOneAnOriginAndTheOldestGoesWhenFull)
{
    SessionCache cache{2};
    cache.put("https://a.example", session());
    cache.put("https://a.example", session());
    EXPECT_EQ(cache.size(), 1u);
    cache.put("https://b.example", session());
    cache.put("https://c.example", session());

    EXPECT_EQ(cache.size(), 2u);
    EXPECT_FALSE(cache.take("https://a.example", kNow).ticket);
    EXPECT_TRUE(cache.take("https://b.example", kNow).ticket);
    EXPECT_TRUE(cache.take("https://c.example", kNow).ticket);
}

TEST(SessionCache, WhatWasVerifiedTooLongAgoIsNotResumed)
{
    SessionCache cache{2};
    cache.put("https://a.example", session(kNow - SessionCache::kLongest + 1s));
    cache.put("https://b.example", session(kNow - SessionCache::kLongest));

    EXPECT_TRUE(cache.take("https://a.example", kNow).ticket);
    EXPECT_FALSE(cache.take("https://b.example", kNow).ticket);
}

TEST(SessionCache, NothingIsKeptOfNothingOrWithoutRoom)
{
    SessionCache none{0};
    none.put("https://a.example", session());
    EXPECT_EQ(none.size(), 0u);

    SessionCache cache{2};
    cache.put("https://a.example", {});
    EXPECT_EQ(cache.size(), 0u);
}

}  // namespace
}  // namespace mysigfox::client
