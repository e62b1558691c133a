// The text that Prometheus reads.
#include "mysigfox/admin/exposition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace mysigfox::admin {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(ExpositionTest, AFamilyIsDescribedOnceHoweverManySamplesItHas)
{
    Metrics metrics;
    metrics.counter("callbacks_total", label("account", "b")).add(2);
    metrics.counter("callbacks_total", label("account", "a")).add(1);
    metrics.gauge("lanes", label("condition", "failing")).add(3);
    Exposition exposition;
    for (const auto& sample : metrics.snapshot()) exposition.add(sample);

    const std::string expected = "# HELP mysigfox_callbacks_total " +
                                 std::string{help_of("mysigfox_callbacks_total")} +
                                 "\n# TYPE mysigfox_callbacks_total counter\n"
                                 "mysigfox_callbacks_total{account=\"a\"} 1\n"
                                 "mysigfox_callbacks_total{account=\"b\"} 2\n"
                                 "# HELP mysigfox_lanes " +
                                 std::string{help_of("mysigfox_lanes")} +
                                 "\n# TYPE mysigfox_lanes gauge\n"
                                 "mysigfox_lanes{condition=\"failing\"} 3\n";
    EXPECT_EQ(exposition.text(), expected);
}

TEST(ExpositionTest, FamiliesStayTogetherInWhateverOrderTheyCome)
{
    Exposition exposition;
    exposition.gauge("b", 1, label("x", "1"));
    exposition.gauge("a", 1);
    exposition.gauge("b", 2, label("x", "2"));

    EXPECT_EQ(exposition.text(),
              "# HELP a \n# TYPE a gauge\na 1\n"
              "# HELP b \n# TYPE b gauge\nb{x=\"1\"} 1\nb{x=\"2\"} 2\n");
}

TEST(ExpositionTest, BucketsOfAHistogramAddUpAndAreInSeconds)
{
    Metrics metrics;
    Histogram& histogram = metrics.histogram("delivery_seconds");
    histogram.add(80us);
    histogram.add(2ms);
    histogram.add(std::chrono::hours{1'000});
    Exposition exposition;
    exposition.add(metrics.snapshot().front());
    const std::string text = exposition.text();

    EXPECT_THAT(text, HasSubstr("# TYPE mysigfox_delivery_seconds histogram\n"));
    EXPECT_THAT(text, HasSubstr("mysigfox_delivery_seconds_bucket{le=\"0.0001\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("mysigfox_delivery_seconds_bucket{le=\"0.001\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("mysigfox_delivery_seconds_bucket{le=\"0.0025\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("mysigfox_delivery_seconds_bucket{le=\"604800\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("mysigfox_delivery_seconds_bucket{le=\"+Inf\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("mysigfox_delivery_seconds_count 3\n"));
    EXPECT_THAT(text, HasSubstr("mysigfox_delivery_seconds_sum 3600000.00208\n"));
}

TEST(ExpositionTest, ALargeCountIsWrittenExactly)
{
    Exposition exposition;
    exposition.counter("a_total", 123'456'789'012.0);

    EXPECT_THAT(exposition.text(), HasSubstr("a_total 123456789012\n"));
}

TEST(ExpositionTest, LabelsAreEscapedAsTheFormatWantsIt)
{
    EXPECT_EQ(label("account", "plain"), R"(account="plain")");
    EXPECT_EQ(label("account", "a\"b\\c\nd"), R"(account="a\"b\\c\nd")");
    EXPECT_EQ(label("account", "žluťoučký"), "account=\"žluťoučký\"");
}

TEST(ExpositionTest, WhatIsDescribedStandsInTheOperatorsList)
{
    std::ifstream file{SOURCE_DIR "/docs/operators/monitoring.md"};
    std::ostringstream list;
    list << file.rdbuf();

    EXPECT_EQ(help_of("mysigfox_no_such_thing"), "");
    for (const std::string_view name : described_metrics()) {
        EXPECT_THAT(list.str(), HasSubstr("`" + std::string{name} + "`"));
        EXPECT_FALSE(help_of(name).empty()) << name;
    }
}

}  // namespace
}  // namespace mysigfox::admin
