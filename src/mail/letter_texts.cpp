// Puts facts into texts.
#include "mail/letter_texts.hpp"

#include <algorithm>

namespace mysigfox::mail {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kMaxFact = 2'100;  // a URL fits

/// A fact comes from outside: it must stay one line of text.
std::string one_line(std::string_view text)
{
    std::string line{text.substr(0, kMaxFact)};
    std::ranges::replace_if(
        line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return line;
}

std::string fact(const Facts& facts, std::string_view name)
{
    const auto found = std::ranges::find(facts, name, &Facts::value_type::first);
    return found == facts.end() ? std::string{} : one_line(found->second);
}

/// False if the line names a fact that is not there.
bool fill(std::string& line, const Facts& facts)
{
    for (std::size_t at = line.find('{'); at != std::string::npos; at = line.find('{', at)) {
        const std::size_t end = line.find('}', at);
        if (end == std::string::npos) return true;
        const std::string value = fact(facts, std::string_view{line}.substr(at + 1, end - at - 1));
        if (value.empty()) return false;
        line.replace(at, end + 1 - at, value);
        at += value.size();
    }
    return true;
}

/// A line that leads to a fact goes with it: "How it works:" without an address helps nobody.
std::string filled_body(std::string_view text, const Facts& facts)
{
    std::string body;
    std::string leading;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        std::string line{text.substr(0, end)};
        text.remove_prefix(end);
        const bool leads = line.ends_with(":\n") && text.starts_with("    {");
        if (!fill(line, facts)) {
            leading.clear();
            continue;
        }
        body += leading;
        leading.clear();
        (leads ? leading : body) += line;
    }
    return body;
}

}  // namespace

FilledLetter filled(Occasion occasion, Language language, const Facts& facts)
{
    const auto texts = language == Language::cs ? letters_cs() : letters_en();
    const auto found = std::ranges::find(texts, occasion, &LetterText::occasion);
    if (found == texts.end()) return {};
    FilledLetter letter;
    const bool is_of_many = !found->subject_of_many.empty() && !fact(facts, "devices").empty();
    letter.subject = is_of_many ? found->subject_of_many : found->subject;
    if (!fill(letter.subject, facts)) letter.subject = "MySigfox";
    letter.body = filled_body(found->body, facts);
    return letter;
}

std::string farewell(Language language, std::string_view public_url,
                     std::string_view unsubscribe_url)
{
    std::string text = "\n-- \nMySigfox, ";
    text.append(public_url).append("\n");
    if (unsubscribe_url.empty()) return text;
    text += language == Language::cs ? "Nechceš už takové dopisy? " : "No more letters like this? ";
    return text.append(unsubscribe_url).append("\n");
}

}  // namespace mysigfox::mail
