// Which account's callback is meant, and whether Sigfox could reach it.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/config/settings.hpp"

#include <string>

namespace mysigfox::cli {

/// The account of this name, or the first if the name is empty. invalid_value if there is none.
Result<sigfox::Account> find_account(const config::Settings& settings, const std::string& name);

/// A remark for the operator whose public_url Sigfox cannot reach, or not without showing the
/// secret to everybody on the way; empty if all is well.
std::string remark_on(const std::string& public_url);

}  // namespace mysigfox::cli
