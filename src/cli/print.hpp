// Data for people and programs on stdout.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace mysigfox::cli {

using Json = nlohmann::json;

void out(std::string_view text);

/// One JSON array, written element by element, so that a million rows need no memory. Bytes that
/// are no UTF-8 are replaced.
class JsonArray {
public:
    JsonArray();
    void add(const Json& element);
    void finish();

private:
    bool is_empty_ = true;
};

/// A JSON array of one.
void out_json(const Json& element);

/// An object as "key: value" lines; what is in it is indented.
void out_fields(const Json& object, std::size_t indent = 0);

/// False if stdout could not be written.
bool flush_out();

}  // namespace mysigfox::cli
