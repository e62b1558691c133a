// Sealed text: a nonce of 12 bytes, as many bytes as the secret has, a tag of 16.
#include "mysigfox/base/seal.hpp"

#include <openssl/evp.h>

#include <stdexcept>
#include <utility>

namespace mysigfox {
namespace {

constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

void require(bool done)
{
    if (!done) throw std::runtime_error("AES-256-GCM failed");
}

/// Begins anew under the key that the context has.
void begin(EVP_CIPHER_CTX* context, std::string_view nonce, std::string_view belongs_to)
{
    int size = 0;
    require(EVP_CipherInit_ex2(context, nullptr, nullptr, bytes_of(nonce), -1, nullptr) == 1);
    require(EVP_CipherUpdate(context, nullptr, &size, bytes_of(belongs_to),
                             static_cast<int>(belongs_to.size())) == 1);
}

/// The other text, as long as this one.
std::string turned(EVP_CIPHER_CTX* context, std::string_view text)
{
    std::string other(text.size(), '\0');
    int size = 0;
    require(EVP_CipherUpdate(context, bytes_of(other), &size, bytes_of(text),
                             static_cast<int>(text.size())) == 1);
    return other;
}

bool is_finished(EVP_CIPHER_CTX* context)
{
    unsigned char rest = 0;
    int size = 0;
    return EVP_CipherFinal_ex(context, &rest, &size) == 1;
}

}  // namespace

void Seal::Free::operator()(evp_cipher_ctx_st* context) const noexcept
{
    EVP_CIPHER_CTX_free(context);
}

Seal::Seal(const SecretKey& key, std::string_view purpose)
    : encryption_(EVP_CIPHER_CTX_new()), decryption_(EVP_CIPHER_CTX_new())
{
    const SecretKey::Digest derived = key.hash("seal", purpose);
    for (const auto& [context, encrypts] :
         {std::pair{encryption_.get(), 1}, {decryption_.get(), 0}}) {
        require(context != nullptr && EVP_CipherInit_ex2(context, EVP_aes_256_gcm(), derived.data(),
                                                         nullptr, encrypts, nullptr) == 1);
    }
}

std::string Seal::close(std::string_view plain, std::string_view belongs_to)
{
    EVP_CIPHER_CTX* const context = encryption_.get();
    std::string sealed = random_bytes(kNonce);
    begin(context, sealed, belongs_to);
    sealed += turned(context, plain);
    require(is_finished(context));
    std::string tag(kTag, '\0');
    require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTag, tag.data()) == 1);
    return sealed + tag;
}

std::optional<std::string> Seal::open(std::string_view sealed, std::string_view belongs_to)
{
    if (sealed.size() < kNonce + kTag) return std::nullopt;
    EVP_CIPHER_CTX* const context = decryption_.get();
    begin(context, sealed.substr(0, kNonce), belongs_to);
    std::string plain = turned(context, sealed.substr(kNonce, sealed.size() - kNonce - kTag));
    std::string tag{sealed.substr(sealed.size() - kTag)};
    require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTag, tag.data()) == 1);
    if (!is_finished(context)) return std::nullopt;
    return plain;
}

}  // namespace mysigfox
