// HTML whose every inserted text is escaped, because there is no other way to insert one.
#pragma once

#include "mysigfox/pages/pages.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace mysigfox::pages {

/// A piece of finished HTML.
struct Markup {
    std::string html;

    Markup& operator+=(const Markup& more)
    {
        html += more.html;
        return *this;
    }
};

namespace detail {

inline std::string safe(std::string_view text)
{
    return escaped(text);
}
inline std::string safe(const Markup& markup)
{
    return markup.html;
}

template <typename>
using AlwaysString = std::string;

}  // namespace detail

/// Fills the `{}` of a literal in order: Markup goes in as it is, every text escaped.
template <typename... Args>
Markup markup(fmt::format_string<detail::AlwaysString<Args>...> literal, const Args&... args)
{
    return {fmt::format(literal, detail::safe(args)...)};
}

}  // namespace mysigfox::pages
