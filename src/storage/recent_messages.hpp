// Which messages came lately: what a copy is recognised by.
#pragma once

#include "mysigfox/domain/uplink.hpp"
#include "storage/fingerprint_table.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

struct evp_mac_ctx_st;

namespace mysigfox::storage {

/// Turns what makes two messages the same (device, time, sequence, data) into 8 bytes, under a
/// key of its own: nobody outside can make two messages look alike.
class Fingerprinter {
public:
    Fingerprinter();
    std::uint64_t operator()(const Uplink& uplink);  ///< never 0

private:
    struct Free {
        void operator()(evp_mac_ctx_st* context) const noexcept;
    };
    std::string key_;
    std::unique_ptr<evp_mac_ctx_st, Free> context_;
};

/// A memory of fingerprints within a bound, the oldest forgotten first, an eighth at a time.
///
/// 256 MiB hold at least 24.3 million. Confined to one thread.
class RecentMessages {
public:
    explicit RecentMessages(std::size_t memory);

    /// False if it is remembered already.
    bool remember(std::uint64_t fingerprint);
    /// As older than everything remembered; for those of the time before a restart, newest first.
    /// False once there is no memory left for more of them.
    bool remember_older(std::uint64_t fingerprint);
    void forget(std::uint64_t fingerprint) noexcept;
    bool contains(std::uint64_t fingerprint) const noexcept;
    std::size_t size() const noexcept;

private:
    void start_generation();

    std::size_t share_;                         // slots a generation
    std::deque<FingerprintTable> generations_;  // newest first
    std::deque<FingerprintTable> history_;      // older than those, newest first
    bool takes_history_ = true;
};

}  // namespace mysigfox::storage
