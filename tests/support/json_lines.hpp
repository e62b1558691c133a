// Reads the tables in tests/data: one JSON object a line.
#pragma once

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace mysigfox::testing {

inline std::vector<nlohmann::json> read_json_lines(const std::string& name)
{
    std::ifstream file{std::string{TEST_DATA} + '/' + name};
    if (!file) throw std::runtime_error("no such table: " + name);
    std::vector<nlohmann::json> rows;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty()) rows.push_back(nlohmann::json::parse(line));
    }
    return rows;
}

}  // namespace mysigfox::testing
