#include "cli/roff.hpp"

#include "mysigfox/base/encoding.hpp"
#include "mysigfox_generated/version.hpp"

#include <sstream>
#include <utility>

namespace mysigfox::cli {
namespace {

/// The few characters that mean something to the formatter, or that are not ASCII.
std::string escaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("…")) {
            out += "...";
            i += std::string_view{"…"}.size() - 1;
        } else if (text[i] == '\\') {
            out += "\\e";
        } else if (text[i] == '-') {
            out += "\\-";
        } else if (text[i] == '\'') {
            out += "\\(aq";
        } else if (text[i] == '`') {
            out += "\\(ga";
        } else {
            out += text[i];
        }
    }
    return out.starts_with('.') ? "\\&" + out : out;
}

/// As the argument of a command: one word, whatever is in it.
std::string as_argument(std::string_view text)
{
    std::string out = "\"";
    for (const char c : escaped(text)) out += c == '"' ? std::string{"\\(dq"} : std::string{c};
    return out + "\"";
}

}  // namespace

Roff::Roff(std::string_view name, int section, std::string_view what)
{
    // No date: the same program prints the same page.
    page_ = ".TH " + as_argument(to_upper(std::string{name})) + " " + std::to_string(section) +
            " \"\" " + as_argument(std::string{"MySigfox "} + kVersion) + "\n" +
            ".nh\n.ad l\n";  // names of variables are not to be divided
    chapter("NAME");
    page_ += escaped(name) + " \\- " + escaped(what) + "\n";
    is_under_title_ = false;
}

void Roff::chapter(std::string_view name)
{
    title(".SH", name);
}

void Roff::section(std::string_view name)
{
    title(".SS", name);
}

void Roff::text(std::string_view text)
{
    std::istringstream lines{std::string{text}};
    bool is_example = false;
    bool is_new = true;
    for (std::string one; std::getline(lines, one);) {
        const bool was_example = std::exchange(is_example, one.starts_with("  "));
        if (was_example && !is_example) page_ += ".fi\n";
        if (is_new || is_example != was_example) paragraph();
        if (is_example && !was_example) page_ += ".nf\n";
        page_ += escaped(one) + "\n";
        is_new = false;
    }
    if (is_example) page_ += ".fi\n";
}

void Roff::term(std::string_view term, std::string_view meaning)
{
    is_under_title_ = false;
    page_ += ".TP\n\\fB" + escaped(term) + "\\fR\n" + escaped(meaning) + "\n";
}

void Roff::paragraph()
{
    // The first one under a title begins by itself.
    if (!std::exchange(is_under_title_, false)) page_ += ".PP\n";
}

void Roff::title(std::string_view command, std::string_view text)
{
    is_under_title_ = true;
    page_ += std::string{command} + " " + as_argument(text) + "\n";
}

}  // namespace mysigfox::cli
