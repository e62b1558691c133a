// Completions of the command line for three shells, from the command line itself.
#pragma once

#include "cli/command_tree.hpp"

#include <string>

namespace mysigfox::cli {

/// For /usr/share/bash-completion/completions/mysigfox; needs nothing but bash.
std::string bash_completion(const Verb& program);
/// For /usr/share/zsh/vendor-completions/_mysigfox.
std::string zsh_completion(const Verb& program);
/// For /usr/share/fish/vendor_completions.d/mysigfox.fish.
std::string fish_completion(const Verb& program);

}  // namespace mysigfox::cli
