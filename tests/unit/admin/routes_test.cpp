// Health as a load balancer and as a person see it.
#include "mysigfox/admin/routes.hpp"
#include "mysigfox/admin/process.hpp"

#include "support/run_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mysigfox::admin {
namespace {

struct Health {
    std::vector<Check> live{{"loops", {}}};
    std::vector<Check> ready{{"running", {}}, {"disk", {}}};
    http::Router router;

    Health()
    {
        add_admin_routes(router, {[] { return std::string{"a 1\n"}; }, [this] { return live; },
                                  [this] { return ready; }});
    }

    http::Response get(std::string_view path, std::string_view query = {}) const
    {
        http::Request request;
        request.head.method = "GET";
        request.head.path = path;
        request.head.query = query;
        return test::run_task(router.find("GET", path).route->handle(request));
    }
};

TEST(AdminRoutesTest, WhatIsWellSaysSoInALine)
{
    const Health health;

    EXPECT_EQ(health.get("/livez").status, 200);
    EXPECT_EQ(health.get("/readyz").status, 200);
    EXPECT_EQ(health.get("/readyz").body, "readyz ok\n");
}

TEST(AdminRoutesTest, VerboseListsEveryCheck)
{
    const Health health;

    EXPECT_EQ(health.get("/readyz", "verbose").body, "[+] running ok\n[+] disk ok\nreadyz ok\n");
}

TEST(AdminRoutesTest, WhatIsWrongIsNamedAndA503)
{
    Health health;
    health.ready[1].problem = "5 bytes free";

    const http::Response answer = health.get("/readyz");

    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body, "[-] disk: 5 bytes free\nreadyz failed\n");
    EXPECT_EQ(health.get("/livez").status, 200) << "a restart would not help";
}

TEST(AdminRoutesTest, MetricsComeInTheFormatOfPrometheus)
{
    const http::Response answer = Health{}.get("/metrics");

    EXPECT_EQ(answer.body, "a 1\n");
    EXPECT_THAT(answer.fields,
                testing::Contains(testing::Pair("Content-Type",
                                                testing::StartsWith("text/plain; version=0.0.4"))));
}

TEST(ProcessStatTest, TheNameOfAProcessMayHoldAnything)
{
    const auto figures = parse_process_stat(
        "77 (a b) c)) S 1 77 77 0 -1 4194560 1 2 3 4 150 50 7 8 20 0 9 0 4711 1000000 250 99");

    ASSERT_TRUE(figures);
    EXPECT_EQ(figures->cpu_ticks, 200U);
    EXPECT_EQ(figures->threads, 9U);
    EXPECT_EQ(figures->start_ticks, 4711U);
    EXPECT_EQ(figures->virtual_bytes, 1'000'000U);
    EXPECT_EQ(figures->resident_pages, 250U);
    EXPECT_FALSE(parse_process_stat("77 (a b S 1"));
    EXPECT_FALSE(parse_process_stat("77 (a) S 1 2"));
}

}  // namespace
}  // namespace mysigfox::admin
