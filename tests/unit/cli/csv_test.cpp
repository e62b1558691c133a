// Comma or semicolon separated values, as people and spreadsheets write them.
#include "cli/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace mysigfox::cli {
namespace {

using testing::ElementsAre;
using Cells = std::vector<std::string>;

std::vector<CsvRecord> read_all(const std::string& text)
{
    std::istringstream in{text};
    CsvReader reader{in};
    std::vector<CsvRecord> records;
    while (auto record = reader.next()) records.push_back(std::move(*record));
    return records;
}

std::vector<Cells> cells_of(const std::string& text)
{
    std::vector<Cells> all;
    for (const CsvRecord& record : read_all(text)) {
        EXPECT_EQ(record.problem, "") << text;
        all.push_back(record.cells);
    }
    return all;
}

TEST(Csv, RecordsAreReadInEveryDress)
{
    struct Case {
        std::string text;
        std::vector<Cells> cells;
    };
    const std::vector<Case> cases{
        {"", {}},
        {"a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
        {"a;b\n1,5;2", {{"a", "b"}, {"1,5", "2"}}},
        {"a,b\r\n1;5,2\r\n", {{"a", "b"}, {"1;5", "2"}}},
        {"\xEF\xBB\xBF"
         "a,b\n",
         {{"a", "b"}}},
        {"\n\na\n\n\r\nb\n\n", {{"a"}, {"b"}}},
        {"\"a\",\"b,c\"\n\"d\"\"e\",\"f\ng\"\n", {{"a", "b,c"}, {"d\"e", "f\ng"}}},
        {"\"a;b\",c\n", {{"a;b", "c"}}},
        {"a,\n,\n", {{"a", ""}, {"", ""}}},
        {"a\"b,c\n", {{"a\"b", "c"}}},
        {"a\rb,c\n", {{"a\rb", "c"}}},
        {"\"\",x", {{"", "x"}}},
    };
    for (const Case& one : cases) EXPECT_EQ(cells_of(one.text), one.cells) << one.text;
}

TEST(Csv, LinesAreCountedThroughQuotesAndEmptyLines)
{
    const auto records = read_all("a,b\n\n\"x\ny\",1\nz,2\n");

    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[0].line, 1U);
    EXPECT_EQ(records[1].line, 3U);
    EXPECT_EQ(records[2].line, 5U);
}

TEST(Csv, ABadRecordIsToldAndTheNextOneIsGood)
{
    const auto records = read_all("a,b\n\"x\"y,1\nz,2\n");

    ASSERT_EQ(records.size(), 3U);
    EXPECT_NE(records[1].problem, "");
    EXPECT_EQ(records[2].problem, "");
    EXPECT_THAT(records[2].cells, ElementsAre("z", "2"));
}

TEST(Csv, AQuoteThatIsNeverClosedNeitherHangsNorGrows)
{
    const auto records = read_all("a\n\"" + std::string(1'000'000, 'x'));

    ASSERT_EQ(records.size(), 2U);
    EXPECT_NE(records[1].problem, "");
    EXPECT_LE(records[1].cells[0].size(), CsvReader::kMostBytes);
}

TEST(Csv, ARowOfSeparatorsDoesNotGrowEither)
{
    const auto records = read_all(std::string(1'000'000, ',') + "\nb,c\n");

    ASSERT_EQ(records.size(), 2U);
    EXPECT_NE(records[0].problem, "");
    EXPECT_LE(records[0].cells.size(), CsvReader::kMostBytes + 1);
    EXPECT_THAT(records[1].cells, ElementsAre("b", "c"));
}

TEST(Csv, WhatIsWrittenIsReadBack)
{
    for (const std::string text : {"plain", "", "a,b", "a;b", "say \"hi\"", "two\nlines", "\r"}) {
        const auto records = read_all("x," + csv_cell(text) + "\n");
        ASSERT_EQ(records.size(), 1U);
        EXPECT_THAT(records[0].cells, ElementsAre("x", text));
    }
}

}  // namespace
}  // namespace mysigfox::cli
