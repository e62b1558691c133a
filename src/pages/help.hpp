// The customer's guide: what each language has to say, section by section.
#pragma once

#include <span>
#include <string_view>

namespace mysigfox::pages {

/// Finished HTML: it is ours. "https://mysigfox.example" in it stands for our public address.
struct HelpSection {
    std::string_view id;  ///< the same in every language; links lead to it
    std::string_view title;
    std::string_view html;
};
std::span<const HelpSection> help_cs() noexcept;
std::span<const HelpSection> help_en() noexcept;

}  // namespace mysigfox::pages
