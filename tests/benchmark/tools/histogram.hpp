// Durations counted in buckets less than one per cent wide.
#pragma once

#include "benchmark/tools/stamp.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mysigfox::benchmark {

class Histogram {
public:
    void add(std::uint64_t ns)
    {
        ++counts_[bucket_of(ns)];
        ++total_;
        max_ = std::max(max_, ns);
    }

    void add_since(std::uint64_t begun_ns)
    {
        const std::uint64_t now = now_ns();
        add(now > begun_ns ? now - begun_ns : 0);
    }

    void clear() { *this = {}; }

    /// {"count":…,"p50":…}, in milliseconds.
    std::string json() const
    {
        return fmt::format(R"({{"count":{},"p50":{:.4f},"p99":{:.4f},"p999":{:.4f},"max":{:.4f}}})",
                           total_, quantile(0.5), quantile(0.99), quantile(0.999),
                           static_cast<double>(max_) / 1e6);
    }

private:
    static constexpr unsigned kFine = 7;  // 128 buckets for each power of two

    static std::size_t bucket_of(std::uint64_t ns)
    {
        if (ns < (1U << kFine)) return ns;
        const auto power = static_cast<unsigned>(std::bit_width(ns)) - 1 - kFine;
        return (std::size_t{power} << kFine) + (ns >> power);
    }

    static double middle_of(std::size_t bucket)
    {
        if (bucket < (2U << kFine)) return static_cast<double>(bucket);
        const std::size_t power = (bucket >> kFine) - 1;
        const std::uint64_t least = (bucket - (power << kFine)) << power;
        return static_cast<double>(least) + static_cast<double>(std::uint64_t{1} << power) / 2;
    }

    double quantile(double part) const
    {
        const auto wanted = static_cast<std::uint64_t>(static_cast<double>(total_) * part);
        std::uint64_t passed = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            passed += counts_[i];
            if (passed > wanted) return middle_of(i) / 1e6;
        }
        return static_cast<double>(max_) / 1e6;
    }

    std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>((64 - kFine + 1) << kFine);
    std::uint64_t total_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace mysigfox::benchmark
