// The registry read from registry.db on a connection that cannot write.
#pragma once

#include "mysigfox/storage/registry.hpp"
#include "storage/sealed_headers.hpp"
#include "storage/shared_read.hpp"
#include "storage/sqlite.hpp"
#include "storage/webhook_secrets.hpp"

#include <optional>

namespace mysigfox::storage {

/// What read_device_record() reads; a condition on `d` is to follow.
inline constexpr const char* kDeviceRecord =
    "SELECT d.id, c.email, c.language, d.webhook, w.url, d.paused, d.owner_left, d.created,"
    " d.changed FROM device d LEFT JOIN customer c ON c.id = d.customer"
    " LEFT JOIN webhook w ON w.customer = d.customer AND w.id = d.webhook";
DeviceRecord read_device_record(const Cursor& row);

class SqliteRegistryReader final : public RegistryReader {
public:
    SqliteRegistryReader(const std::filesystem::path& file, const SecretKey& key);
    void share_transactions(const CommitCount& commits);

    std::optional<Ownership> ownership(DeviceId device) override;
    std::optional<Target> target(DeviceId device) override;
    std::optional<DeviceRecord> device(DeviceId device) override;
    std::optional<SigningSecrets> secrets(CustomerId owner, WebhookId webhook) override;
    std::vector<DeviceRecord> devices(std::optional<DeviceId> after, std::size_t limit) override;
    std::vector<UrlChange> url_history(DeviceId device) override;
    std::uint64_t count_devices() override;
    void rest() override;

private:
    /// Comes before every look-up.
    void begin_look_up();
    std::optional<SigningSecrets> read_secrets(const Cursor& row, int first, WebhookId webhook);

    Database db_;
    const Statement ownership_, target_, device_, secrets_of_, devices_, url_history_, count_;
    WebhookSecrets secrets_;
    SealedHeaders headers_;
    bool has_complained_ = false;
    std::optional<SharedRead> shared_;
};

}  // namespace mysigfox::storage
