// A set of 8-byte fingerprints in one block of memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace mysigfox::storage {

/// A set of fingerprints: 8 bytes each, at most 85 % full, growing on demand up to a bound.
///
/// Ordered linear probing: the slots are an ascending array with gaps, so a search for what is
/// not there, the usual case, ends after four slots, and growing is one pass in order.
/// Fingerprints are spread evenly and never 0.
class FingerprintTable {
public:
    /// Takes `slots` at once, or as many of `max_slots` as it may.
    FingerprintTable(std::size_t slots, std::size_t max_slots);

    bool contains(std::uint64_t fingerprint) const noexcept;
    /// False if the set is full. The fingerprint must not be in it.
    bool insert(std::uint64_t fingerprint);
    bool erase(std::uint64_t fingerprint) noexcept;
    std::size_t size() const noexcept { return size_; }

private:
    struct Free {
        void operator()(std::uint64_t* block) const noexcept { std::free(block); }
    };

    std::size_t home_of(std::uint64_t fingerprint) const noexcept
    {
        return static_cast<std::size_t>((fingerprint >> 32U) * homes_ >> 32U);
    }
    bool grow();
    bool put(std::uint64_t fingerprint) noexcept;

    std::size_t max_slots_;
    std::size_t slots_;
    std::size_t homes_;  // fewer than slots_, so that a run at the end has room
    std::size_t limit_;
    std::size_t size_ = 0;
    std::unique_ptr<std::uint64_t[], Free> block_;  // the last slot stays 0
};

}  // namespace mysigfox::storage
