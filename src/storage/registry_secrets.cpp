// Webhooks and what their requests are signed with: made, given, replaced.
#include "storage/registry_writer.hpp"

#include "mysigfox/base/secret.hpp"

#include <chrono>
#include <utility>

namespace mysigfox::storage {
namespace {

constexpr std::chrono::hours kBothValid{24};
constexpr std::size_t kStep = 10'000;  // rows a transaction

WebhookId new_webhook_id()
{
    std::uint64_t bits = 0;
    while (bits == 0) bits = random_number() >> 4;
    return WebhookId{static_cast<std::int64_t>(bits)};
}

}  // namespace

RegistryWriter::FoundWebhook RegistryWriter::webhook_of(CustomerId customer, const std::string& url,
                                                        Timestamp now)
{
    if (const auto known = rows_.find_webhook(customer, url)) return {*known, {}};
    const WebhookId id = new_webhook_id();
    SigningSecret secret = SigningSecret::make();
    rows_.insert({{customer, id}, url, secrets_.sealed(secret, id)}, now);
    return {id, std::move(secret)};
}

Result<SigningSecret> RegistryWriter::rotate_secret(const WebhookKey& webhook, Timestamp now)
{
    SigningSecret secret = SigningSecret::make();
    const std::string sealed = secrets_.sealed(secret, webhook.id);
    if (!rows_.replace_secret(webhook, sealed, now + kBothValid, now)) {
        return make_error(Errc::not_found,
                          "webhook " + public_id(webhook.id) + " is not one of this customer's");
    }
    return secret;
}

/// Webhooks older than secrets get theirs at the first start that knows them.
void RegistryWriter::give_missing_secrets()
{
    for (;;) {
        const std::vector<WebhookKey> webhooks = rows_.without_secret(kStep);
        if (webhooks.empty()) return;
        Transaction transaction{db_};
        for (const WebhookKey& webhook : webhooks) {
            rows_.give_secret(webhook, secrets_.sealed(SigningSecret::make(), webhook.id));
        }
        transaction.commit();
    }
}

}  // namespace mysigfox::storage
