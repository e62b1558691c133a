// Who is connected: the caps per source and in all, and who must go when the house is full.
#pragma once

#include "mysigfox/domain/ip_address.hpp"
#include "mysigfox/http/server.hpp"

#include <cstddef>
#include <list>
#include <map>

namespace mysigfox::http {

/// A connection as the roster sees it.
class Guest {
public:
    virtual ~Guest() = default;
    /// Ends the connection at once.
    virtual void cut() = 0;
    /// Ends it if it waits for a request; otherwise its next answer is the last one.
    virtual void ask_to_stop() = 0;
};

/// The connections of one loop. Those without a complete request stand in the order in which
/// they began to wait for one. Confined to the loop.
class Roster {
public:
    struct Entry;
    using Entries = std::list<Entry>;
    using Place = Entries::iterator;
    struct Entry {
        Guest* guest;
        IpAddress source;
        Entries* list;  ///< where it stands
    };

    Roster(const ServerLimits& limits, const ServerTrust& trust) : limits_(limits), trust_(trust) {}

    /// False when too many of that source are here already. For IPv6 a source is a /64: who has
    /// one address there has all of them.
    bool has_room_for(const IpAddress& source) const;

    bool is_full() const noexcept
    {
        return waiting_.size() + busy_.size() >= limits_.max_connections;
    }

    /// Cuts the one that has waited longest without a complete request; false if nobody waits.
    bool cut_oldest();

    Place enter(Guest& guest, const IpAddress& source);
    void leave(Place place);
    /// The connection turned out to be of another source: false if too many of that one are here.
    bool rename(Place place, const IpAddress& source);

    void has_request(Place place) { move(place, busy_); }
    void waits_again(Place place) { move(place, waiting_); }

    void ask_all_to_stop();
    void cut_all();

    std::size_t size() const noexcept { return waiting_.size() + busy_.size() + leaving_.size(); }

private:
    void move(Place place, Entries& to);
    void count_out(const IpAddress& source);
    void cut(Place place);
    std::size_t cap_of(const IpAddress& source) const;

    const ServerLimits& limits_;
    const ServerTrust& trust_;
    Entries waiting_;
    Entries busy_;
    Entries leaving_;  // cut, but their coroutines have not ended yet
    std::map<IpAddress, std::size_t> per_source_;
};

}  // namespace mysigfox::http
