// The verbs, each group in a file of its own; each adds itself to the command line.
#pragma once

#include "cli/session.hpp"

namespace CLI {
class App;
}

namespace mysigfox::cli {

void add_daemon_verbs(CLI::App& program, Session& session);    // serve, check, status, …
void add_config_verbs(CLI::App& program, Session& session);    // config show|defaults, version
void add_callback_verbs(CLI::App& program, Session& session);  // callback show
void add_message_verbs(CLI::App& program, Session& session);   // message list|show|replay
void add_webhook_verbs(CLI::App& program, Session& session);   // webhook pause|…|test|list
void add_customer_verbs(CLI::App& program, Session& session);  // customer list|show|…
void add_backup_verb(CLI::App& program, Session& session);
void add_restore_verb(CLI::App& program, Session& session);
void add_manual_verbs(CLI::App& program, Session& session);  // manual, completion

// Below `callback`.
void add_callback_install_verb(CLI::App& callback, Session& session);

// Below `device`.
void add_device_change_verbs(CLI::App& device, Session& session);  // add, set, pause, new-…
void add_device_resume_verb(CLI::App& device, Session& session);
void add_device_leave_verbs(CLI::App& device, Session& session);   // transfer, unregister, remove
void add_device_list_verbs(CLI::App& device, Session& session);    // list, show, export
void add_device_import_verbs(CLI::App& device, Session& session);  // import, adopt

}  // namespace mysigfox::cli
