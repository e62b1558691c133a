// The proof: which messages came, how often, in which order, and how long after they were due.
#pragma once

#include "benchmark/tools/histogram.hpp"
#include "benchmark/tools/stamp.hpp"

#include <fstream>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mysigfox::benchmark {

class Arrivals {
public:
    /// `is_measured`: its time counts.
    void note(std::string_view body, bool is_measured)
    {
        const auto stamp = Stamp::read(value_of(body, "\"data\": \""));
        if (!stamp) return;
        if (is_measured) latencies_.add_since(stamp->due_ns);
        if (stamp->sequence >= seen_.size()) seen_.resize(2 * std::size_t{stamp->sequence} + 1024);
        char& times = seen_[stamp->sequence];
        if (times < 100) ++times;
        if (times == 1) note_order(value_of(body, "\"device\": \""), stamp->sequence);
    }

    /// What was not measured from here on is forgotten, what was seen is not.
    void start_measuring() { latencies_.clear(); }

    std::uint64_t out_of_order() const noexcept { return out_of_order_; }
    std::string latencies() const { return latencies_.json(); }

    /// A byte for each sequence number: how often it came.
    void save(const std::string& file) const
    {
        std::ofstream out(file, std::ios::binary);
        out.write(seen_.data(), static_cast<std::streamsize>(seen_.size()));
    }

private:
    /// What stands behind the key, as our classic body spells it.
    static std::string_view value_of(std::string_view body, std::string_view key)
    {
        const std::size_t place = body.find(key);
        return place == std::string_view::npos ? std::string_view{}
                                               : body.substr(place + key.size());
    }

    /// Messages of one device are sent with rising sequence numbers.
    void note_order(std::string_view device, std::uint32_t sequence)
    {
        std::uint32_t id = 0;
        std::from_chars(device.data(), device.data() + std::min<std::size_t>(device.size(), 8), id,
                        16);
        std::uint32_t& newest = newest_[id];
        if (sequence < newest) ++out_of_order_;
        newest = std::max(newest, sequence);
    }

    std::string seen_;
    std::unordered_map<std::uint32_t, std::uint32_t> newest_;  // of each device
    std::uint64_t out_of_order_ = 0;
    Histogram latencies_;
};

}  // namespace mysigfox::benchmark
