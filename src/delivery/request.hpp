// The request that carries a message: the same for a webhook and for a built-in inbox.
#pragma once

#include "mysigfox/client/webhook_client.hpp"
#include "mysigfox/storage/inbox_store.hpp"
#include "mysigfox/storage/outbox.hpp"
#include "mysigfox/storage/registry.hpp"

#include <cstdint>
#include <string>

namespace mysigfox::delivery {

/// id: for `webhook-id`, the same in every attempt of a message; `now` is that of this attempt, and
/// `duplicates` is known for the extended format alone.
client::WebhookRequest request_for(const std::string& id, const storage::Delivery& delivery,
                                   WebhookUrl url, const storage::WebhookSettings& settings,
                                   const std::string& user_agent, Timestamp now,
                                   std::uint32_t duplicates = 0);

/// Sends it where its URL says: to a server, or into one of our own inboxes, which must then be
/// given.
Task<AttemptResult> send(client::WebhookClient& client, storage::InboxStore* inbox,
                         client::WebhookRequest request, Timestamp now);

/// What an inbox shows of a request: what a server would have seen, field by field.
storage::InboxRequest inbox_request(const client::WebhookRequest& request, Timestamp now);

}  // namespace mysigfox::delivery
