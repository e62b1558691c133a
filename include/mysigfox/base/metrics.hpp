// Counters that any thread may raise; how they are shown is somebody else's business.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox {

/// A number that only grows. Any thread may raise it.
class Counter {
public:
    void add(std::uint64_t n = 1) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }
    std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// All counters of one daemon by name and label, in the way Prometheus names them, without
/// the prefix: counter("callbacks_rejected_total", R"(reason="no_device")").
///
/// Look a counter up once and keep the reference: the look-up takes a lock, add() does not.
class Metrics {
public:
    Counter& counter(const std::string& name, const std::string& labels = {});

    struct Sample {
        std::string name;
        std::string labels;
        std::uint64_t value;
    };
    std::vector<Sample> snapshot() const;

private:
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, std::unique_ptr<Counter>> counters_;
};

}  // namespace mysigfox
