#include "cli/unknown_verb.hpp"

#include "mysigfox/config/nearest.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <vector>

namespace mysigfox::cli {
namespace {

/// The verb, or the group of verbs, that the line has come to.
const CLI::App& reached(const CLI::App& program)
{
    const CLI::App* place = &program;
    while (!place->get_subcommands().empty()) place = place->get_subcommands().front();
    return *place;
}

std::vector<std::string> verbs_in(const CLI::App& group)
{
    std::vector<std::string> names;
    for (const CLI::App* verb : group.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(verb->get_name());
    }
    return names;
}

}  // namespace

std::optional<std::string> unknown_verb(const CLI::App& program)
{
    const CLI::App& group = reached(program);
    if (group.get_require_subcommand_min() == 0) return std::nullopt;
    const std::vector<std::string> known = verbs_in(group);
    const std::vector<std::string> left = program.remaining(/*recurse=*/true);
    const auto meant = left.empty() ? std::nullopt : config::nearest(left.front(), known);
    return fmt::format("verb{}: found {}, expected one of {}{}",
                       &group == &program ? "" : " of " + group.get_name(),
                       left.empty() ? "nothing" : '"' + left.front() + '"', fmt::join(known, ", "),
                       meant ? ", did you mean " + *meant + "?" : "");
}

}  // namespace mysigfox::cli
