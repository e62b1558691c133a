// Rows of registry.db by whose they are.
#pragma once

#include "mysigfox/storage/customers.hpp"
#include "storage/registry_rows.hpp"

#include <set>
#include <string>
#include <vector>

namespace mysigfox::storage {

/// Confined to the thread that writes; inside its transaction.
class FleetRows {
public:
    explicit FleetRows(Database& db);

    std::vector<DeviceId> devices_of(CustomerId owner) const;
    bool has_other_devices(CustomerId owner, DeviceId than) const;
    void rename(CustomerId customer, const EmailAddress& email, Timestamp now) const;
    /// Where his device's messages went before, while it was his.
    std::set<std::string> urls_of(DeviceId device, CustomerId owner) const;
    /// One step of a walk through everybody's webhooks, in the order of their keys.
    struct WalkStep {
        WebhookKey last;            ///< where the next one goes on
        bool is_over = false;       ///< there is no next one
        std::set<std::string> met;  ///< of these names, as NAME of ".../inbox/NAME"
    };
    WalkStep look_for_inboxes(const std::set<std::string>& names, const WebhookKey& after) const;
    void forget_urls(DeviceId device, CustomerId owner) const;
    void drop_customer_if_unused(CustomerId customer) const;
    /// With his webhooks and all that was ever his; no device may be his any more.
    void forget_customer(CustomerId customer) const;

    PayloadFormat format_of(const WebhookKey& webhook) const;
    /// False: there is no such webhook.
    bool set_format(const WebhookKey& webhook, PayloadFormat format, Timestamp now) const;
    bool set_headers(const WebhookKey& webhook, const std::string& sealed, Timestamp now) const;

private:
    Database& db_;
    const Statement devices_, others_, rename_, urls_of_, urls_after_, forget_urls_, drop_customer_;
    const Statement forget_all_urls_, forget_webhooks_, forget_customer_;
    const Statement format_, set_format_, set_headers_;
};

}  // namespace mysigfox::storage
