// A POST to one of our own inboxes, which never leaves the process.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/client/webhook_client.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/storage/inbox_store.hpp"

#include <string>

namespace mysigfox::delivery {

/// request.url must name an inbox. The answer is the one its owner told it to give, judged as if
/// it had come over the wire. All arguments must outlive the task, which is cut when cancelled.
Task<AttemptResult> post_to_inbox(storage::InboxStore& inbox, const client::WebhookRequest& request,
                                  Timestamp now);

}  // namespace mysigfox::delivery
