// The stores opened by this very process, while no daemon runs.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/control/operations.hpp"
#include "mysigfox/storage/customer_directory.hpp"
#include "mysigfox/storage/inbox_store.hpp"
#include "mysigfox/storage/message_store.hpp"
#include "mysigfox/storage/registry.hpp"
#include "mysigfox/storage/state_directory.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::cli {

/// Holds the lock of the state directory, and does what the daemon would do.
class OwnStores {
public:
    /// Fails with conflict if somebody else holds the lock.
    static Result<std::unique_ptr<OwnStores>> open(const config::Settings& settings);

    Result<std::string> perform(std::string_view verb, std::string_view arguments);

private:
    OwnStores(storage::StateDirectory directory, const config::Settings& settings,
              const SecretKey& key);

    Task<void> run(std::string_view verb, std::string_view arguments, Result<std::string>& result);
    Task<void> claim(DeviceId device);
    void forget_letters(const std::string& address_key) const;
    Task<Result<std::size_t>> empty_inbox(std::string write_name);

    SystemClock clock_;
    Metrics metrics_;
    TargetPolicy policy_;
    boost::asio::io_context io_{1};
    storage::StateDirectory directory_;  // released last: the stores below write until they close
    std::unique_ptr<storage::RegistryStore> registry_;
    std::unique_ptr<storage::MessageStore> messages_;
    std::unique_ptr<storage::InboxStore> inbox_;  // once it is needed
    std::unique_ptr<storage::RegistryReader> registry_reader_;
    std::unique_ptr<storage::OutboxReader> outbox_reader_;
    std::unique_ptr<storage::CustomerDirectory> customers_;
    std::unique_ptr<storage::History> history_;
    std::vector<DeviceId> changed_;  // by the verb that runs: what waits for them is claimed
    control::Operations operations_;
};

}  // namespace mysigfox::cli
