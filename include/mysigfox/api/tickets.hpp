// What somebody shows again, for some minutes, to prove what he may do: a mailed link.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/encoding.hpp"
#include "mysigfox/base/secret.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace mysigfox::api {

/// Kept in memory as keyed hashes, so that neither a dump nor the time of a look-up gives one
/// away; a restart ends them all. Bounded: when full the one that ends first goes. Any loop may
/// ask: a short lock.
template <typename What>
class Tickets {
public:
    Tickets(std::chrono::milliseconds life, std::size_t most) : life_(life), most_(most) {}

    /// The text to be shown again: 64 hexadecimal digits, 256 random bits.
    std::string issue(What what, Timestamp now)
    {
        std::string text = to_hex(bytes_of(random_bytes(kBytes)));
        const std::lock_guard lock{mutex_};
        make_room(now);
        kept_.insert_or_assign(hashed(text), Kept{std::move(what), now + life_});
        return text;
    }

    std::optional<What> find(std::string_view text, Timestamp now) const
    {
        const std::lock_guard lock{mutex_};
        const auto place = kept_.find(hashed(text));
        if (place == kept_.end() || place->second.ends <= now) return std::nullopt;
        return place->second.what;
    }

    /// The same, and never again.
    std::optional<What> take(std::string_view text, Timestamp now)
    {
        const std::lock_guard lock{mutex_};
        auto taken = kept_.extract(hashed(text));
        if (taken.empty() || taken.mapped().ends <= now) return std::nullopt;
        return std::move(taken.mapped().what);
    }

    /// One of which that holds; looks at all there are.
    template <typename Question>
    std::optional<What> find_if(const Question& question, Timestamp now) const
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [hash, one] : kept_) {
            if (one.ends > now && question(one.what)) return one.what;
        }
        return std::nullopt;
    }

    template <typename Question>
    void revoke_if(const Question& question)
    {
        const std::lock_guard lock{mutex_};
        std::erase_if(kept_, [&](const auto& one) { return question(one.second.what); });
    }

private:
    static constexpr std::size_t kBytes = 32;
    struct Kept {
        What what;
        Timestamp ends;
    };

    static std::span<const std::uint8_t> bytes_of(const std::string& bytes)
    {
        return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    }
    Digest hashed(std::string_view text) const { return hmac_sha256(key_, text); }
    void make_room(Timestamp now)
    {
        if (kept_.size() < most_) return;
        std::erase_if(kept_, [now](const auto& one) { return one.second.ends <= now; });
        if (kept_.size() < most_) return;
        const auto ends_first = [](const auto& a, const auto& b) {
            return a.second.ends < b.second.ends;
        };
        kept_.erase(std::min_element(kept_.begin(), kept_.end(), ends_first));
    }

    const std::chrono::milliseconds life_;
    const std::size_t most_;
    const std::string key_ = random_bytes(kBytes);
    mutable std::mutex mutex_;
    std::map<Digest, Kept> kept_;  // guarded by mutex_
};

}  // namespace mysigfox::api
