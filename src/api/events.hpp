// Server-Sent Events: the form of an event, and the answer that carries them.
#pragma once

#include "mysigfox/http/message.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mysigfox::api {

bool wants_events(const http::RequestHead& head);

/// What the client has seen already: its Last-Event-ID, or `after` of the query the first time.
std::int64_t last_event_of(const http::RequestHead& head);

/// One event of the type "arrival". A browser that loses the stream asks for what follows `id`.
std::string arrival(std::int64_t id, std::string_view data);

/// Shows that we are still there.
inline constexpr std::string_view kStillThere = ":\n\n";
/// The first words: how soon a browser that lost us comes back.
inline constexpr std::string_view kGreeting = "retry: 2000\n\n";

http::Response event_response(std::shared_ptr<http::Feed> feed);

}  // namespace mysigfox::api
