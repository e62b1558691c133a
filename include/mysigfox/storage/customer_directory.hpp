// What the operator sees of customers and their webhooks.
#pragma once

#include "mysigfox/storage/registry.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mysigfox::storage {

struct ListedCustomer {
    CustomerId id = kNobody;
    std::string email;
    Language language = Language::cs;
    Timestamp created;
    std::size_t devices = 0;
};

/// The secret is not among it, nor are the values of headers.
struct ListedWebhook {
    WebhookId id = kNoWebhook;
    CustomerId owner = kNobody;
    std::string email;
    std::string url;
    PayloadFormat format = PayloadFormat::classic;
    bool has_headers = false;
    std::size_t devices = 0;
    Timestamp created;
    Timestamp changed;
};

/// On a connection of its own, for one thread; throws std::runtime_error if it cannot read.
class CustomerDirectory {
public:
    virtual ~CustomerDirectory() = default;

    /// In the order they came, beginning after `after`; at most `limit`.
    virtual std::vector<ListedCustomer> customers(CustomerId after, std::size_t limit) = 0;
    virtual std::optional<ListedCustomer> customer(const EmailAddress& email) = 0;
    virtual std::vector<DeviceRecord> devices(CustomerId owner) = 0;
    /// Where his messages go, and went as long as that is remembered.
    virtual std::vector<std::string> urls(CustomerId owner) = 0;

    /// By customer, beginning after this one of that customer; at most `limit`.
    virtual std::vector<ListedWebhook> webhooks(CustomerId after_owner, WebhookId after,
                                                std::size_t limit) = 0;
    virtual std::vector<ListedWebhook> webhooks(CustomerId owner) = 0;
    virtual std::optional<ListedWebhook> webhook(WebhookId id) = 0;
};

}  // namespace mysigfox::storage
