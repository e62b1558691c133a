// The command line as plain data: what manual pages and completions are made of.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace mysigfox::cli {

/// An option or a positional argument.
struct Argument {
    std::string name;   ///< "--token", or "ID" for a positional
    std::string value;  ///< what an option takes: "TEXT", "FILE", "A|B"; empty: a flag
    std::string what;
    bool is_required = false;
};

/// The program, a group of verbs, or a verb.
struct Verb {
    std::string path;  ///< "device add"; empty: the program itself
    std::string what;
    std::string footer;
    std::vector<Argument> options;      ///< without --help, which each has
    std::vector<Argument> positionals;  ///< in their order
    std::vector<Verb> verbs;
};

Verb command_tree(const CLI::App& program);

/// The verb and all below it, groups before their members.
std::vector<const Verb*> all_verbs(const Verb& program);

/// The values between which `value` ("A|B") lets one choose; none if it is anything else.
std::vector<std::string> choices_of(const std::string& value);

}  // namespace mysigfox::cli
