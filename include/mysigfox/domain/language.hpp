// The languages we speak to people.
#pragma once

#include <optional>
#include <string_view>

namespace mysigfox {

enum class Language { cs, en };

std::string_view to_string(Language language) noexcept;
/// "cs" or "en".
std::optional<Language> parse_language(std::string_view code) noexcept;

}  // namespace mysigfox
