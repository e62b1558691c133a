// What DNS answered lately: bounded, the oldest out first.
#pragma once

#include "mysigfox/net/resolver.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mysigfox::net {

/// Answers by name until their time is up. Confined to one loop.
class AnswerCache {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit AnswerCache(std::size_t bound) : bound_(bound) {}

    /// Valid until the next call of any kind; null if nothing is known any more.
    const Resolution* find(std::string_view name, Time now);
    void put(std::string name, Resolution resolution, Time until);

    std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::string name;
        Resolution resolution;
        Time until;
    };
    using Entries = std::list<Entry>;

    void erase(Entries::iterator entry);

    std::size_t bound_;
    Entries entries_;  ///< oldest first; the keys below point into it
    std::unordered_map<std::string_view, Entries::iterator> by_name_;
};

}  // namespace mysigfox::net
