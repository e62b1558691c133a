// The checksum, by OpenSSL.
#include "mysigfox/base/checksum.hpp"

#include "mysigfox/base/encoding.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <new>
#include <span>
#include <stdexcept>

namespace mysigfox {

void Checksum::Free::operator()(evp_md_ctx_st* context) const noexcept
{
    EVP_MD_CTX_free(context);
}

Checksum::Checksum() : context_(EVP_MD_CTX_new())
{
    if (!context_) throw std::bad_alloc{};
    if (EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL knows no SHA-256");
    }
}

void Checksum::add(std::string_view bytes)
{
    if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1) {
        throw std::runtime_error("OpenSSL failed to hash");
    }
}

std::string Checksum::finish()
{
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1) {
        throw std::runtime_error("OpenSSL failed to hash");
    }
    return to_hex(std::span{digest}.first(size));
}

}  // namespace mysigfox
