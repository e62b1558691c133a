// The body a customer's webhook gets, compared byte by byte.
#include "mysigfox/delivery/payload.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mysigfox::delivery {
namespace {

using namespace literals;

Uplink original()
{
    const std::chrono::sys_seconds time{std::chrono::seconds{1501568895}};
    return {"21DF4E"_device, time, true, {}, "aabbccddeeff", 16.21, -135.0};
}

TEST(ClassicPayload, IsByteForByteWhatTheOriginalServiceSent)
{
    const std::string body = classic_payload(original());

    EXPECT_EQ(body, R"({"device": "21DF4E", "snr": 16.21, "time": 1501568895, )"
                    R"("data": "aabbccddeeff", "rssi": -135.0})");
    EXPECT_EQ(body.size(), 94u);
}

TEST(ClassicPayload, SaysNullForWhatTheBackendDidNotSend)
{
    Uplink uplink = original();
    uplink.snr.reset();
    uplink.rssi.reset();
    uplink.data.clear();

    EXPECT_EQ(classic_payload(uplink),
              R"({"device": "21DF4E", "snr": null, "time": 1501568895, "data": "", "rssi": null})");
}

TEST(ClassicPayload, SpellsTheDeviceAsTheBackendDoes)
{
    Uplink uplink = original();
    uplink.device = "ab"_device;

    EXPECT_TRUE(classic_payload(uplink).starts_with(R"({"device": "00AB", )"));
}

TEST(StringsPayload, HasTheSameKeysAndEveryValueIsAString)
{
    EXPECT_EQ(strings_payload(original()),
              R"({"device": "21DF4E", "snr": "16.21", "time": "1501568895", )"
              R"("data": "aabbccddeeff", "rssi": "-135.0"})");
    Uplink uplink = original();
    uplink.snr.reset();
    EXPECT_TRUE(strings_payload(uplink).find(R"("snr": "",)") != std::string::npos);
}

TEST(ExtendedPayload, IsTheClassicOneAndMore)
{
    Uplink uplink = original();
    uplink.sequence = 12;
    uplink.station = "1D44";
    const PayloadFacts facts{Timestamp{std::chrono::milliseconds{1501568896123}},
                             Timestamp{std::chrono::milliseconds{1501568897000}}, 2};
    EXPECT_EQ(extended_payload(uplink, "msg_1", facts),
              R"({"device": "21DF4E", "snr": 16.21, "time": 1501568895, )"
              R"("data": "aabbccddeeff", "rssi": -135.0, "seqNumber": 12, "station": "1D44", )"
              R"("duplicates": 2, "id": "msg_1", "receivedAt": "2017-08-01T06:28:16.123Z", )"
              R"("sentAt": "2017-08-01T06:28:17.000Z"})");
    EXPECT_TRUE(extended_payload(original(), "msg_1", facts)
                    .find(R"("seqNumber": null, "station": null,)") != std::string::npos);
}

TEST(Payload, IsThatOfTheFormat)
{
    EXPECT_EQ(payload(PayloadFormat::classic, original(), "msg_1", {}),
              classic_payload(original()));
    EXPECT_EQ(payload(PayloadFormat::strings, original(), "msg_1", {}),
              strings_payload(original()));
    EXPECT_EQ(payload(PayloadFormat::extended, original(), "msg_1", {}),
              extended_payload(original(), "msg_1", {}));
}

struct Number {
    double value;
    const char* spelling;
};

void PrintTo(const Number& number, std::ostream* out)
{
    *out << number.spelling;
}

class NumbersTest : public testing::TestWithParam<Number> {};

TEST_P(NumbersTest, HaveTheShortestDigitsAndADecimalPoint)
{
    Uplink uplink = original();
    uplink.rssi = GetParam().value;

    const std::string expected = std::string{R"("rssi": )"} + GetParam().spelling + "}";
    const std::string body = classic_payload(uplink);

    EXPECT_TRUE(body.ends_with(expected)) << body;
}

INSTANTIATE_TEST_SUITE_P(Payload, NumbersTest,
                         testing::Values(Number{-135.0, "-135.0"}, Number{0.0, "0.0"},
                                         Number{-0.0, "-0.0"}, Number{16.21, "16.21"},
                                         Number{0.1 + 0.2, "0.30000000000000004"},
                                         Number{1e21, "1000000000000000000000.0"},
                                         Number{1e-7, "0.0000001"},
                                         Number{-98.333333333333329, "-98.33333333333333"},
                                         Number{std::numeric_limits<double>::quiet_NaN(), "null"},
                                         Number{std::numeric_limits<double>::infinity(), "null"}));

TEST(ClassicPayload, TakesTheLargestAndTheSmallestNumber)
{
    Uplink uplink = original();
    uplink.snr = std::numeric_limits<double>::max();
    uplink.rssi = -std::numeric_limits<double>::denorm_min();

    const std::string body = classic_payload(uplink);

    EXPECT_EQ(std::stod(body.substr(body.find("snr") + 6)), std::numeric_limits<double>::max());
    EXPECT_NE(body.find(R"("rssi": -0.000)"), std::string::npos);
    EXPECT_TRUE(body.ends_with("5}"));
}

}  // namespace
}  // namespace mysigfox::delivery
