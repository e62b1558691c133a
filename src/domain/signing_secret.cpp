// Making signing secrets, and their spelling.
#include "mysigfox/domain/signing_secret.hpp"

#include "mysigfox/base/encoding.hpp"
#include "mysigfox/base/secret.hpp"

namespace mysigfox {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kNewSize = 32;

}  // namespace

SigningSecret SigningSecret::make()
{
    return SigningSecret{random_bytes(kNewSize)};
}

std::optional<SigningSecret> SigningSecret::parse(std::string_view text)
{
    if (!text.starts_with(kPrefix)) return std::nullopt;
    auto bytes = from_base64(text.substr(kPrefix.size()));
    if (!bytes) return std::nullopt;
    return from_bytes(std::move(*bytes));
}

std::optional<SigningSecret> SigningSecret::from_bytes(std::string bytes)
{
    if (bytes.size() < kLeastSize || bytes.size() > kMostSize) return std::nullopt;
    return SigningSecret{std::move(bytes)};
}

std::string SigningSecret::reveal() const
{
    return std::string{kPrefix} + to_base64(bytes_);
}

}  // namespace mysigfox
