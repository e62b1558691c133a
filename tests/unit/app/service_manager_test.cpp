// What of the environment is believed.
#include "app/service_manager.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <map>

namespace mysigfox::app {
namespace {

using Variables = std::map<std::string, std::string>;

Environment environment(const Variables& variables)
{
    return [variables](const char* name) -> const char* {
        const auto found = variables.find(name);
        // A copy of the map lives in the function, and so does what is pointed to.
        return found == variables.end() ? nullptr : found->second.c_str();
    };
}

TEST(ServiceManagerTest, WithoutOneNobodyListens)
{
    const ServiceManager nobody{environment({})};

    EXPECT_FALSE(nobody.listens());
    EXPECT_FALSE(nobody.watchdog());
    nobody.tell("READY=1");
    EXPECT_TRUE(passed_sockets(environment({})).empty());
}

TEST(ServiceManagerTest, WhatIsMeantForAnotherProcessIsNotOurs)
{
    const std::string other = std::to_string(::getppid());

    const ServiceManager manager{environment({{"NOTIFY_SOCKET", "/run/there-is-none"},
                                              {"WATCHDOG_USEC", "1000"},
                                              {"WATCHDOG_PID", other}})};

    EXPECT_TRUE(manager.listens());
    EXPECT_FALSE(manager.watchdog());
    manager.tell("READY=1");  // nobody is there: no matter
    EXPECT_TRUE(passed_sockets(environment({{"LISTEN_FDS", "1"}, {"LISTEN_PID", other}})).empty());
}

TEST(ServiceManagerTest, ALimitOfTheWatchdogIsANumberAboveZero)
{
    const auto limit = [](const std::string& text) {
        return ServiceManager{environment({{"WATCHDOG_USEC", text}})}.watchdog();
    };

    EXPECT_EQ(limit("120000000"), std::chrono::minutes{2});
    for (const char* const wrong : {"", "0", "-1", "12x", "x"}) EXPECT_FALSE(limit(wrong)) << wrong;
}

}  // namespace
}  // namespace mysigfox::app
