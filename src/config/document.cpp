// The table of options as text: the shipped file, and what is in force.
#include "config/options.hpp"
#include "mysigfox/config/load.hpp"

namespace mysigfox::config {
namespace {

constexpr std::string_view kPreamble =
    "# The configuration of MySigfox: every key with its default. What is left out keeps it.\n"
    "# A flag (--set key=value) goes before the environment (MYSIGFOX_LISTEN_HTTP for\n"
    "# listen.http), and that before this file. `mysigfox check` judges it, `mysigfox config\n"
    "# show` tells what is in force and why. Durations: \"90s\", \"15m\", \"76h\", \"30d\"; "
    "sizes:\n"
    "# \"64KiB\", \"10GiB\". `mysigfox reload` applies what says so; the rest needs a restart.\n";

constexpr std::size_t kWidth = 98;

std::string section_of(const std::string& key)
{
    const std::size_t dot = key.rfind('.');
    return dot == std::string::npos ? "" : key.substr(0, dot);
}

std::string name_in_section(const std::string& key)
{
    return key.substr(key.rfind('.') + 1);
}

/// Words in lines of at most kWidth, each beginning with '#'.
std::string as_comment(std::string_view text)
{
    std::string out = "#";
    std::size_t line = 1;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        if (line + 1 + word.size() > kWidth) {
            out += "\n#";
            line = 1;
        }
        out += " ";
        out += word;
        line += 1 + word.size();
    }
    return out + "\n";
}

template <typename Target>
std::string documented(const Option<Target>& option)
{
    const char* const reload = option.on_reload == OnReload::applied ? " (applied by reload)" : "";
    return as_comment(option.reason + reload) + name_in_section(option.key) + " = " +
           option.fallback + "\n";
}

std::string accounts()
{
    std::string text =
        "\n# One for each Sigfox account (or device type) that sends us callbacks; repeat as "
        "needed."
        "\n# An account without a secret is refused unless public_url is this very machine.\n"
        "[[sigfox.account]]\n";
    for (const auto& option : account_options()) text += documented(option);
    return text;
}

std::string document()
{
    std::string text{kPreamble};
    std::string section;
    for (const auto& option : options()) {
        const std::string here = section_of(option.key);
        if (here != section) {
            // Accounts close the [sigfox] group, as TOML wants its tables together.
            if (section.starts_with("sigfox") && !here.starts_with("sigfox")) text += accounts();
            text += "\n[" + here + "]\n";
        } else if (section.empty() && &option == options().data()) {
            text += "\n";
        }
        section = here;
        text += documented(option);
    }
    return text;
}

}  // namespace

std::string_view default_file()
{
    static const std::string text = document();
    return text;
}

std::string show(const std::vector<InForce>& keys)
{
    std::string text;
    std::string section;
    for (const InForce& key : keys) {
        const std::string here = section_of(key.key);
        if (here != section) {
            const std::size_t index = here.find('[');
            text += index == std::string::npos ? "\n[" + here + "]\n"
                                               : "\n[[" + here.substr(0, index) + "]]\n";
        }
        section = here;
        text += name_in_section(key.key) + " = " + key.value + "  # " + key.origin + "\n";
    }
    return text;
}

}  // namespace mysigfox::config
