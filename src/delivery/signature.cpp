// HMAC-SHA256 over id.timestamp.body, with every secret that is valid.
#include "delivery/signature.hpp"

#include "mysigfox/base/encoding.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace mysigfox::delivery {
namespace {

constexpr std::size_t kDigest = 32;

void require(bool done)
{
    if (!done) throw std::runtime_error("HMAC-SHA256 failed");
}

void add(EVP_MAC_CTX* context, std::string_view text)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    require(EVP_MAC_update(context, bytes, text.size()) == 1);
}

std::string_view value_of(const client::WebhookRequest& request, std::string_view name)
{
    for (const auto& [field, value] : request.fields) {
        if (field == name) return value;
    }
    throw std::logic_error("a request without " + std::string{name} + " cannot be signed");
}

}  // namespace

void Signer::Free::operator()(evp_mac_ctx_st* context) const noexcept
{
    EVP_MAC_CTX_free(context);
}

Signer::Signer()
{
    EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    context_.reset(EVP_MAC_CTX_new(hmac));
    EVP_MAC_free(hmac);  // the context holds it
    std::string digest = "SHA256";
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    require(context_ && EVP_MAC_CTX_set_params(context_.get(), parameters.data()) == 1);
}

void Signer::sign(client::WebhookRequest& request, const SigningSecrets& secrets,
                  Timestamp now) const
{
    const std::string_view id = value_of(request, "webhook-id");
    const std::string_view timestamp = value_of(request, "webhook-timestamp");
    std::string signatures = signature(secrets.current, id, timestamp, request.body);
    if (secrets.previous && now < secrets.previous_until) {
        signatures += ' ' + signature(*secrets.previous, id, timestamp, request.body);
    }
    request.fields.emplace_back("webhook-signature", std::move(signatures));
}

std::string Signer::signature(const SigningSecret& secret, std::string_view id,
                              std::string_view timestamp, std::string_view body) const
{
    EVP_MAC_CTX* const context = context_.get();
    const std::string& key = secret.bytes();
    require(EVP_MAC_init(context, reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                         nullptr) == 1);
    for (const std::string_view part :
         {id, std::string_view{"."}, timestamp, std::string_view{"."}, body}) {
        add(context, part);
    }
    std::string digest(kDigest, '\0');
    std::size_t size = 0;
    require(EVP_MAC_final(context, reinterpret_cast<unsigned char*>(digest.data()), &size,
                          digest.size()) == 1);
    return "v1," + to_base64(digest);
}

}  // namespace mysigfox::delivery
