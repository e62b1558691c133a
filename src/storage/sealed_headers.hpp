// Own headers of webhooks as registry.db holds them.
#pragma once

#include "mysigfox/base/seal.hpp"
#include "mysigfox/domain/ids.hpp"
#include "mysigfox/domain/own_header.hpp"
#include "storage/sqlite.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mysigfox::storage {

/// Sealed as the signing secrets are, each list bound to its webhook. Confined to one thread.
class SealedHeaders {
public:
    explicit SealedHeaders(const SecretKey& key) : seal_(key, "webhook headers") {}

    /// Empty for none.
    std::string sealed(const std::vector<OwnHeader>& headers, WebhookId webhook);
    /// Nothing if they cannot be opened.
    std::optional<std::vector<OwnHeader>> read(const Cursor& row, int column, WebhookId webhook);

private:
    Seal seal_;
};

}  // namespace mysigfox::storage
