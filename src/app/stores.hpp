// What lies on disk: the state directory, its key and the three databases.
#pragma once

#include "mysigfox/base/bell.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/secret.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/storage/commit_meter.hpp"
#include "mysigfox/storage/failure.hpp"
#include "mysigfox/storage/inbox_store.hpp"
#include "mysigfox/storage/mail_store.hpp"
#include "mysigfox/storage/message_store.hpp"
#include "mysigfox/storage/registry.hpp"
#include "mysigfox/storage/state_directory.hpp"

#include <memory>

namespace mysigfox::app {

/// Opens everything durable, in this order, and closes it in the other.
struct Stores {
    /// Throws std::runtime_error naming what cannot be opened; a lock that another process
    /// holds is Errc::conflict inside a boost::system::system_error.
    Stores(const config::Settings& settings, const Clock& clock, Bell& bell, Metrics& metrics,
           const storage::OnFailure& on_failure);

    storage::StateDirectory directory;  // first: nothing is opened without the lock
    SecretKey key;
    std::shared_ptr<const storage::CommitMeter> registry_meter;
    std::shared_ptr<const storage::CommitMeter> messages_meter;
    std::unique_ptr<storage::RegistryStore> registry;
    std::unique_ptr<storage::InboxStore> inbox;
    std::unique_ptr<storage::MessageStore> messages;
    std::unique_ptr<storage::MailStore> mail;
};

}  // namespace mysigfox::app
