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
    control::Operations operations{control::OperationRooms{
        clock, registry, registry, outbox, outbox, policy, metrics,
        [this](DeviceId device) { changed.push_back(device); },
        [] { return std::string{R"({"pending": 1})"}; },
        [] { return Result<std::string>{make_error(Errc::bad_configuration, "a.toml:1:1: no")}; }}};
};

}  // namespace mysigfox::test
