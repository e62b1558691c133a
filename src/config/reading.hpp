// The layers of the configuration put on top of each other, every key judged by the table.
#pragma once

#include "config/options.hpp"
#include "config/toml_text.hpp"
#include "mysigfox/config/load.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mysigfox::config {

/// What was read, and everything wrong with it; `settings` is good only without problems.
struct Reading {
    Settings settings;
    std::vector<AccountDraft> accounts;
    std::vector<InForce> in_force;
    std::vector<std::string> problems;
    std::filesystem::path folder;  ///< of the file, for what is named relative to it
};

/// The file that `source` names or implies; without one, nothing.
struct ConfigurationFile {
    TomlText text;
    std::filesystem::path folder;
};
ConfigurationFile read_file(const Source& source);

/// A file that cannot be read is the only problem reported: the rest would mislead.
Reading read_layers(const Source& source, const ConfigurationFile& file);

/// What no single key can be blamed for: secrets, names, and how the parts fit together.
void fit_together(const Source& source, Secrets secrets, Reading& reading);

}  // namespace mysigfox::config
