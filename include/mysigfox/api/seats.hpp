// How many may watch at once.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace mysigfox::api {

/// Seats for those who watch something live, so many in all and so many for each key (an address,
/// a device, a source). Any loop may ask: a short lock. Outlives what it hands out.
class Seats {
public:
    Seats(std::size_t total, std::size_t per_key) : total_(total), per_key_(per_key) {}

    /// Given back when it is destroyed.
    class Seat {
    public:
        Seat(Seats& seats, std::vector<std::string> keys) : seats_(seats), keys_(std::move(keys)) {}
        ~Seat() { seats_.give_back(keys_); }
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;

    private:
        Seats& seats_;
        const std::vector<std::string> keys_;
    };

    /// Nothing if one of the keys, or the house, has no seat left.
    std::unique_ptr<Seat> take(std::vector<std::string> keys);

private:
    void give_back(const std::vector<std::string>& keys);

    const std::size_t total_;
    const std::size_t per_key_;
    std::mutex mutex_;
    std::size_t taken_ = 0;                                // guarded by mutex_
    std::unordered_map<std::string, std::size_t> by_key_;  // guarded by mutex_
};

}  // namespace mysigfox::api
