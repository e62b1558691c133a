// Who is let in, and who has to go.
#include "http/roster.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace mysigfox::http {
namespace {

class FakeGuest final : public Guest {
public:
    void cut() override { is_cut = true; }
    void ask_to_stop() override { is_asked = true; }

    bool is_cut = false;
    bool is_asked = false;
};

IpAddress address(const char* text)
{
    return *IpAddress::parse(text);
}

class RosterTest : public testing::Test {
protected:
    RosterTest()
    {
        limits_.max_connections = 3;
        limits_.max_per_source = 1;
        limits_.max_per_loopback_source = 2;
        limits_.max_per_trusted_source = 3;
    }

    /// How many connections of one source are let in, up to five.
    int room_for(const char* source)
    {
        FakeGuest guest;
        std::vector<Roster::Place> places;
        while (places.size() < 5 && roster_.has_room_for(address(source))) {
            places.push_back(roster_.enter(guest, address(source)));
        }
        for (const Roster::Place place : places) roster_.leave(place);
        return static_cast<int>(places.size());
    }

    ServerLimits limits_;
    ServerTrust trust_{{*Cidr::parse("10.0.0.0/8")}, {*Cidr::parse("185.110.96.0/22")}};
    Roster roster_{limits_, trust_};
    FakeGuest a_, b_, c_;
};

TEST_F(RosterTest, EachKindOfSourceHasItsCap)
{
    EXPECT_EQ(room_for("9.9.9.9"), 1);
    EXPECT_EQ(room_for("127.0.0.1"), 2);
    EXPECT_EQ(room_for("::1"), 2);
    EXPECT_EQ(room_for("10.1.2.3"), 3);
    EXPECT_EQ(room_for("185.110.97.1"), 3);
    EXPECT_EQ(roster_.size(), 0u);
}

TEST_F(RosterTest, ANetworkOfVersionSixIsOneSource)
{
    const auto place = roster_.enter(a_, address("2001:4860:1:2::1"));
    EXPECT_FALSE(roster_.has_room_for(address("2001:4860:1:2:ffff::9")));
    EXPECT_TRUE(roster_.has_room_for(address("2001:4860:1:3::1")));
    roster_.leave(place);
}

TEST_F(RosterTest, TheOneWaitingLongestGoesFirst)
{
    const auto a = roster_.enter(a_, address("1.1.1.1"));
    const auto b = roster_.enter(b_, address("2.2.2.2"));
    const auto c = roster_.enter(c_, address("3.3.3.3"));
    EXPECT_TRUE(roster_.is_full());
    roster_.has_request(a);
    roster_.waits_again(a);
    roster_.has_request(b);

    EXPECT_TRUE(roster_.cut_oldest());
    EXPECT_TRUE(c_.is_cut);
    EXPECT_FALSE(roster_.is_full());
    EXPECT_TRUE(roster_.cut_oldest());
    EXPECT_TRUE(a_.is_cut);
    EXPECT_FALSE(roster_.cut_oldest());
    EXPECT_FALSE(b_.is_cut);

    EXPECT_EQ(roster_.size(), 3u);
    for (const auto place : {a, b, c}) roster_.leave(place);
    EXPECT_EQ(roster_.size(), 0u);
}

TEST_F(RosterTest, WhoIsLeavingDoesNotComeBack)
{
    const auto a = roster_.enter(a_, address("1.1.1.1"));
    roster_.cut_oldest();
    roster_.has_request(a);
    roster_.waits_again(a);
    EXPECT_FALSE(roster_.cut_oldest());
    roster_.leave(a);
}

TEST_F(RosterTest, EverybodyIsAskedAndEverybodyCanBeCut)
{
    const auto a = roster_.enter(a_, address("1.1.1.1"));
    const auto b = roster_.enter(b_, address("2.2.2.2"));
    roster_.has_request(b);
    roster_.ask_all_to_stop();
    EXPECT_TRUE(a_.is_asked && b_.is_asked);
    roster_.cut_all();
    EXPECT_TRUE(a_.is_cut && b_.is_cut);
    roster_.leave(a);
    roster_.leave(b);
}

TEST_F(RosterTest, WhoTurnsOutToBeSomebodyElseCountsForThatOne)
{
    const Roster::Place proxied = roster_.enter(a_, address("10.0.0.1"));
    EXPECT_TRUE(roster_.rename(proxied, address("9.9.9.9")));
    EXPECT_FALSE(roster_.has_room_for(address("9.9.9.9")));
    const Roster::Place another = roster_.enter(b_, address("10.0.0.1"));
    EXPECT_FALSE(roster_.rename(another, address("9.9.9.9")));
    roster_.leave(proxied);
    EXPECT_TRUE(roster_.rename(another, address("9.9.9.9")));
    roster_.leave(another);
    EXPECT_EQ(room_for("10.0.0.1"), 3);
    EXPECT_EQ(room_for("9.9.9.9"), 1);
}

}  // namespace
}  // namespace mysigfox::http
