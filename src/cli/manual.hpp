// The manual pages, from the command line itself and from the table of keys.
#pragma once

#include "cli/command_tree.hpp"
#include "mysigfox/config/reference.hpp"

#include <string>
#include <vector>

namespace mysigfox::cli {

/// mysigfox(1), in man(7)'s format.
std::string program_manual(const Verb& program);

/// mysigfox.toml(5), in man(7)'s format.
std::string configuration_manual(const std::vector<config::ReferenceKey>& keys);

/// The same keys as a page of Markdown.
std::string configuration_page(const std::vector<config::ReferenceKey>& keys);

}  // namespace mysigfox::cli
