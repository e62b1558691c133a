// What Operations can do, one function a verb; see operations.cpp for their names.
#pragma once

#include "control/rows.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/control/operations.hpp"

#include <string>

namespace mysigfox::control {

/// JSON, or why not.
using Answer = Task<Result<std::string>>;

// device_change.cpp: one device, {"device_id": …}
Answer add_device(const OperationRooms& rooms, const Json& arguments);
Answer set_device(const OperationRooms& rooms, const Json& arguments);
Answer pause_device(const OperationRooms& rooms, const Json& arguments);
Answer renew_token(const OperationRooms& rooms, const Json& arguments);
Answer renew_secret(const OperationRooms& rooms, const Json& arguments);

// device_resume.cpp: {"device_id"}, or {"all", "after"} page by page
Answer resume_device(const OperationRooms& rooms, const Json& arguments);

// device_leave.cpp: the owner leaves
Answer transfer_device(const OperationRooms& rooms, const Json& arguments);
Answer unregister_device(const OperationRooms& rooms, const Json& arguments);
Answer remove_device(const OperationRooms& rooms, const Json& arguments);

// device_import.cpp: many devices
Answer import_devices(const OperationRooms& rooms, const Json& arguments);
Answer adopt_devices(const OperationRooms& rooms, const Json& arguments);

// device_list.cpp: reading
Answer list_devices(const OperationRooms& rooms, const Json& arguments);
Answer list_unknown_devices(const OperationRooms& rooms, const Json& arguments);
Answer export_devices(const OperationRooms& rooms, const Json& arguments);
Answer show_device(const OperationRooms& rooms, const Json& arguments);

// webhook_change.cpp: one webhook, {"webhook_id": …}
Answer pause_webhook(const OperationRooms& rooms, const Json& arguments);
Answer resume_webhook(const OperationRooms& rooms, const Json& arguments);

// message_verbs.cpp: what became of messages, and sending them again
Answer list_messages(const OperationRooms& rooms, const Json& arguments);
Answer show_message(const OperationRooms& rooms, const Json& arguments);
Answer replay_messages(const OperationRooms& rooms, const Json& arguments);
Answer list_failing_webhooks(const OperationRooms& rooms, const Json& arguments);

// customer_verbs.cpp: {"email": …}
Answer list_customers(const OperationRooms& rooms, const Json& arguments);
Answer show_customer(const OperationRooms& rooms, const Json& arguments);
Answer forget_customer(const OperationRooms& rooms, const Json& arguments);
Answer list_webhooks(const OperationRooms& rooms, const Json& arguments);
Answer show_webhook(const OperationRooms& rooms, const Json& arguments);

// backup_verbs.cpp
Answer begin_backup(const OperationRooms& rooms, const Json& arguments);
Answer begin_scrub(const OperationRooms& rooms, const Json& arguments);
Answer tell_backup_progress(const OperationRooms& rooms, const Json& arguments);

// operations.cpp
Answer tell_status(const OperationRooms& rooms, const Json& arguments);
Answer tell_readiness(const OperationRooms& rooms, const Json& arguments);
Answer reload(const OperationRooms& rooms, const Json& arguments);

/// failing, paused_gone, spent or paused.
const char* word_of(storage::LaneCondition condition) noexcept;

/// Devices heard that are in no registry, those heard last first.
std::vector<storage::OutboxReader::UnknownDevice> unknown_devices(const OperationRooms& rooms);

}  // namespace mysigfox::control
