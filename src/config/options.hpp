// The one table of options: parsing, checking, showing and documenting all come from it.
#pragma once

#include "config/setters.hpp"
#include "mysigfox/config/settings.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mysigfox::config {

enum class OnReload { applied, needs_restart };
inline constexpr auto kApplied = OnReload::applied;

/// One key that an operator can set.
template <typename Target>
struct Option {
    std::string key;       ///< "listen.http"; within an account just "name"
    std::string fallback;  ///< the default, as TOML
    std::string reason;    ///< one sentence for the operator
    OnReload on_reload;
    Setter<Target> set;
    bool is_secret = false;  ///< never printed
};

/// An account as it is written, before its secret files are read.
struct AccountDraft {
    sigfox::Account account;
    std::vector<std::filesystem::path> secret_files;
    std::string where;  ///< of its [[sigfox.account]]
};

/// Everything but the accounts, in the order of the file.
const std::vector<Option<Settings>>& options();
/// What stands in each [[sigfox.account]].
const std::vector<Option<AccountDraft>>& account_options();

/// "listen.http" -> "MYSIGFOX_LISTEN_HTTP".
std::string environment_name(const std::string& key);

}  // namespace mysigfox::config
