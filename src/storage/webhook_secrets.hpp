// Signing secrets as registry.db holds them.
#pragma once

#include "mysigfox/base/seal.hpp"
#include "mysigfox/domain/ids.hpp"
#include "mysigfox/domain/signing_secret.hpp"
#include "storage/sqlite.hpp"

#include <optional>
#include <string>

namespace mysigfox::storage {

/// Seals and opens them, each bound to its webhook: a blob copied to another row is worth nothing.
/// Confined to one thread.
class WebhookSecrets {
public:
    explicit WebhookSecrets(const SecretKey& key) : seal_(key, "webhook secret") {}

    std::string sealed(const SigningSecret& secret, WebhookId webhook);

    /// Columns from `first` on: secret, previous_secret, previous_until. Nothing if the current
    /// one cannot be opened.
    std::optional<SigningSecrets> read(const Cursor& row, int first, WebhookId webhook);

private:
    std::optional<SigningSecret> opened(const Cursor& row, int column, WebhookId webhook);

    Seal seal_;
};

}  // namespace mysigfox::storage
