// The counts of copies, by the fingerprints of their messages.
#pragma once

#include "mysigfox/storage/copy_counts.hpp"
#include "storage/recent_messages.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace mysigfox::storage {

/// Two generations: when the young one is full it becomes the old one, which is forgotten.
class CopyTable final : public CopyCounts {
public:
    explicit CopyTable(std::size_t most_of_a_generation) : most_(most_of_a_generation) {}

    void add(const Uplink& uplink);
    std::uint32_t of(const Uplink& uplink) const override;

private:
    using Counts = std::unordered_map<std::uint64_t, std::uint32_t>;

    const std::size_t most_;
    mutable std::mutex mutex_;
    mutable Fingerprinter fingerprint_;  // guarded by mutex_, as all below
    Counts young_;
    Counts old_;
};

}  // namespace mysigfox::storage
