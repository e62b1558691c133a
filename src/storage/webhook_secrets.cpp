// Signing secrets to blobs and back.
#include "storage/webhook_secrets.hpp"

#include <utility>

namespace mysigfox::storage {

std::string WebhookSecrets::sealed(const SigningSecret& secret, WebhookId webhook)
{
    return seal_.close(secret.bytes(), public_id(webhook));
}

std::optional<SigningSecrets> WebhookSecrets::read(const Cursor& row, int first, WebhookId webhook)
{
    auto current = opened(row, first, webhook);
    if (!current) return std::nullopt;
    return SigningSecrets{std::move(*current), opened(row, first + 1, webhook),
                          from_milliseconds(row.integer(first + 2))};
}

std::optional<SigningSecret> WebhookSecrets::opened(const Cursor& row, int column,
                                                    WebhookId webhook)
{
    const auto sealed = row.blob(column);
    if (sealed.empty()) return std::nullopt;
    auto bytes = seal_.open({reinterpret_cast<const char*>(sealed.data()), sealed.size()},
                            public_id(webhook));
    if (!bytes) return std::nullopt;
    return SigningSecret::from_bytes(std::move(*bytes));
}

}  // namespace mysigfox::storage
