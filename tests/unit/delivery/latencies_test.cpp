// How long deliveries took can be read off.
#include "delivery/latencies.hpp"

#include "delivery_fixture.hpp"

namespace mysigfox::delivery {
namespace {

Histogram::Value seen(Metrics& metrics, const std::string& name, const std::string& labels = {})
{
    return metrics.histogram(name, labels).value();
}

TEST(Latencies, APhaseThatWasNotReachedIsNotCounted)
{
    Metrics metrics;
    Latencies latencies{metrics};
    AttemptResult result;
    result.elapsed = 40ms;
    result.phases.connect = 25ms;

    latencies.attempted(result);

    const char* const phase = "delivery_attempt_phase_seconds";
    EXPECT_EQ(seen(metrics, "delivery_attempt_seconds").sum, 40ms);
    EXPECT_EQ(seen(metrics, phase, R"(phase="connect")").sum, 25ms);
    EXPECT_EQ(seen(metrics, phase, R"(phase="first_byte")").count(), 0u);
}

class LatenciesTest : public DeliveryTest {};

TEST_F(LatenciesTest, ADeliveryTakesFromTheCallbackToItsRecord)
{
    client_.answers = {answer(500)};
    enqueue();
    turn();
    EXPECT_EQ(seen(metrics_, "delivery_seconds").count(), 0u) << "not delivered yet";

    advance(6s);

    EXPECT_EQ(seen(metrics_, "delivery_seconds").count(), 1u);
    EXPECT_EQ(seen(metrics_, "delivery_seconds").sum, 6s);
    EXPECT_EQ(seen(metrics_, "delivery_attempt_seconds").count(), 2u);
}

}  // namespace
}  // namespace mysigfox::delivery
