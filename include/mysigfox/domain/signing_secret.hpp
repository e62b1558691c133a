// What a customer's server tells our requests from forged ones by.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace mysigfox {

/// The key of a webhook's signatures: 24 to 64 bytes, spelled `whsec_` and base64, as the Standard
/// Webhooks specification has it. No operator<< and no formatter: it cannot reach a log.
class SigningSecret {
public:
    static constexpr std::size_t kLeastSize = 24;
    static constexpr std::size_t kMostSize = 64;

    /// A new one of 32 bytes, from the operating system's randomness.
    static SigningSecret make();
    static std::optional<SigningSecret> parse(std::string_view text);
    static std::optional<SigningSecret> from_bytes(std::string bytes);

    /// For signing and for sealing.
    const std::string& bytes() const noexcept { return bytes_; }
    /// For the one moment when it is shown.
    std::string reveal() const;

    friend bool operator==(const SigningSecret&, const SigningSecret&) = default;

private:
    explicit SigningSecret(std::string bytes) : bytes_(std::move(bytes)) {}

    std::string bytes_;
};

/// A webhook's secret, and while it is being replaced the one before.
struct SigningSecrets {
    SigningSecret current;
    std::optional<SigningSecret> previous;
    Timestamp previous_until;  ///< from then on it signs no more

    friend bool operator==(const SigningSecrets&, const SigningSecrets&) = default;
};

}  // namespace mysigfox
