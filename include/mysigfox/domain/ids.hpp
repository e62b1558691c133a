// Identities of stored things, each a type of its own, and their public spellings.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mysigfox {

enum class MessageId : std::int64_t {};   ///< grows by one a message
enum class DeliveryId : std::int64_t {};  ///< grows by one a delivery
enum class CustomerId : std::int64_t {};  ///< 0: nobody
enum class WebhookId : std::int64_t {};   ///< 60 random bits, so that it also picks a loop; 0: none

inline constexpr CustomerId kNobody{0};
inline constexpr WebhookId kNoWebhook{0};

/// "msg_" + 9 digits of the time of reception + the id. The time keeps the idempotency key
/// of a message different from that of another one that gets the same id after a restore.
std::string public_id(MessageId id, Timestamp received);
std::optional<MessageId> parse_message_id(std::string_view text);

/// "wh_" + 12 digits.
std::string public_id(WebhookId id);
std::optional<WebhookId> parse_webhook_id(std::string_view text);

}  // namespace mysigfox
