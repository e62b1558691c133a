// Whether messages.db can be brought up to date while callbacks wait, however large it is.
#include "storage/message_schema.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::storage {
namespace {

/// Without comments, each on one line.
std::vector<std::string> statements_of(std::string_view step)
{
    std::string text = std::regex_replace(std::string{step}, std::regex{"--[^\n]*"}, "");
    std::ranges::replace(text, '\n', ' ');
    std::vector<std::string> all;
    std::istringstream in{text};
    for (std::string statement; std::getline(in, statement, ';');) {
        const std::size_t begin = statement.find_first_not_of(' ');
        if (begin != std::string::npos) all.push_back(statement.substr(begin));
    }
    return all;
}

TEST(MessageSchemaTest, AStepTakesAsLongForALargeFileAsForASmallOne)
{
    // A column with neither a default nor a constraint is not looked for in the rows that there
    // are.
    const std::regex quick{
        R"(CREATE TABLE \w+\(.*|ALTER TABLE \w+ ADD COLUMN \w+ \w+ *|INSERT INTO \w+ VALUES\([^)]*\) *)"};
    for (std::size_t i = 1; i < kMessageSchema.size(); ++i) {
        const std::vector<std::string> statements = statements_of(kMessageSchema[i]);
        EXPECT_FALSE(statements.empty());
        for (const std::string& statement : statements) {
            EXPECT_TRUE(std::regex_match(statement, quick))
                << "step " << i + 1 << ": " << statement << "\nis it done with 10 GB at once?";
        }
    }
}

}  // namespace
}  // namespace mysigfox::storage
