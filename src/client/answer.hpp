// What we send to a webhook as bytes, and what its answer means: nothing here does I/O.
#pragma once

#include "mysigfox/client/webhook_client.hpp"
#include "mysigfox/domain/attempt.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mysigfox::client {

/// What matters of an answer.
struct Answer {
    int status = 0;
    std::string location;  ///< as sent
    std::optional<std::string> retry_after;
    std::string body;  ///< its first bytes
};

/// Head and body in one piece. A control character in a field becomes a space: no value of a
/// customer may ever start a field, or a request, of its own.
std::string request_bytes(const WebhookRequest& request);

/// "webhook.example:443", "[2001:db8::1]:80"
std::string place_of(const WebhookUrl& url);

/// A Location as shown_url() has it, printable and at most 200 bytes.
std::string shown_location(std::string_view location);

/// The status decides. The one redirect that is a success is that of a Google Apps Script, which
/// answers so once it has run.
AttemptResult judged(const WebhookUrl& url, Answer answer);

}  // namespace mysigfox::client
