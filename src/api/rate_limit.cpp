// Token buckets by key.
#include "mysigfox/api/rate_limit.hpp"

#include <algorithm>

namespace mysigfox::api {

RateLimit::RateLimit(double burst, std::chrono::milliseconds interval, std::size_t max_keys)
    : burst_(burst), interval_(interval), max_keys_(max_keys), common_{burst, Timestamp{}}
{
}

bool RateLimit::try_spend(std::string_view key, Timestamp now)
{
    std::string name{key};
    const std::lock_guard lock{mutex_};
    if (const auto known = buckets_.find(name); known != buckets_.end()) {
        return spend_from(known->second, now);
    }
    if (buckets_.size() >= max_keys_) forget_whole(now);
    if (buckets_.size() >= max_keys_) return spend_from(common_, now);
    const auto [place, is_new] = buckets_.emplace(std::move(name), Bucket{burst_, now});
    return spend_from(place->second, now);
}

void RateLimit::give_back(std::string_view key)
{
    const std::lock_guard lock{mutex_};
    const auto known = buckets_.find(std::string{key});
    Bucket& bucket = known == buckets_.end() ? common_ : known->second;
    bucket.left = std::min(burst_, bucket.left + 1);
}

void RateLimit::refill(Bucket& bucket, Timestamp now) const
{
    if (now <= bucket.at) return;
    bucket.left = std::min(burst_, bucket.left + (now - bucket.at) / interval_);
    bucket.at = now;
}

bool RateLimit::spend_from(Bucket& bucket, Timestamp now) const
{
    refill(bucket, now);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
}

void RateLimit::forget_whole(Timestamp now)
{
    // Looking at every key costs too much to be done for each new one while none becomes whole.
    if (now - looked_ < interval_ && now >= looked_) return;
    looked_ = now;
    for (auto& [key, bucket] : buckets_) refill(bucket, now);
    std::erase_if(buckets_, [&](const auto& known) { return known.second.left >= burst_; });
}

}  // namespace mysigfox::api
