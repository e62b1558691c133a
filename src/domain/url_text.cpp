#include "mysigfox/domain/url_text.hpp"

#include <algorithm>

namespace mysigfox {
namespace {

/// "https://user:secret@host/" becomes "https://host/".
void erase_credentials(std::string& url)
{
    const std::size_t slashes = url.find("//");
    if (slashes == std::string::npos) return;
    const std::size_t begin = slashes + 2;
    const std::size_t end = std::min(url.find_first_of("/\\", begin), url.size());
    const std::size_t at = url.substr(0, end).rfind('@');
    if (at != std::string::npos && at >= begin) url.erase(begin, at + 1 - begin);
}

}  // namespace

std::string shown_url(std::string_view url)
{
    const std::size_t mark = url.find_first_of("?#");
    std::string shown{url.substr(0, mark)};
    erase_credentials(shown);
    if (mark != std::string_view::npos) (shown += url[mark]) += "…";
    return shown;
}

}  // namespace mysigfox
