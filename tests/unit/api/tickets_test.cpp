// Mailed links: who has one may do what it says, until it ends, and once.
#include "mysigfox/api/tickets.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace mysigfox::api {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kIssued{std::chrono::hours{1'000}};

TEST(Tickets, AreGoodUntilTheyEnd)
{
    Tickets<int> tickets{15min, 10};
    const std::string text = tickets.issue(7, kIssued);
    EXPECT_EQ(tickets.find(text, kIssued + 14min), 7);
    EXPECT_EQ(tickets.find(text, kIssued + 15min), std::nullopt);
    EXPECT_EQ(tickets.find(text.substr(1), kIssued), std::nullopt);
    EXPECT_EQ(tickets.find("", kIssued), std::nullopt);
}

TEST(Tickets, AreTakenOnce)
{
    Tickets<int> tickets{15min, 10};
    const std::string text = tickets.issue(7, kIssued);
    EXPECT_EQ(tickets.take(text, kIssued), 7);
    EXPECT_EQ(tickets.take(text, kIssued), std::nullopt);
    EXPECT_EQ(tickets.find(text, kIssued), std::nullopt);
}

TEST(Tickets, AreLongAndDiffer)
{
    Tickets<int> tickets{15min, 10};
    const std::string one = tickets.issue(7, kIssued);
    const std::string other = tickets.issue(7, kIssued);
    EXPECT_EQ(one.size(), 64u);
    EXPECT_NE(one, other);
}

TEST(Tickets, AreBoundedAndThoseThatEndFirstGo)
{
    Tickets<int> tickets{15min, 3};
    const std::string first = tickets.issue(0, kIssued);
    std::vector<std::string> later;
    for (int i = 1; i <= 3; ++i) later.push_back(tickets.issue(i, kIssued + 1min * i));
    EXPECT_EQ(tickets.find(first, kIssued), std::nullopt);
    for (const std::string& text : later) EXPECT_TRUE(tickets.find(text, kIssued + 4min));
}

TEST(Tickets, AreFoundByWhatTheySay)
{
    Tickets<int> tickets{15min, 10};
    tickets.issue(2, kIssued);
    const auto is_even = [](int what) { return what % 2 == 0; };
    EXPECT_EQ(tickets.find_if(is_even, kIssued + 14min), 2);
    EXPECT_EQ(tickets.find_if(is_even, kIssued + 15min), std::nullopt);
    EXPECT_EQ(tickets.find_if([](int what) { return what == 3; }, kIssued), std::nullopt);
}

TEST(Tickets, AreRevokedByWhatTheySay)
{
    Tickets<int> tickets{15min, 10};
    const std::string even = tickets.issue(2, kIssued);
    const std::string odd = tickets.issue(3, kIssued);
    tickets.revoke_if([](int what) { return what % 2 == 0; });
    EXPECT_FALSE(tickets.find(even, kIssued));
    EXPECT_TRUE(tickets.find(odd, kIssued));
}

}  // namespace
}  // namespace mysigfox::api
