// Bash and zsh walk the line the same way: which verb it has come to, and what may follow there.
#include "cli/completions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace mysigfox::cli {
namespace {

constexpr const char* kBash =
    R"sh(# Completion of mysigfox for bash; `mysigfox completion bash` prints it.
_mysigfox()
{{
    local word=${{COMP_WORDS[COMP_CWORD]}} place= verbs= options= files= i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$place|${{COMP_WORDS[i]}}" in
{walk}        esac
    done
    case "$place|${{COMP_WORDS[COMP_CWORD - 1]}}" in
{values}    esac
    case "$place" in
{places}    esac
    if [[ -n $verbs && $word != -* ]]; then options=$verbs; fi
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    [[ -n $files && $word != -* ]] && _mysigfox_files "$word"
    return 0
}}

_mysigfox_files()
{{
    compopt -o filenames 2>/dev/null
    mapfile -t -O ${{#COMPREPLY[@]}} COMPREPLY < <(compgen -f -- "$1")
}}

complete -F _mysigfox mysigfox
)sh";

constexpr const char* kZsh = R"sh(#compdef mysigfox
# Completion of mysigfox for zsh; `mysigfox completion zsh` prints it.
_mysigfox()
{{
    local place= files= i
    local -a verbs options
    for ((i = 2; i < CURRENT; i++)); do
        case "$place|${{words[i]}}" in
{walk}        esac
    done
    case "$place|${{words[CURRENT - 1]}}" in
{values}    esac
    case "$place" in
{places}    esac
    if (( $#verbs )) && [[ ${{words[CURRENT]}} != -* ]]; then
        _describe verb verbs
        return
    fi
    [[ -n $files && ${{words[CURRENT]}} != -* ]] && _files
    _describe option options
}}

if [[ $funcstack[1] == _mysigfox ]]; then _mysigfox "$@"; else compdef _mysigfox mysigfox; fi
)sh";

std::string name_of(const Verb& verb)
{
    return verb.path.substr(verb.path.rfind(' ') + 1);
}

std::string in_quotes(const std::string& text)
{
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string{R"('\'')"} : std::string{c};
    return out + "'";
}

bool is_file(const std::string& value)
{
    return value == "FILE";
}

bool takes_file(const Verb& verb)
{
    return std::ranges::any_of(verb.positionals,
                               [](const Argument& one) { return is_file(one.name); });
}

/// Cases that step over the value of an option, and into a verb.
std::string walk(const Verb& program)
{
    std::set<std::string> with_value;
    std::string verbs;
    for (const Verb* verb : all_verbs(program)) {
        for (const Argument& one : verb->options) {
            if (!one.value.empty()) with_value.insert("*'|" + one.name + "'");
        }
        for (const Verb& below : verb->verbs) {
            verbs += fmt::format("            '{}|{}') place='{}' ;;\n", verb->path, name_of(below),
                                 below.path);
        }
    }
    return fmt::format("            {}) i=$((i + 1)) ;;\n{}", fmt::join(with_value, " | "), verbs);
}

using Choose = std::function<std::string(const std::vector<std::string>&)>;

/// What completes the value of an option, and ends there.
std::string value_deed(const Argument& option, const std::string& files, const Choose& choose)
{
    if (is_file(option.value)) return files + "; return";
    const std::vector<std::string> choices = choices_of(option.value);
    return choices.empty() ? "return" : choose(choices) + "; return";
}

/// Cases that complete the value of the option before the cursor.
std::string values(const Verb& program, const std::string& files, const Choose& choose)
{
    std::string cases;
    for (const Verb* verb : all_verbs(program)) {
        const std::string place = verb->path.empty() ? "*" : in_quotes(verb->path);
        for (const Argument& one : verb->options) {
            if (one.value.empty()) continue;
            cases += fmt::format("        {}'|{}') {} ;;\n", place, one.name,
                                 value_deed(one, files, choose));
        }
    }
    return cases;
}

/// Cases that say what may follow a verb; each word as `spell` writes it.
std::string places(
    const Verb& program, const char* format,
    const std::function<std::string(const std::string& name, const std::string& what)>& spell)
{
    std::string cases;
    for (const Verb* verb : all_verbs(program)) {
        std::string verbs;
        std::string options;
        for (const Verb& below : verb->verbs) verbs += spell(name_of(below), below.what);
        for (const Argument& one : verb->options) options += spell(one.name, one.what);
        if (!verb->path.empty()) {
            for (const Argument& one : program.options) options += spell(one.name, one.what);
        }
        options += spell("--help", "What it does, with examples");
        cases += fmt::format(fmt::runtime(format), in_quotes(verb->path), verbs, options,
                             takes_file(*verb) ? " files=yes" : "");
    }
    return cases;
}

/// A condition of fish: the line has come to this verb.
std::string at(const std::string& place)
{
    return fmt::format("-n 'test (__mysigfox_place) = \"{}\"'", place);
}

std::string fish_option(const std::string& condition, const Argument& one)
{
    const std::vector<std::string> choices = choices_of(one.value);
    std::string value;
    if (is_file(one.value)) {
        value = " -r -F";
    } else if (!choices.empty()) {
        value = fmt::format(" -x -a '{}'", fmt::join(choices, " "));
    } else if (!one.value.empty()) {
        value = " -x";
    }
    return fmt::format("complete -c mysigfox{} -l {}{} -d {}\n", condition, one.name.substr(2),
                       value, in_quotes(one.what));
}

std::string fish_walk(const Verb& program)
{
    std::set<std::string> with_value;
    std::string verbs;
    for (const Verb* verb : all_verbs(program)) {
        for (const Argument& one : verb->options) {
            if (!one.value.empty()) with_value.insert("'*|" + one.name + "'");
        }
        for (const Verb& below : verb->verbs) {
            verbs += fmt::format("            case '{}|{}'\n                set place '{}'\n",
                                 verb->path, name_of(below), below.path);
        }
    }
    return fmt::format("            case {}\n                set is_value yes\n{}",
                       fmt::join(with_value, " "), verbs);
}

}  // namespace

std::string bash_completion(const Verb& program)
{
    return fmt::format(
        kBash, fmt::arg("walk", walk(program)),
        fmt::arg("values", values(program, "_mysigfox_files \"$word\"",
                                  [](const auto& choices) {
                                      return fmt::format(
                                          "mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$word\")",
                                          fmt::join(choices, " "));
                                  })),
        fmt::arg("places", places(program, "        {}) verbs='{}' options='{}'{} ;;\n",
                                  [](const auto& name, const auto&) { return name + " "; })));
}

std::string zsh_completion(const Verb& program)
{
    const auto choose = [](const std::vector<std::string>& choices) {
        return fmt::format("compadd -- {}", fmt::join(choices, " "));
    };
    const auto spell = [](const std::string& name, const std::string& what) {
        return in_quotes(name + ":" + what) + " ";
    };
    return fmt::format(
        kZsh, fmt::arg("walk", walk(program)),
        fmt::arg("values", values(program, "_files", choose)),
        fmt::arg("places", places(program, "        {}) verbs=({}) options=({}){} ;;\n", spell)));
}

std::string fish_completion(const Verb& program)
{
    std::string out = fmt::format(
        "# Completion of mysigfox for fish; `mysigfox completion fish` prints it.\n"
        "function __mysigfox_place\n    set -l place ''\n    set -l is_value no\n"
        "    for word in (commandline -opc)[2..]\n"
        "        if test $is_value = yes\n            set is_value no\n            continue\n"
        "        end\n        switch \"$place|$word\"\n{}        end\n    end\n    echo "
        "$place\nend\n\n"
        "complete -c mysigfox -f\n"
        "complete -c mysigfox -s h -l help -d 'What it does, with examples'\n",
        fish_walk(program));
    for (const Argument& one : program.options) out += fish_option("", one);
    for (const Verb* verb : all_verbs(program)) {
        for (const Verb& below : verb->verbs) {
            out += fmt::format("complete -c mysigfox {} -a {} -d {}\n", at(verb->path),
                               name_of(below), in_quotes(below.what));
        }
        if (takes_file(*verb)) out += fmt::format("complete -c mysigfox {} -F\n", at(verb->path));
        if (verb->path.empty()) continue;
        for (const Argument& one : verb->options) out += fish_option(" " + at(verb->path), one);
    }
    return out;
}

}  // namespace mysigfox::cli
