// Randomness, keyed hashes and comparisons that give no timing away (OpenSSL underneath).
#pragma once

#include "mysigfox/base/error.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace mysigfox {

/// Compares in a time that depends on the length of `known` only, whatever is shown.
bool equals_in_constant_time(std::string_view shown, std::string_view known) noexcept;

/// From the operating system's generator; throws std::runtime_error if there is none.
std::string random_bytes(std::size_t count);
std::uint64_t random_number();

/// Draws `length` characters of `alphabet` (at most 256), each equally likely.
std::string random_text(std::string_view alphabet, std::size_t length);

using Digest = std::array<std::uint8_t, 32>;

Digest hmac_sha256(std::string_view key, std::string_view text);

/// The key of the state directory: what token hashes and stored secrets depend on.
class SecretKey {
public:
    static constexpr std::size_t kSize = 32;
    using Digest = mysigfox::Digest;

    /// Reads `file`, or makes it with mode 0600. An error names the file and what is wrong
    /// with it: unreadable, of another size, or open to others.
    static Result<SecretKey> open_or_create(const std::filesystem::path& file);

    explicit SecretKey(const std::array<std::uint8_t, kSize>& bytes) noexcept : bytes_(bytes) {}

    /// HMAC-SHA256 over purpose, a zero byte and text: hashes for different purposes differ.
    Digest hash(std::string_view purpose, std::string_view text) const;

private:
    std::array<std::uint8_t, kSize> bytes_;
};

}  // namespace mysigfox
