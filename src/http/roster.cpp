// Moves connections between the lists of those who wait, are served, and leave.
#include "http/roster.hpp"

#include "http/origin.hpp"

#include <algorithm>

namespace mysigfox::http {
namespace {

IpAddress network_of(const IpAddress& source)
{
    if (!source.is_v6()) return source;
    IpAddress::Bytes bytes = source.bytes();
    std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
    return IpAddress::v6(bytes);
}

}  // namespace

bool Roster::has_room_for(const IpAddress& source) const
{
    const auto known = per_source_.find(network_of(source));
    return known == per_source_.end() || known->second < cap_of(source);
}

bool Roster::cut_oldest()
{
    if (waiting_.empty()) return false;
    cut(waiting_.begin());
    return true;
}

Roster::Place Roster::enter(Guest& guest, const IpAddress& source)
{
    ++per_source_[network_of(source)];
    return waiting_.insert(waiting_.end(), {&guest, source, &waiting_});
}

void Roster::leave(Place place)
{
    count_out(place->source);
    place->list->erase(place);
}

bool Roster::rename(Place place, const IpAddress& source)
{
    if (!has_room_for(source)) return false;
    count_out(place->source);
    ++per_source_[network_of(source)];
    place->source = source;
    return true;
}

void Roster::ask_all_to_stop()
{
    for (const Entries* entries : {&waiting_, &busy_}) {
        for (const Entry& entry : *entries) entry.guest->ask_to_stop();
    }
}

void Roster::cut_all()
{
    while (!waiting_.empty()) cut(waiting_.begin());
    while (!busy_.empty()) cut(busy_.begin());
}

void Roster::count_out(const IpAddress& source)
{
    const auto count = per_source_.find(network_of(source));
    if (--count->second == 0) per_source_.erase(count);
}

void Roster::move(Place place, Entries& to)
{
    if (place->list == &leaving_) return;
    to.splice(to.end(), *place->list, place);
    place->list = &to;
}

void Roster::cut(Place place)
{
    move(place, leaving_);
    place->guest->cut();
}

std::size_t Roster::cap_of(const IpAddress& source) const
{
    const bool is_trusted =
        is_in(trust_.trusted_proxies, source) || is_in(trust_.trusted_sources, source);
    if (is_trusted) return limits_.max_per_trusted_source;
    return source.is_loopback() ? limits_.max_per_loopback_source : limits_.max_per_source;
}

}  // namespace mysigfox::http
