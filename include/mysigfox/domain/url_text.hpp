// What of a URL logs and people may see.
#pragma once

#include <string>
#include <string_view>

namespace mysigfox {

/// Any text that is meant as a URL, without what may hold a secret: user and password are left
/// out, of query and fragment stays "…": "https://example.org/hook?…". Nothing else changes. What
/// was cut is no URL any more: WebhookUrl refuses the ellipsis, so nobody saves it by mistake.
std::string shown_url(std::string_view url);

}  // namespace mysigfox
