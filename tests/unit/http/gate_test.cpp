// What the gate lets through to the parser, and what it says about the rest.
#include "http/gate.hpp"

#include "support/http_rows.hpp"

#include <gtest/gtest.h>

namespace mysigfox::http {
namespace {

/// "400", "need more", or how the body of a complete head is framed.
std::string verdict(const HeadGate& gate, GateState state)
{
    if (state == GateState::need_more) return "need more";
    if (state == GateState::refused) return std::to_string(gate.refusal().status);
    if (gate.framing() == Framing::chunked) return "chunked";
    if (gate.framing() == Framing::none) return "no body";
    return "length " + std::to_string(gate.content_length());
}

std::string judge(std::string_view head, const HeadLimits& limits = {})
{
    HeadGate gate{limits};
    return verdict(gate, gate.look(head));
}

std::string judge_in_pieces(std::string_view head, std::size_t step)
{
    HeadGate gate{{}};
    for (std::size_t size = step; size < head.size(); size += step) {
        const GateState state = gate.look(head.substr(0, size));
        if (state != GateState::need_more) return verdict(gate, state);
    }
    return verdict(gate, gate.look(head));
}

/// One line more, in an otherwise fine request.
std::string judge_field(const std::string& line)
{
    return judge("POST / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n");
}

struct Case {
    std::string text;
    std::string verdict;
};

TEST(HeadGate, JudgesRequestLines)
{
    const Case cases[] = {
        {"GET / HTTP/1.1", "no body"},
        {"GET /?a=%zz&b={|}^` HTTP/1.1", "no body"},
        {"get / HTTP/1.1", "no body"},
        {"M-SEARCH / HTTP/1.1", "no body"},
        {"OPTIONS * HTTP/1.1", "no body"},
        {"GET * HTTP/1.1", "400"},
        {"OPTIONS ** HTTP/1.1", "400"},
        {"GET http://a/b HTTP/1.1", "no body"},
        {"GET HTTPS://a:443?b HTTP/1.1", "no body"},
        {"GET http://a HTTP/1.1", "no body"},
        {"GET http:///b HTTP/1.1", "400"},
        {"GET http://u@a/ HTTP/1.1", "400"},
        {"GET http:/a HTTP/1.1", "400"},
        {"GET https:a HTTP/1.1", "400"},
        {"GET ftp://a/ HTTP/1.1", "400"},
        {"GET httpx://a/ HTTP/1.1", "400"},
        {"CONNECT a:443 HTTP/1.1", "400"},
        {"GET /a#b HTTP/1.1", "400"},
        {"GET /a\\b HTTP/1.1", "400"},
        {"GET /\"a\" HTTP/1.1", "400"},
        {"GET /<a> HTTP/1.1", "400"},
        {"GET /\xc4\x8d HTTP/1.1", "400"},
        {"GET /\x7f HTTP/1.1", "400"},
        {"GET /\t HTTP/1.1", "400"},
        {"G(T / HTTP/1.1", "400"},
        {" / HTTP/1.1", "400"},
        {"GET / HTTP/1.1 ", "400"},
        {"GET / http/1.1", "400"},
        {"GET / HTTP/1.", "400"},
        {"GET / HTTP/11", "400"},
        {"GET / HTTP/1.10", "400"},
        {"GET / HTTP/1.2", "505"},
        {"GET / HTTP/2.0", "505"},
        {"GET / HTTP/0.9", "505"},
        {"GET /", "400"},
        {"GET", "400"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(judge(c.text + "\r\nHost: a\r\n\r\n"), c.verdict) << c.text;
    }
}

TEST(HeadGate, JudgesFields)
{
    const Case cases[] = {
        {"X-A: b", "no body"},
        {"X-A:", "no body"},
        {"X-A:b", "no body"},
        {"X-A: \xc4\x8d\t~", "no body"},
        {"X-A : b", "400"},
        {"X-A", "400"},
        {": b", "400"},
        {" X-A: b", "400"},
        {"\tX-A: b", "400"},
        {"X-A: b\r\n c", "400"},
        {"X A: b", "400"},
        {"X-A: b\rc", "400"},
        {"X-A: b\nc", "400"},
        {"X-A: b\r\r", "400"},
        {"X-A: \x01", "400"},
        {"X-A: \x7f", "400"},
        {std::string("X-A: \0", 6), "400"},
    };
    for (const Case& c : cases) EXPECT_EQ(judge_field(c.text), c.verdict) << c.text;
}

TEST(HeadGate, JudgesTheFraming)
{
    const Case cases[] = {
        {"Content-Length: 0", "no body"},
        {"content-LENGTH:7", "length 7"},
        {"Content-Length: \t 007 ", "length 7"},
        {"Content-Length: 9999999999999999999", "length 9999999999999999999"},
        {"Content-Length: 7\r\nContent-Length: 7", "length 7"},
        {"Content-Length: 7\r\nContent-Length: 8", "400"},
        {"Content-Length: 7, 7", "400"},
        {"Content-Length: 00000000000000000007", "400"},
        {"Content-Length: -1", "400"},
        {"Content-Length: 0x7", "400"},
        {"Content-Length:", "400"},
        {"Transfer-Encoding: chunked", "chunked"},
        {"TRANSFER-encoding:\tCHUNKED ", "chunked"},
        {"Transfer-Encoding: gzip, chunked", "501"},
        {"Transfer-Encoding: xchunked", "501"},
        {"Transfer-Encoding: chunked;a=b", "501"},
        {"Transfer-Encoding: identity", "501"},
        {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "400"},
        {"Transfer-Encoding: chunked\r\nContent-Length: 7", "400"},
        {"Content-Length: 0\r\nTransfer-Encoding: chunked", "400"},
        {"Content_Length: 7", "no body"},
        {"TE: trailers", "no body"},
    };
    for (const Case& c : cases) EXPECT_EQ(judge_field(c.text), c.verdict) << c.text;
}

TEST(HeadGate, JudgesHosts)
{
    const Case cases[] = {
        {"relay.test", "no body"},
        {"relay_1.test:8080", "no body"},
        {"127.0.0.1:1", "no body"},
        {"[::1]", "no body"},
        {"[::1]:8080", "no body"},
        {"[]", "400"},
        {"[::1", "400"},
        {"[::1]8080", "400"},
        {"[::1%eth0]", "400"},
        {"", "400"},
        {":80", "400"},
        {"a:", "400"},
        {"a:b", "400"},
        {"a:123456", "400"},
        {"a:80:80", "400"},
        {"u@a", "400"},
        {"a,b", "400"},
        {"a b", "400"},
        {"a/b", "400"},
        {"a%62", "400"},
        {"http://a", "400"},
        {"\xc4\x8d.test", "400"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: " + c.text + "\r\n\r\n"), c.verdict) << c.text;
    }
}

TEST(HeadGate, OldVersionNeedsNoHostAndKnowsNoChunks)
{
    EXPECT_EQ(judge("GET / HTTP/1.0\r\n\r\n"), "no body");
    EXPECT_EQ(judge("GET / HTTP/1.1\r\n\r\n"), "400");
    EXPECT_EQ(judge("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"), "400");
    EXPECT_EQ(judge("POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\n"), "length 1");
    EXPECT_EQ(judge("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), "400");
}

TEST(HeadGate, IgnoresOneEmptyLineBeforeTheRequest)
{
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    HeadGate gate{{}};

    ASSERT_EQ(gate.look("\r\n" + head + "next"), GateState::complete);

    EXPECT_EQ(gate.begin(), 2u);
    EXPECT_EQ(gate.end(), 2 + head.size());
    EXPECT_EQ(judge("\r\n\r\n" + head), "400");
    EXPECT_EQ(judge("\n" + head), "400");
    EXPECT_EQ(judge("\r" + head), "400");
}

TEST(HeadGate, RefusesAtTheFirstIllegalByte)
{
    for (const char* text :
         {"\x16", "G\x01", "GET x", "GET *", "GET /\n", "GET / X", "GET / HTTP/1.1\r\n ",
          "GET / HTTP/1.1\r\nA:\n", "GET / HTTP/1.1\r\nA:\r\r", "GET / HTTP/1.1\r\nA "}) {
        EXPECT_EQ(judge(text), "400") << text;
        const std::string_view before{text, std::string_view{text}.size() - 1};
        EXPECT_EQ(judge(before), "need more") << before;
    }
}

TEST(HeadGate, EachLimitActsAndNotAByteEarly)
{
    const HeadLimits small{.bytes = 40, .fields = 3};
    const std::string line = "GET / HTTP/1.1\r\nHost: a\r\n";  // 25 bytes
    EXPECT_EQ(judge(line + "B: 89012345\r\n\r\n", small), "no body");
    EXPECT_EQ(judge(line + "B: 890123456\r\n\r\n", small), "431");
    EXPECT_EQ(judge("GET /" + std::string(35, 'a'), small), "414");
    EXPECT_EQ(judge("GET /" + std::string(34, 'a'), small), "need more");
    EXPECT_EQ(judge(line + "B:\r\nC:\r\n\r\n", small), "no body");
    EXPECT_EQ(judge(line + "B:\r\nC:\r\nD:", small), "431");
    EXPECT_EQ(judge(std::string(9'000, 'A')), "414");
}

TEST(HeadGate, TheVerdictDoesNotDependOnThePieces)
{
    for (const auto& row : testing_support::http_rows()) {
        const std::string whole = judge(row.raw);
        EXPECT_EQ(judge_in_pieces(row.raw, 1), whole) << row.name;
        EXPECT_EQ(judge_in_pieces(row.raw, 7), whole) << row.name;
    }
}

TEST(HeadGate, RefusesNothingThatMustBeAcceptedAndAnswersAsTheTableAllows)
{
    const auto rows = testing_support::http_rows();
    ASSERT_GT(rows.size(), 100u);
    for (const auto& row : rows) {
        HeadGate gate{{}};
        if (gate.look(row.raw) != GateState::refused) continue;
        EXPECT_TRUE(row.allows(gate.refusal().status))
            << row.name << ": " << gate.refusal().status << " " << gate.refusal().why;
    }
}

}  // namespace
}  // namespace mysigfox::http
