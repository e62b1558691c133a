// The table of raw requests and what may be answered to each.
#pragma once

#include "mysigfox/base/encoding.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace mysigfox::testing_support {

struct HttpRow {
    std::string name;
    std::string why;
    std::string raw;
    std::vector<int> expect;  ///< allowed first answers; 0: closed without one
    int min_responses = 0;
    int max_responses = 1'000;
    bool must_close = false;
    bool half_close = false;  ///< the client stops writing
    bool early_ok = false;    ///< one early answer is fine if the connection closes

    bool allows(int status) const
    {
        return std::find(expect.begin(), expect.end(), status) != expect.end();
    }
};

inline std::vector<HttpRow> http_rows()
{
    std::vector<HttpRow> rows;
    std::ifstream file{TEST_DATA "/http_requests.jsonl"};
    for (std::string line; std::getline(file, line);) {
        const auto json = nlohmann::json::parse(line);
        HttpRow row;
        row.name = json.at("name");
        row.why = json.at("why");
        row.raw = from_base64(json.at("raw_b64").get<std::string>()).value();
        row.expect = json.at("expect").get<std::vector<int>>();
        row.min_responses = json.value("min_responses", row.min_responses);
        row.max_responses = json.value("max_responses", row.max_responses);
        row.must_close = json.value("close", false);
        row.half_close = json.value("half_close", false);
        row.early_ok = json.value("early_ok", false);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace mysigfox::testing_support
