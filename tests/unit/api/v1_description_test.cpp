// docs/openapi.json and the routes of /api/v1 say the same.
#include "api/v1.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <string>

namespace mysigfox::api {
namespace {

using Routes = std::set<std::string>;

Routes described()
{
    std::ifstream file{SOURCE_DIR "/docs/openapi.json"};
    const auto document = nlohmann::json::parse(file);
    Routes routes;
    for (const auto& [path, methods] : document.at("paths").items()) {
        const std::string pattern = std::regex_replace(path, std::regex{R"(\{[a-z_]+\})"}, "*");
        for (const auto& [method, operation] : methods.items()) {
            if (method == "parameters") continue;
            std::string name = method;
            for (char& c : name) c = static_cast<char>(c - 'a' + 'A');
            routes.insert(name + " " + pattern);
        }
    }
    return routes;
}

TEST(V1Description, NamesEveryRouteAndNoOther)
{
    Routes known{"GET " + std::string{kV1Description}};
    for (const V1::Route& route : kV1Routes) {
        known.insert(std::string{route.method} + " " + std::string{route.path});
    }
    EXPECT_EQ(described(), known);
}

}  // namespace
}  // namespace mysigfox::api
