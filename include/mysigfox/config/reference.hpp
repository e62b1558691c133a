// What can be set, key by key, as data for whoever documents it.
#pragma once

#include <string>
#include <vector>

namespace mysigfox::config {

/// One key of the configuration. All of it comes from the table that also reads the file.
struct ReferenceKey {
    std::string section;  ///< "listen", "[sigfox.account]" for what each account has; "" at the top
    std::string name;     ///< within the section
    std::string fallback;     ///< the default, as TOML
    std::string environment;  ///< the variable that sets it; empty: there is none
    std::string takes;        ///< what its reader expects: the words in which it refuses the rest
    std::string reason;       ///< one sentence
    bool is_applied_on_reload = false;
};

/// Every key, in the order of the shipped file.
std::vector<ReferenceKey> reference();

}  // namespace mysigfox::config
