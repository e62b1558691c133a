// Counts who watches.
#include "mysigfox/api/seats.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::api {

std::unique_ptr<Seats::Seat> Seats::take(std::vector<std::string> keys)
{
    const std::lock_guard lock{mutex_};
    const bool is_full = taken_ >= total_ || std::ranges::any_of(keys, [this](const auto& key) {
                             const auto known = by_key_.find(key);
                             return known != by_key_.end() && known->second >= per_key_;
                         });
    if (is_full) return nullptr;
    ++taken_;
    for (const std::string& key : keys) ++by_key_[key];
    return std::make_unique<Seat>(*this, std::move(keys));
}

void Seats::give_back(const std::vector<std::string>& keys)
{
    const std::lock_guard lock{mutex_};
    --taken_;
    for (const std::string& key : keys) {
        const auto known = by_key_.find(key);
        if (--known->second == 0) by_key_.erase(known);
    }
}

}  // namespace mysigfox::api
