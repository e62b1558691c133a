// What the device verbs share: asking, and printing what came back.
#pragma once

#include "cli/print.hpp"
#include "cli/session.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace mysigfox::cli {

/// Asks the daemon or does it here; prints the answer, or says why not. Returns the exit code.
int request(const Session& session, std::string_view verb, const Json& arguments,
            const std::function<void(const Json& answer)>& print);

/// {"device_id", "token"}: as a row under a header, or as JSON.
void print_token(const Json& answer, bool as_json);

}  // namespace mysigfox::cli
