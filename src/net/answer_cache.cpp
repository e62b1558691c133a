#include "net/answer_cache.hpp"

#include <utility>

namespace mysigfox::net {

const Resolution* AnswerCache::find(std::string_view name, Time now)
{
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return nullptr;
    if (now < found->second->until) return &found->second->resolution;
    erase(found->second);
    return nullptr;
}

void AnswerCache::put(std::string name, Resolution resolution, Time until)
{
    if (const auto known = by_name_.find(name); known != by_name_.end()) erase(known->second);
    if (entries_.size() >= bound_) erase(entries_.begin());
    entries_.push_back({std::move(name), std::move(resolution), until});
    const auto entry = std::prev(entries_.end());
    by_name_.emplace(entry->name, entry);
}

void AnswerCache::erase(Entries::iterator entry)
{
    by_name_.erase(entry->name);
    entries_.erase(entry);
}

}  // namespace mysigfox::net
