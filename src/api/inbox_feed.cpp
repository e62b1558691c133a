// Waits for the bell, reads, and formats.
#include "api/inbox_feed.hpp"

#include "api/events.hpp"

#include <utility>

namespace mysigfox::api {
namespace {

constexpr std::chrono::hours kLongest{1};
constexpr std::size_t kAtOnce = 5;  // each may be some 30 KiB of page

}  // namespace

pages::ShownRequest shown(storage::InboxRequest request)
{
    return {.id = request.id,
            .received = request.received,
            .method = std::move(request.method),
            .query = std::move(request.query),
            .fields = std::move(request.fields),
            .body = std::move(request.body)};
}

InboxFeed::InboxFeed(const Source& source, const storage::InboxNames& names, Language language,
                     std::int64_t after, std::unique_ptr<Seats::Seat> seat)
    : reader_(source.reader),
      clock_(source.clock),
      read_name_(names.read_name),
      language_(language),
      end_(source.clock.now() + kLongest),
      seat_(std::move(seat)),
      seen_(after),
      listener_(source.bell, storage::inbox_topic(names.write_name), source.home)
{
}

Task<std::optional<std::string>> InboxFeed::next(std::chrono::milliseconds limit)
{
    if (is_cancelled_ || clock_.now() >= end_) co_return std::nullopt;
    std::string piece{std::exchange(is_greeted_, true) ? std::string_view{} : kGreeting};
    piece += unseen();
    if (piece.empty()) {
        const bool rang = co_await listener_.wait(limit);
        if (is_cancelled_) co_return std::nullopt;
        if (rang) piece = unseen();
        if (piece.empty()) piece = kStillThere;
    }
    co_return piece;
}

void InboxFeed::cancel()
{
    is_cancelled_ = true;
    listener_.cancel();
}

std::string InboxFeed::unseen()
{
    std::string events;
    for (storage::InboxRequest& request : reader_.requests_after(read_name_, seen_, kAtOnce)) {
        seen_ = request.id;
        events += arrival(seen_, pages::inbox_request(language_, shown(std::move(request))));
    }
    return events;
}

}  // namespace mysigfox::api
