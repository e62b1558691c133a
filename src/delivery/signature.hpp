// Signs requests as the Standard Webhooks specification has it.
#pragma once

#include "mysigfox/client/webhook_client.hpp"
#include "mysigfox/domain/signing_secret.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;

namespace mysigfox::delivery {

/// Makes the signatures of one loop: a context of its own halves what HMAC costs.
class Signer {
public:
    Signer();

    /// Adds `webhook-signature` over `webhook-id`, `webhook-timestamp` and the body, which the
    /// request must have: one signature for each secret that is valid at `now`.
    void sign(client::WebhookRequest& request, const SigningSecrets& secrets, Timestamp now) const;

    /// "v1," and base64 of HMAC-SHA256.
    std::string signature(const SigningSecret& secret, std::string_view id,
                          std::string_view timestamp, std::string_view body) const;

private:
    struct Free {
        void operator()(evp_mac_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_mac_ctx_st, Free> context_;
};

}  // namespace mysigfox::delivery
