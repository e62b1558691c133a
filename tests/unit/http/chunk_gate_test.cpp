// What the gate for chunked bodies lets through, and what it keeps from the parser meanwhile.
#include "http/chunk_gate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mysigfox::http {
namespace {

constexpr std::uint64_t kLimit = 1'000;

std::string verdict(const ChunkGate& gate, GateState state)
{
    if (state == GateState::need_more) return "need more";
    return state == GateState::complete ? "complete" : std::to_string(gate.refusal().status);
}

std::string judge_body(std::string_view body, std::uint64_t limit = kLimit)
{
    ChunkGate gate{limit, {}};
    const std::string whole = verdict(gate, gate.feed(body));

    ChunkGate careful{limit, {}};
    GateState state = GateState::need_more;
    for (std::size_t i = 0; i < body.size() && state == GateState::need_more; ++i) {
        state = careful.feed(body.substr(i, 1));
    }
    EXPECT_EQ(verdict(careful, state), whole) << "byte by byte: " << body.substr(0, 80);
    return whole;
}

std::string with_extension(const std::string& extension)
{
    return "1" + extension + "\r\na\r\n0\r\n\r\n";
}

struct ChunkedBody {
    std::string text;
    std::string verdict;
};

TEST(ChunkGate, JudgesSizesAndData)
{
    const ChunkedBody cases[] = {
        {"0\r\n\r\n", "complete"},
        {"3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", "complete"},
        {"a\r\n0123456789\r\n000\r\n\r\n", "complete"},
        {"0000000000000001\r\na\r\n0\r\n\r\n", "complete"},
        {"00000000000000001\r\n", "400"},
        {"\r\n", "400"},
        {"-1\r\n", "400"},
        {"+1\r\n", "400"},
        {"0x1\r\n", "400"},
        {" 1\r\n", "400"},
        {"1 \r\n", "400"},
        {"1\n", "400"},
        {"1\r\r", "400"},
        {"1\r\na0\r\n", "400"},
        {"1\r\na\n", "400"},
        {"1\r\naXX", "400"},
        {"1\r\na\r\n\r\n", "400"},
        {"3e8\r\n", "need more"},
        {"3e9\r\n", "413"},
        {"ffffffffffffffff\r\n", "413"},
        {"1\r\na\r\n0\r\n", "need more"},
    };
    for (const ChunkedBody& c : cases) EXPECT_EQ(judge_body(c.text), c.verdict) << c.text;
}

TEST(ChunkGate, TheLimitHoldsForTheSumOfTheChunks)
{
    const std::string chunk = "1f4\r\n" + std::string(500, 'a') + "\r\n";
    EXPECT_EQ(judge_body(chunk + chunk + "0\r\n\r\n"), "complete");
    EXPECT_EQ(judge_body(chunk + chunk + "1\r\n"), "413");
}

TEST(ChunkGate, JudgesExtensions)
{
    const ChunkedBody cases[] = {
        {";a", "complete"},
        {";a=b;c=\"d;\\\" e\";f", "complete"},
        {";a=\"\"", "complete"},
        {";", "400"},
        {";;a", "400"},
        {";=b", "400"},
        {";a=", "400"},
        {";a= b", "400"},
        {" ;a", "400"},
        {";a b", "400"},
        {";a=\"b", "400"},
        {";a=\"b\"c", "400"},
        {";a=\"\\\r\"", "400"},
        {";a\n", "400"},
        {";a=\x01", "400"},
        {";" + std::string(5'000, 'a'), "413"},
        {";a=" + std::string(3'000, 'b'), "complete"},
    };
    for (const ChunkedBody& c : cases)
        EXPECT_EQ(judge_body(with_extension(c.text)), c.verdict) << c.text;
}

TEST(ChunkGate, JudgesTrailers)
{
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X: y\r\n";
    const ChunkedBody cases[] = {
        {"X: y\r\nZ:\r\n", "complete"},
        {many, "431"},
        {many.substr(6), "complete"},
        {"X: " + std::string(9'000, 'y') + "\r\n", "431"},
        {"X\r\n", "400"},
        {" X: y\r\n", "400"},
        {"X : y\r\n", "400"},
        {"X: y\n", "400"},
        {"X: y\r\r", "400"},
        {"X: \x7f\r\n", "400"},
        {"\rX", "400"},
    };
    for (const ChunkedBody& c : cases) {
        EXPECT_EQ(judge_body("1\r\na\r\n0\r\n" + c.text + "\r\n"), c.verdict)
            << c.text.substr(0, 40);
    }
}

TEST(ChunkGate, FramingMayCostOnlySoMuchMoreThanTheBody)
{
    std::string tiny;
    for (int i = 0; i < 3'000; ++i) tiny += "1\r\na\r\n";
    EXPECT_EQ(judge_body(tiny + "0\r\n\r\n", 1'000'000), "complete");
    EXPECT_EQ(judge_body(tiny + tiny, 1'000'000), "413");
    const std::string big = "186a0\r\n" + std::string(100'000, 'a') + "\r\n";
    EXPECT_EQ(judge_body(big + tiny + tiny + "0\r\n\r\n", 1'000'000), "complete");
}

TEST(ChunkGate, StopsBehindTheBody)
{
    ChunkGate gate{kLimit, {}};

    ASSERT_EQ(gate.feed("0\r\n\r\nGET /"), GateState::complete);

    EXPECT_EQ(gate.taken(), 5u);
    EXPECT_EQ(gate.held(), 0u);
}

TEST(ChunkGate, ShowsTheParserNoSizeLineAndNoEndInPieces)
{
    struct Step {
        std::string_view piece;
        std::size_t held;
    };
    const Step steps[] = {{"3", 1},           {"\r", 2},    {"\n", 0},    {"a", 0},    {"bc", 0},
                          {"\r", 1},          {"\n1", 3},   {"\r\nd", 0}, {"\r\n", 2}, {"0", 3},
                          {"\r\nX: y\r", 10}, {"\n\r", 12}, {"\n", 0}};
    ChunkGate gate{kLimit, {}};
    for (const Step& step : steps) {
        ASSERT_NE(gate.feed(step.piece), GateState::refused) << step.piece;
        EXPECT_EQ(gate.held(), step.held) << step.piece;
    }
}

}  // namespace
}  // namespace mysigfox::http
