#include "cli/print.hpp"

#include <cstdio>

namespace mysigfox::cli {
namespace {

std::string plain(const Json& value)
{
    if (const auto* text = value.get_ptr<const std::string*>()) return text->empty() ? "-" : *text;
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_null()) return "-";
    return value.dump();
}

bool is_nested(const Json& value)
{
    return value.is_structured() && !value.empty();
}

}  // namespace

void out(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

JsonArray::JsonArray()
{
    out("[");
}

void JsonArray::add(const Json& element)
{
    out(is_empty_ ? "\n" : ",\n");
    is_empty_ = false;
    out(element.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void JsonArray::finish()
{
    out(is_empty_ ? "]\n" : "\n]\n");
}

void out_json(const Json& element)
{
    JsonArray array;
    array.add(element);
    array.finish();
}

void out_fields(const Json& object, std::size_t indent)
{
    const std::string margin(indent, ' ');
    for (const auto& [key, value] : object.items()) {
        const std::string label = object.is_array() ? "-" : key + ":";
        if (is_nested(value)) {
            out(margin + label + "\n");
            out_fields(value, indent + 2);
        } else {
            out(margin + label + " " + (value.is_structured() ? "-" : plain(value)) + "\n");
        }
    }
}

bool flush_out()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}  // namespace mysigfox::cli
