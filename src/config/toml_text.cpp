#include "config/toml_text.hpp"

#include "mysigfox/base/encoding.hpp"

#include <toml++/toml.h>

#include <optional>
#include <sstream>

namespace mysigfox::config {
namespace {

std::string position(const toml::source_region& source, const std::string& file)
{
    return file + ":" + std::to_string(source.begin.line) + ":" +
           std::to_string(source.begin.column);
}

std::string spelling_of(const toml::node& node)
{
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time:
            return "a date or time";
        default:
            return "something else";
    }
}

Value to_value(const toml::node& node, const std::string& where_all, bool is_in_file)
{
    Value value;
    value.where = is_in_file ? position(node.source(), where_all) : where_all;
    if (const auto* text = node.as_string()) {
        value.held = text->get();
    } else if (const auto* number = node.as_integer()) {
        value.held = number->get();
    } else if (const auto* real = node.as_floating_point()) {
        value.held = real->get();
    } else if (const auto* flag = node.as_boolean()) {
        value.held = flag->get();
    } else if (const auto* array = node.as_array()) {
        Value::List list;
        for (const toml::node& element : *array) {
            list.push_back(to_value(element, where_all, is_in_file));
        }
        value.held = std::move(list);
    } else {
        value.spelling = spelling_of(node);
    }
    return value;
}

constexpr std::string_view kAccount = "sigfox.account";

/// Walks the tables and writes every leaf down under its full key.
class Flattening {
public:
    Flattening(TomlText& out, const std::string& file) : out_(out), file_(file) {}

    void walk(const toml::table& table, const std::string& prefix)
    {
        for (const auto& [name, node] : table) {
            const std::string key = prefix + std::string{name.str()};
            if (const auto* inner = node.as_table(); inner != nullptr && key != kAccount) {
                walk(*inner, key + ".");
            } else if (key == kAccount) {
                take_accounts(node);
            } else {
                out_.entries.push_back({key, to_value(node, file_, true)});
            }
        }
    }

private:
    void take_accounts(const toml::node& node)
    {
        const auto* array = node.as_array();
        if (array == nullptr || !array->is_homogeneous(toml::node_type::table)) {
            out_.problems.push_back(position(node.source(), file_) +
                                    ": sigfox.account: found something else, expected tables "
                                    "written [[sigfox.account]]");
            return;
        }
        for (const toml::node& account : *array) {
            AccountEntries entries{position(account.source(), file_), {}};
            for (const auto& [name, value] : *account.as_table()) {
                entries.entries.push_back({std::string{name.str()}, to_value(value, file_, true)});
            }
            out_.accounts.push_back(std::move(entries));
        }
    }

    TomlText& out_;
    const std::string& file_;
};

std::optional<Value> parse_alone(const std::string& text, const std::string& where)
{
    const toml::parse_result parsed = toml::parse("value = " + text);
    if (!parsed || parsed.table().size() != 1) return std::nullopt;
    return to_value(*parsed.table().get("value"), where, false);
}

Value as_text(std::string text, const std::string& where)
{
    Value value;
    value.held = std::move(text);
    value.where = where;
    return value;
}

Value split_at_commas(const std::string& text, const std::string& where)
{
    Value::List list;
    std::istringstream parts{text};
    for (std::string part; std::getline(parts, part, ',');) {
        const std::string word{trimmed(part)};
        if (word.empty()) continue;
        const auto number = parse_alone(word, where);
        const bool is_number = number && number->number() != nullptr;
        list.push_back(is_number ? *number : as_text(word, where));
    }
    Value value;
    value.held = std::move(list);
    value.where = where;
    return value;
}

}  // namespace

TomlText parse_toml(std::string_view text, const std::string& file)
{
    TomlText out;
    const toml::parse_result parsed = toml::parse(text, file);
    if (!parsed) {
        out.is_readable = false;
        out.problems.push_back(position(parsed.error().source(), file) + ": " +
                               std::string{parsed.error().description()});
        return out;
    }
    Flattening{out, file}.walk(parsed.table(), "");
    return out;
}

Value parse_value(const std::string& text, const std::string& where, const Value& like)
{
    const bool like_list = like.list() != nullptr;
    const bool like_text = like.text() != nullptr;
    const std::string bare{trimmed(text)};
    const bool is_written_as_toml = bare.starts_with('[') || bare.starts_with('"');
    if (like_text && !is_written_as_toml) return as_text(text, where);
    if (auto value = parse_alone(bare, where)) {
        if (!like_list || value->list() != nullptr) return *value;
    }
    return like_list ? split_at_commas(text, where) : as_text(text, where);
}

}  // namespace mysigfox::config
