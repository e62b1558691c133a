// An inbox for programs.
#pragma once

#include "mysigfox/pages/pages.hpp"

#include <string>

namespace mysigfox::api {

/// {"write_url", "read_url", "answer", "requests": [{"received", "method", "query", "fields",
/// "body"}]}, newest first. `fields` is one object (a field sent twice is joined by ", "); a body
/// that is not UTF-8 stands as "body_hex" instead.
std::string as_json_text(const pages::InboxView& inbox);

}  // namespace mysigfox::api
