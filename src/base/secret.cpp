#include "mysigfox/base/secret.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace mysigfox {
namespace {

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int value) noexcept : value_(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (value_ >= 0) ::close(value_);
    }
    bool is_open() const noexcept { return value_ >= 0; }
    int get() const noexcept { return value_; }

private:
    int value_;
};

Error failed(const std::filesystem::path& file, std::string_view doing)
{
    return make_error(Errc::storage_unavailable,
                      fmt::format("{}: cannot {}: {}", file.string(), doing, std::strerror(errno)));
}

Result<SecretKey> read_key(const std::filesystem::path& file, int descriptor)
{
    struct stat info {};
    if (::fstat(descriptor, &info) != 0) return failed(file, "inspect the key");
    if ((info.st_mode & 077) != 0) {
        return make_error(Errc::storage_unavailable,
                          fmt::format("{}: the key file has mode {:04o}, expected 0600",
                                      file.string(), info.st_mode & 07777));
    }
    std::array<std::uint8_t, SecretKey::kSize> bytes{};
    const ssize_t size = ::read(descriptor, bytes.data(), bytes.size());
    if (size != static_cast<ssize_t>(bytes.size()) || info.st_size != size) {
        return make_error(Errc::storage_unavailable,
                          fmt::format("{}: the key file has {} bytes, expected {}", file.string(),
                                      info.st_size, bytes.size()));
    }
    return SecretKey{bytes};
}

/// Written beside and renamed, so that a crash leaves a whole key or none.
Result<SecretKey> create_key(const std::filesystem::path& file)
{
    std::array<std::uint8_t, SecretKey::kSize> bytes{};
    const std::string drawn = random_bytes(bytes.size());
    std::memcpy(bytes.data(), drawn.data(), bytes.size());
    const std::filesystem::path fresh = file.string() + ".new";
    const Descriptor descriptor{
        ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!descriptor.is_open()) return failed(file, "create the key");
    const ssize_t size = ::write(descriptor.get(), bytes.data(), bytes.size());
    if (size != static_cast<ssize_t>(bytes.size()) || ::fsync(descriptor.get()) != 0) {
        return failed(file, "write the key");
    }
    if (::rename(fresh.c_str(), file.c_str()) != 0) return failed(file, "name the key");
    const Descriptor directory{::open(file.parent_path().c_str(), O_RDONLY | O_CLOEXEC)};
    if (!directory.is_open() || ::fsync(directory.get()) != 0) return failed(file, "keep the key");
    return SecretKey{bytes};
}

using HmacContext = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>;

HmacContext make_hmac_context()
{
    EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    HmacContext context{EVP_MAC_CTX_new(hmac), &EVP_MAC_CTX_free};
    EVP_MAC_free(hmac);  // the context holds it
    std::string digest = "SHA256";
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    const bool done = context && EVP_MAC_CTX_set_params(context.get(), parameters.data()) == 1;
    if (!done) throw std::runtime_error("OpenSSL offers no HMAC-SHA256");
    return context;
}

}  // namespace

bool equals_in_constant_time(std::string_view shown, std::string_view known) noexcept
{
    const bool has_length = shown.size() == known.size();
    const std::string_view other = has_length ? shown : known;  // the same work either way
    const bool is_equal = CRYPTO_memcmp(other.data(), known.data(), known.size()) == 0;
    return has_length && is_equal;
}

std::string random_bytes(std::size_t count)
{
    std::string bytes(count, '\0');
    const int done =
        RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count));
    if (done != 1) throw std::runtime_error("the operating system gave no random bytes");
    return bytes;
}

std::uint64_t random_number()
{
    const std::string bytes = random_bytes(sizeof(std::uint64_t));
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof(number));
    return number;
}

std::string random_text(std::string_view alphabet, std::size_t length)
{
    // Bytes from the last, incomplete round over the alphabet would favour its first letters.
    const std::size_t fair = 256 - 256 % alphabet.size();
    std::string text;
    while (text.size() < length) {
        for (const char c : random_bytes(length)) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < fair && text.size() < length) text += alphabet[byte % alphabet.size()];
        }
    }
    return text;
}

Result<SecretKey> SecretKey::open_or_create(const std::filesystem::path& file)
{
    const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (descriptor.is_open()) return read_key(file, descriptor.get());
    if (errno != ENOENT) return failed(file, "open the key");
    return create_key(file);
}

Digest hmac_sha256(std::string_view key, std::string_view text)
{
    // Finding the algorithm costs several times what the hash does: once a thread is enough.
    thread_local const HmacContext context = make_hmac_context();
    Digest digest{};
    std::size_t size = 0;
    const auto bytes = [](std::string_view of) {
        return reinterpret_cast<const unsigned char*>(of.data());
    };
    const bool done = EVP_MAC_init(context.get(), bytes(key), key.size(), nullptr) == 1 &&
                      EVP_MAC_update(context.get(), bytes(text), text.size()) == 1 &&
                      EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) == 1;
    if (!done) throw std::runtime_error("HMAC-SHA256 failed");
    return digest;
}

SecretKey::Digest SecretKey::hash(std::string_view purpose, std::string_view text) const
{
    std::string input{purpose};
    input += '\0';
    input += text;
    return hmac_sha256({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}, input);
}

}  // namespace mysigfox
