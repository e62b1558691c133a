// Who a request is from when proxies stand between.
#include "http/origin.hpp"

#include <gtest/gtest.h>

namespace mysigfox::http {
namespace {

class OriginTest : public testing::Test {
protected:
    std::string origin(const char* peer, RequestHead head)
    {
        set_origin(head, *IpAddress::parse(peer), trust_);
        return head.source.str() + (head.is_forwarded ? " forwarded" : "");
    }
    static RequestHead with(std::vector<std::pair<std::string_view, std::string_view>> fields)
    {
        RequestHead head;
        head.fields = std::move(fields);
        return head;
    }
    static RequestHead list(std::string_view value) { return with({{"X-Forwarded-For", value}}); }

    ServerTrust trust_{{*Cidr::parse("10.0.0.0/8"), *Cidr::parse("fd00::/8")}, {}};
};

TEST_F(OriginTest, IsThePeerWithoutAProxy)
{
    EXPECT_EQ(origin("10.0.0.1", with({{"Host", "a"}})), "10.0.0.1");
    EXPECT_EQ(origin("9.9.9.9", list("1.2.3.4")), "9.9.9.9 forwarded");
    EXPECT_EQ(origin("10.0.0.1", with({{"Forwarded", "for=1.2.3.4"}})), "10.0.0.1 forwarded");
}

TEST_F(OriginTest, IsReadFromTheRightThroughTrustedProxiesOnly)
{
    EXPECT_EQ(origin("10.0.0.1", list("1.2.3.4")), "1.2.3.4 forwarded");
    EXPECT_EQ(origin("10.0.0.1", list("7.7.7.7, 1.2.3.4 ,\t10.0.0.2")), "1.2.3.4 forwarded");
    EXPECT_EQ(origin("fd00::1", list("2001:4860::1")), "2001:4860::1 forwarded");
    EXPECT_EQ(origin("10.0.0.1", list("10.0.0.3,10.0.0.2")), "10.0.0.3 forwarded");
}

TEST_F(OriginTest, PortsBracketsAndMappedAddressesAreUnderstood)
{
    EXPECT_EQ(origin("10.0.0.1", list("1.2.3.4:54321")), "1.2.3.4 forwarded");
    EXPECT_EQ(origin("10.0.0.1", list("[2001:4860::1]")), "2001:4860::1 forwarded");
    EXPECT_EQ(origin("10.0.0.1", list("[2001:4860::1]:443, 10.0.0.2:80")),
              "2001:4860::1 forwarded");
    EXPECT_EQ(origin("10.0.0.1", list("1.2.3.4,::ffff:10.0.0.2")), "1.2.3.4 forwarded");
}

TEST_F(OriginTest, SeveralFieldsAreOneList)
{
    EXPECT_EQ(
        origin("10.0.0.1", with({{"x-forwarded-for", "7.7.7.7"}, {"X-Forwarded-For", "10.0.0.2"}})),
        "7.7.7.7 forwarded");
    EXPECT_EQ(
        origin("10.0.0.1", with({{"x-forwarded-for", "7.7.7.7"}, {"X-Forwarded-For", "1.2.3.4"}})),
        "1.2.3.4 forwarded");
}

TEST_F(OriginTest, WhatCannotBeReadEndsTheTrail)
{
    for (const char* value :
         {"7.7.7.7, unknown", "7.7.7.7,", "7.7.7.7, 1.2.3.4:", "7.7.7.7, 1.2.3.4:8a",
          "7.7.7.7, [1.2.3.4]", "[1::2", "1::2]:80", "[::1]80", ","}) {
        EXPECT_EQ(origin("10.0.0.1", list(value)), "10.0.0.1 forwarded") << value;
    }
    EXPECT_EQ(origin("10.0.0.1", with({{"X-Forwarded-For", "7.7.7.7"}, {"X-Forwarded-For", ","}})),
              "10.0.0.1 forwarded");
}

}  // namespace
}  // namespace mysigfox::http
