#include "client/session_cache.hpp"

#include <utility>

namespace mysigfox::client {

TlsSession SessionCache::take(std::string_view origin, Time now)
{
    const auto found = by_origin_.find(origin);
    if (found == by_origin_.end()) return {};
    TlsSession session = remove(found->second);
    if (now - session.verified >= kLongest) return {};
    return session;
}

void SessionCache::put(const std::string& origin, TlsSession session)
{
    if (!session.ticket || bound_ == 0) return;
    if (const auto known = by_origin_.find(origin); known != by_origin_.end()) {
        remove(known->second);
    }
    if (entries_.size() >= bound_) remove(entries_.begin());
    entries_.push_back({origin, std::move(session)});
    const auto entry = std::prev(entries_.end());
    by_origin_.emplace(entry->origin, entry);
}

TlsSession SessionCache::remove(Entries::iterator entry)
{
    TlsSession session = std::move(entry->session);
    by_origin_.erase(entry->origin);
    entries_.erase(entry);
    return session;
}

}  // namespace mysigfox::client
