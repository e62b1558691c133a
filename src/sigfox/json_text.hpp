// A text in the JSON of the Backend's API.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace mysigfox::sigfox {

/// Empty if there is none: the API leaves out what has no value.
inline std::string text_of(const nlohmann::json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return {};
    return found->get<std::string>();
}

}  // namespace mysigfox::sigfox
