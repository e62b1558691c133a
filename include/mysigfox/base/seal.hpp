// Small secrets as they lie on disk: encrypted, and bound to what they belong to.
#pragma once

#include "mysigfox/base/secret.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_cipher_ctx_st;

namespace mysigfox {

/// AES-256-GCM under a key derived from that of the state directory, with a random nonce each
/// time. Confined to one thread: it keeps the expanded key, so that opening costs half a
/// microsecond.
class Seal {
public:
    /// Different purposes have different keys.
    Seal(const SecretKey& key, std::string_view purpose);

    /// belongs_to: not in the result, yet wanted again by open().
    std::string close(std::string_view plain, std::string_view belongs_to);
    /// Nothing if it was altered, belongs to something else, or was closed under another key.
    std::optional<std::string> open(std::string_view sealed, std::string_view belongs_to);

private:
    struct Free {
        void operator()(evp_cipher_ctx_st* context) const noexcept;
    };
    using Context = std::unique_ptr<evp_cipher_ctx_st, Free>;

    Context encryption_, decryption_;
};

}  // namespace mysigfox
