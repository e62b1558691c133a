// What customers may see of registry.db, on a connection that cannot write.
#pragma once

#include "mysigfox/storage/customers.hpp"
#include "storage/sealed_headers.hpp"
#include "storage/sqlite.hpp"

#include <filesystem>

namespace mysigfox::storage {

class SqliteCustomerReader final : public CustomerReader {
public:
    SqliteCustomerReader(const std::filesystem::path& file, const SecretKey& key);

    std::optional<Holder> holder(DeviceId device, const Token& token) override;
    bool still_proves(DeviceId device, const TokenProof& proof) override;
    CustomerId owner(DeviceId device) override;
    std::optional<CustomerRecord> customer(const EmailAddress& email) override;
    std::optional<CustomerRecord> customer(CustomerId id) override;
    std::vector<DeviceRecord> devices(CustomerId owner, std::optional<DeviceId> after,
                                      std::size_t limit) override;
    std::vector<DeviceRecord> devices_with(CustomerId owner, std::string_view digits,
                                           std::optional<DeviceId> after,
                                           std::size_t limit) override;
    std::size_t count_devices(CustomerId owner) override;
    std::optional<WebhookRecord> webhook(CustomerId owner, WebhookId webhook) override;
    std::optional<ApiKeyRecord> api_key(const ApiKey& key) override;
    std::optional<SignedIn> signed_in(std::string_view shown, Timestamp now) override;
    std::vector<ApiKeyRecord> api_keys(const Fleet& fleet) override;

private:
    const SecretKey key_;
    Database db_;
    const Statement holder_, by_email_, by_id_, devices_, devices_with_, count_, webhook_;
    const Statement api_key_, api_keys_, sign_in_;
    SealedHeaders headers_;
};

}  // namespace mysigfox::storage
