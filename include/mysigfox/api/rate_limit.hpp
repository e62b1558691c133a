// How often somebody may try, kept in memory and bounded.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mysigfox::api {

/// A token bucket a key: `burst` tries at once, refilled one every `interval`. Any loop may ask:
/// a short lock, never held over I/O. Remembers at most `max_keys`; when full, keys that are
/// whole again are forgotten first, and if none is, a new key shares one common bucket.
///
/// A clock that is set back refills nothing until it has caught up; no try is lost by it.
class RateLimit {
public:
    RateLimit(double burst, std::chrono::milliseconds interval, std::size_t max_keys = 100'000);

    /// Spends one try; false if there is none left.
    bool try_spend(std::string_view key, Timestamp now);
    /// The try was none: who succeeds does not use his tries up.
    void give_back(std::string_view key);

private:
    struct Bucket {
        double left;
        Timestamp at;
    };
    void refill(Bucket& bucket, Timestamp now) const;
    bool spend_from(Bucket& bucket, Timestamp now) const;
    void forget_whole(Timestamp now);

    const double burst_;
    const std::chrono::duration<double, std::milli> interval_;
    const std::size_t max_keys_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;  // guarded by mutex_
    Bucket common_;                                    // guarded by mutex_
    Timestamp looked_{};                               // guarded by mutex_; when forget_whole() ran
};

}  // namespace mysigfox::api
