// Operations over stores in memory.
#pragma once

#include "mysigfox/control/operations.hpp"
#include "support/memory_registry.hpp"

#include <vector>

namespace mysigfox::test {

struct OperationsFixture {
    SystemClock clock;
    MemoryRegistry registry;
    QuietOutbox outbox;
    TargetPolicy policy;
    Metrics metrics;
    std::vector<DeviceId> changed;
    std::vector<WebhookId> paused;
    std::vector<WebhookId> resumed;
    bool is_stopping = false;
    control::Operations operations{rooms()};

private:
    control::OperationRooms rooms()
    {
        control::OperationRooms made{
            clock,
            registry,
            registry,
            outbox,
            outbox,
            policy,
            metrics,
            [this](DeviceId device) { changed.push_back(device); },
            [] { return std::string{R"({"pending": 1})"}; },
            [] {
                return Result<std::string>{make_error(Errc::bad_configuration, "a.toml:1:1: no")};
            },
            [this](WebhookId webhook) { paused.push_back(webhook); },
            [this](WebhookId webhook) { resumed.push_back(webhook); }};
        made.readiness = [] { return std::string{R"({"checks": []})"}; };
        made.is_stopping = [this] { return is_stopping; };
        return made;
    }
};

}  // namespace mysigfox::test
