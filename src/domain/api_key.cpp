// Making and recognising keys.
#include "mysigfox/domain/api_key.hpp"

#include "mysigfox/base/encoding.hpp"
#include "mysigfox/base/secret.hpp"

#include <algorithm>

namespace mysigfox {
namespace {

constexpr std::string_view kKeyAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

}  // namespace

std::optional<ApiKey> ApiKey::parse(std::string_view text)
{
    const std::string_view key = trimmed(text);
    if (!key.starts_with(kPrefix)) return std::nullopt;
    const std::string_view digits = key.substr(kPrefix.size());
    const auto is_digit_of_it = [](char c) {
        return kKeyAlphabet.find(c) != std::string_view::npos;
    };
    const bool is_one = digits.size() == kDigits && std::ranges::all_of(digits, is_digit_of_it);
    if (!is_one) return std::nullopt;
    return ApiKey{std::string{key}};
}

ApiKey ApiKey::make()
{
    return ApiKey{std::string{kPrefix} + random_text(kKeyAlphabet, kDigits)};
}

}  // namespace mysigfox
