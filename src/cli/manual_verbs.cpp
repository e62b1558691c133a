// manual and completion: what the program says of itself, for packages and for people.
#include "cli/completions.hpp"
#include "cli/manual.hpp"
#include "cli/print.hpp"
#include "cli/verbs.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace mysigfox::cli {
namespace {

int show_manual(const CLI::App& program, const std::string& page)
{
    if (page == "mysigfox") {
        out(program_manual(command_tree(program)));
    } else if (page == "mysigfox.toml") {
        out(configuration_manual(config::reference()));
    } else {
        return fail(kWrongUsage,
                    "manual: found \"" + page + "\", expected mysigfox or mysigfox.toml");
    }
    return kDone;
}

int show_completion(const CLI::App& program, const std::string& shell)
{
    const Verb tree = command_tree(program);
    if (shell == "bash") {
        out(bash_completion(tree));
    } else if (shell == "zsh") {
        out(zsh_completion(tree));
    } else if (shell == "fish") {
        out(fish_completion(tree));
    } else {
        return fail(kWrongUsage, "completion: found \"" + shell + "\", expected bash, zsh or fish");
    }
    return kDone;
}

}  // namespace

void add_manual_verbs(CLI::App& program, Session& session)
{
    const auto page = std::make_shared<std::string>("mysigfox");
    auto& manual = *program.add_subcommand("manual", "A manual page, as man reads it");
    manual.add_option("PAGE", *page, "mysigfox (1) or mysigfox.toml (5)");
    manual.footer(
        "Examples:\n  mysigfox manual | man -l -\n  mysigfox manual mysigfox.toml | man -l -\n");
    manual.callback([&program, &session, page] {
        session.chosen = [&program, page] { return show_manual(program, *page); };
    });

    const auto shell = std::make_shared<std::string>();
    auto& completion = *program.add_subcommand("completion", "What a shell completes lines with");
    completion.add_option("SHELL", *shell, "bash, zsh or fish")->required();
    completion.footer(
        "Examples:\n  source <(mysigfox completion bash)\n"
        "  mysigfox completion fish > ~/.config/fish/completions/mysigfox.fish\n");
    completion.callback([&program, &session, shell] {
        session.chosen = [&program, shell] { return show_completion(program, *shell); };
    });
}

}  // namespace mysigfox::cli
