#include "mysigfox/sigfox/shown_text.hpp"

#include <algorithm>
#include <cstddef>

namespace mysigfox::sigfox {
namespace {

constexpr std::size_t kMostShown = 200;
constexpr std::string_view kHidden = "(hidden)";

}  // namespace

std::string shown_text(std::string_view text, const std::vector<std::string>& hidden)
{
    std::string shown{text};
    for (const std::string& secret : hidden) {
        if (secret.empty()) continue;
        for (auto at = shown.find(secret); at != shown.npos; at = shown.find(secret, at)) {
            shown.replace(at, secret.size(), kHidden);
            at += kHidden.size();
        }
    }
    std::ranges::replace_if(
        shown, [](char c) { return c < 0x20 || c >= 0x7F; }, '?');
    if (shown.size() > kMostShown) shown.replace(kMostShown, shown.npos, "...");
    return shown;
}

}  // namespace mysigfox::sigfox
