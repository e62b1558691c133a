#include "cli/command_tree.hpp"

#include <CLI/CLI.hpp>

#include <sstream>

namespace mysigfox::cli {
namespace {

Argument to_argument(const CLI::Option& option)
{
    const bool takes_value = option.get_items_expected_max() > 0;
    return {.name = option.get_positional() ? option.get_name(true) : option.get_name(),
            .value = takes_value ? option.get_type_name() : "",
            .what = option.get_description(),
            .is_required = option.get_required()};
}

Verb to_verb(const CLI::App& app, const std::string& path)
{
    Verb verb{.path = path, .what = app.get_description(), .footer = app.get_footer()};
    for (const CLI::Option* option : app.get_options()) {
        if (option == app.get_help_ptr()) continue;
        (option->get_positional() ? verb.positionals : verb.options)
            .push_back(to_argument(*option));
    }
    for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
        verb.verbs.push_back(to_verb(*below, path + (path.empty() ? "" : " ") + below->get_name()));
    }
    return verb;
}

}  // namespace

Verb command_tree(const CLI::App& program)
{
    return to_verb(program, "");
}

std::vector<const Verb*> all_verbs(const Verb& program)
{
    std::vector<const Verb*> all{&program};
    for (const Verb& verb : program.verbs) {
        const std::vector<const Verb*> below = all_verbs(verb);
        all.insert(all.end(), below.begin(), below.end());
    }
    return all;
}

std::vector<std::string> choices_of(const std::string& value)
{
    std::vector<std::string> choices;
    if (value.find('|') == std::string::npos) return choices;
    std::istringstream words{value};
    for (std::string word; std::getline(words, word, '|');) choices.push_back(word);
    return choices;
}

}  // namespace mysigfox::cli
