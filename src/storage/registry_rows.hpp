// The rows of registry.db and the statements that read and write them; no rules.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/email_address.hpp"
#include "mysigfox/domain/ids.hpp"
#include "mysigfox/domain/language.hpp"
#include "storage/sqlite.hpp"
#include "storage/token_hash.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::storage {

/// A device as it is stored.
struct DeviceRow {
    DeviceId id = DeviceId::from_value(0);
    TokenHash token{};
    CustomerId customer = kNobody;
    WebhookId webhook = kNoWebhook;
    bool owner_left = false;
    bool is_paused = false;

    friend bool operator==(const DeviceRow&, const DeviceRow&) = default;
};

struct CustomerRow {
    CustomerId id = kNobody;
    std::string email;
    Language language = Language::cs;
};

struct WebhookKey {
    CustomerId customer = kNobody;
    WebhookId id = kNoWebhook;
};

struct WebhookRow {
    WebhookKey key;
    std::string url;
    std::string secret;  ///< sealed
};

/// Confined to the thread that writes; inside its transaction.
class RegistryRows {
public:
    explicit RegistryRows(Database& db);

    std::optional<DeviceRow> find(DeviceId device) const;
    void insert(const DeviceRow& device, Timestamp now) const;
    void update(const DeviceRow& device, Timestamp now) const;
    /// With its history.
    void erase(DeviceId device) const;

    std::optional<CustomerRow> find(const EmailAddress& email) const;
    std::optional<CustomerRow> find(CustomerId customer) const;
    CustomerId make_customer(const EmailAddress& email, Language language, Timestamp now) const;
    void set_language(CustomerId customer, Language language, Timestamp now) const;

    /// The customer's webhook with this URL.
    std::optional<WebhookId> find_webhook(CustomerId customer, const std::string& url) const;
    void insert(const WebhookRow& webhook, Timestamp now) const;
    /// The secret it has stays as its previous one until then. False: there is no such webhook.
    bool replace_secret(const WebhookKey& webhook, std::string_view secret,
                        Timestamp previous_until, Timestamp now) const;
    /// To a webhook that has none.
    void give_secret(const WebhookKey& webhook, std::string_view secret) const;
    /// At most `limit`.
    std::vector<WebhookKey> without_secret(std::size_t limit) const;
    std::string url_of(const DeviceRow& device) const;  ///< empty: it has no webhook
    /// The one that this device had.
    void drop_webhook_if_unused(const DeviceRow& device) const;

    /// Keeps where the device's messages go now, before update() sends them elsewhere.
    void remember_url(DeviceId device) const;

private:
    Database& db_;
    const Statement find_device_, insert_device_, update_device_, erase_device_;
    const Statement find_email_, find_customer_, insert_customer_, set_language_;
    const Statement find_webhook_, insert_webhook_, find_url_, drop_webhook_;
    const Statement replace_secret_, give_secret_, without_secret_;
    const Statement remember_, trim_past_;
};

}  // namespace mysigfox::storage
