// Lists with quality values.
#include "api/preferences.hpp"

#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace mysigfox::api {
namespace {

/// One element of a list with quality values; the weight in thousandths.
struct Preference {
    std::string_view value;
    int weight = 1'000;
};

/// "0.8" as 800; a weight nobody can read counts for nothing.
int parse_weight(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text.size() > 1 && text[1] != '.')) return 0;
    if (text[0] == '1') return 1'000;
    if (text[0] != '0') return 0;
    int weight = 0;
    int unit = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (c < '0' || c > '9') return 0;
        weight += (c - '0') * unit;
        unit /= 10;
    }
    return weight;
}

std::string_view take_until(std::string_view& text, char separator)
{
    const std::string_view taken = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), taken.size() + 1));
    return trimmed(taken);
}

/// In the order given.
std::vector<Preference> parse_preferences(std::string_view field)
{
    std::vector<Preference> preferences;
    while (!field.empty()) {
        std::string_view element = take_until(field, ',');
        Preference preference{take_until(element, ';')};
        while (!element.empty()) {
            const std::string_view parameter = take_until(element, ';');
            const bool is_weight = parameter.starts_with("q=") || parameter.starts_with("Q=");
            if (is_weight) preference.weight = parse_weight(parameter.substr(2));
        }
        if (!preference.value.empty()) preferences.push_back(preference);
    }
    return preferences;
}

std::optional<Language> language_named(std::string_view tag)
{
    const std::string_view primary = tag.substr(0, tag.find('-'));
    if (equals_ignoring_case(primary, "cs") || equals_ignoring_case(primary, "sk")) {
        return Language::cs;
    }
    if (equals_ignoring_case(primary, "en")) return Language::en;
    return std::nullopt;
}

/// The best weight an exact name has, and the place where it stands.
struct Standing {
    int weight = -1;
    std::size_t place = 0;
};
Standing standing(const std::vector<Preference>& preferences, std::string_view name)
{
    Standing best;
    for (std::size_t i = 0; i < preferences.size(); ++i) {
        const bool is_better = preferences[i].weight > best.weight;
        if (is_better && equals_ignoring_case(preferences[i].value, name)) {
            best = {preferences[i].weight, i};
        }
    }
    return best;
}

}  // namespace

Language choose_language(std::string_view accept_language)
{
    Language chosen = Language::en;
    int best = 0;
    for (const Preference& preference : parse_preferences(accept_language)) {
        const auto language = language_named(preference.value);
        if (!language || preference.weight <= best) continue;
        chosen = *language;
        best = preference.weight;
    }
    return chosen;
}

bool prefers_json(std::string_view accept)
{
    const std::vector<Preference> preferences = parse_preferences(accept);
    const Standing json = standing(preferences, "application/json");
    if (json.weight <= 0) return false;
    const Standing html = standing(preferences, "text/html");
    if (html.weight < 0) {
        return json.weight >= standing(preferences, "text/*").weight &&
               json.weight >= standing(preferences, "*/*").weight;
    }
    return json.weight > html.weight || (json.weight == html.weight && json.place < html.place);
}

Language language_of(const http::RequestHead& head)
{
    const auto named = http::form_value(http::parse_form(head.query), "lang");
    const auto chosen = named ? parse_language(*named) : std::nullopt;
    return chosen ? *chosen : choose_language(head.field("Accept-Language"));
}

}  // namespace mysigfox::api
