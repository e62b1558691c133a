// Counters, gauges and histograms; how they are shown is somebody else's business.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <variant>
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

/// A number that comes and goes. Loops that share one add what changed; they never set it.
class Gauge {
public:
    void add(std::int64_t n = 1) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }
    void subtract(std::int64_t n = 1) noexcept { add(-n); }
    void set(std::int64_t n) noexcept { value_.store(n, std::memory_order_relaxed); }
    std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// How long things took, from a tenth of a millisecond to a week. Any thread may add to it.
class Histogram {
public:
    using Duration = std::chrono::microseconds;
    static constexpr std::size_t kBoundCount = 24;
    /// Upper bounds, each within its bucket; one more bucket holds what is longer.
    static const std::array<Duration, kBoundCount> kBounds;

    struct Value {
        std::array<std::uint64_t, kBoundCount + 1> counts{};  ///< of each bucket alone
        Duration sum{0};

        std::uint64_t count() const noexcept;
        friend bool operator==(const Value&, const Value&) = default;
    };

    /// A negative duration (somebody set the clock) counts as none.
    void add(Duration taken) noexcept;
    /// What is added meanwhile may be in part of it.
    Value value() const noexcept;

private:
    std::array<std::atomic<std::uint64_t>, kBoundCount + 1> counts_{};
    std::atomic<std::int64_t> sum_{0};
};

/// All that one daemon counts, by name and label, in the way Prometheus names them, without
/// the prefix: counter("callbacks_rejected_total", R"(reason="no_device")").
///
/// Look one up once and keep the reference: the look-up takes a lock, counting does not. A name
/// with its labels is of one kind for ever; asking for another throws std::logic_error.
class Metrics {
public:
    Counter& counter(const std::string& name, const std::string& labels = {});
    Gauge& gauge(const std::string& name, const std::string& labels = {});
    Histogram& histogram(const std::string& name, const std::string& labels = {});

    struct Sample {
        std::string name;
        std::string labels;
        std::variant<std::uint64_t, std::int64_t, Histogram::Value> value;  ///< tells the kind
    };
    /// In the order of names.
    std::vector<Sample> snapshot() const;

private:
    using Any = std::variant<Counter, Gauge, Histogram>;

    template <typename Kind>
    Kind& look_up(const std::string& name, const std::string& labels);

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Any> all_;  // entries stay where they are
};

}  // namespace mysigfox
