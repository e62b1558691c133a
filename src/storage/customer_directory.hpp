// The operator's look-ups, on a connection that cannot write.
#pragma once

#include "mysigfox/storage/customer_directory.hpp"
#include "storage/sqlite.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mysigfox::storage {

class SqliteCustomerDirectory final : public CustomerDirectory {
public:
    explicit SqliteCustomerDirectory(const std::filesystem::path& file);

    std::vector<ListedCustomer> customers(CustomerId after, std::size_t limit) override;
    std::optional<ListedCustomer> customer(const EmailAddress& email) override;
    std::vector<DeviceRecord> devices(CustomerId owner) override;
    std::vector<std::string> urls(CustomerId owner) override;
    std::vector<ListedWebhook> webhooks(CustomerId after_owner, WebhookId after,
                                        std::size_t limit) override;
    std::vector<ListedWebhook> webhooks(CustomerId owner) override;
    std::optional<ListedWebhook> webhook(WebhookId id) override;

private:
    Database db_;
    const Statement customers_, by_email_, devices_, urls_, webhooks_, webhooks_of_, webhook_;
};

}  // namespace mysigfox::storage
