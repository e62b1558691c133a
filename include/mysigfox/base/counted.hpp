// Counts in English sentences.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>

namespace mysigfox {

/// "1 device", "2 devices"; "1 inbox", "2 inboxes".
std::string counted(std::integral auto count, std::string_view noun)
{
    const char* const ending = count == 1 ? "" : noun.ends_with('x') ? "es" : "s";
    return fmt::format("{} {}{}", count, noun, ending);
}

/// "is" or "are", after as many.
std::string_view is_or_are(std::integral auto count)
{
    return count == 1 ? "is" : "are";
}

}  // namespace mysigfox
