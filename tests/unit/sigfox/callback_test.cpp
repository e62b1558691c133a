// What a callback means, whatever shape it comes in.
#include "mysigfox/sigfox/callback.hpp"

#include "support/json_lines.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace mysigfox::sigfox {
namespace {

using namespace literals;
using nlohmann::json;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds kReceived{seconds{1'700'000'000}};
constexpr const char* kJson = "application/json";
constexpr const char* kForm = "application/x-www-form-urlencoded";

const KeyAliases& aliases()
{
    static const KeyAliases kDefaults = KeyAliases::defaults();
    return kDefaults;
}

Result<Uplink> parse(std::string_view content_type, std::string_view query, std::string_view body)
{
    return parse_uplink({content_type, query, body}, aliases(), kReceived);
}

/// The message in one line, or the refusal: what the tables below are written in.
std::string outcome(const Result<Uplink>& result)
{
    if (!result) return result.error().detail;
    const Uplink& uplink = *result;
    const auto number = [](const auto& value) {
        return value ? fmt::format("{}", *value) : std::string{"-"};
    };
    const std::string time = uplink.has_own_time
                                 ? std::to_string(uplink.time.time_since_epoch().count())
                                 : std::string{"reception"};
    return fmt::format("{} {} [{}] {} {} {}", uplink.device.str(), time, uplink.data,
                       number(uplink.sequence), number(uplink.snr), number(uplink.rssi));
}

struct Row {
    std::string content_type;
    std::string query;
    std::string body;
};

std::vector<Row> rows()
{
    std::vector<Row> all;
    for (const json& row : testing::read_json_lines("sigfox_callbacks.jsonl")) {
        const std::string path = row["path_query"];
        const std::size_t mark = std::min(path.find('?'), path.size() - 1);
        const std::string query = path[mark] == '?' ? path.substr(mark + 1) : "";
        all.push_back({row["content_type"], query, row["body"]});
    }
    return all;
}

template <typename T>
std::optional<T> optional_of(const json& value)
{
    return value.is_null() ? std::nullopt : std::optional<T>{value.get<T>()};
}

Uplink message_of(const json& expected)
{
    const bool has_own_time = expected["time"].is_number();
    const sys_seconds time =
        has_own_time ? sys_seconds{seconds{expected["time"].get<int>()}} : kReceived;
    return {.device = DeviceId::parse(expected["device"].get<std::string>()).value(),
            .time = time,
            .has_own_time = has_own_time,
            .sequence = optional_of<std::uint16_t>(expected["sequence"]),
            .data = expected["data"],
            .snr = optional_of<double>(expected["snr"]),
            .rssi = optional_of<double>(expected["rssi"])};
}

TEST(Callback, MeansWhatTheTableSaysForEveryRealRequest)
{
    const std::vector<Row> requests = rows();
    const std::vector<json> outcomes = testing::read_json_lines("sigfox_outcomes.jsonl");
    ASSERT_EQ(requests.size(), 50u);
    ASSERT_EQ(outcomes.size(), requests.size());
    for (const json& expected : outcomes) {
        const std::size_t number = expected["row"];
        const Row& row = requests.at(number - 1);
        const auto result = parse(row.content_type, row.query, row.body);
        if (expected.contains("error")) {
            ASSERT_FALSE(result) << "row " << number << ": " << expected["why"];
            const Errc code =
                expected["error"] == "wrong_kind" ? Errc::wrong_kind : Errc::malformed_callback;
            EXPECT_EQ(result.error().code, code) << "row " << number;
            const std::string names = expected["names"];
            const bool is_named = code == Errc::wrong_kind
                                      ? result.error().detail.ends_with(' ' + names)
                                      : result.error().detail.starts_with(names + ':');
            EXPECT_TRUE(is_named) << "row " << number << ": " << result.error().detail;
        } else {
            ASSERT_TRUE(result) << "row " << number << ": " << result.error().detail;
            EXPECT_EQ(outcome(*result), outcome(message_of(expected))) << "row " << number;
            Uplink without_station = *result;
            without_station.station.clear();  // not in the table, which is older
            EXPECT_EQ(without_station, message_of(expected)) << "row " << number;
        }
    }
}

TEST(Callback, ReadsEveryEncoding)
{
    struct Case {
        const char* content_type;
        const char* query;
        const char* body;
    };
    const Case cases[]{
        {"", "device=2C30EA&time=1507396972&data=00ff&seqNumber=7&snr=18.86&rssi=-123.00", ""},
        {kForm, "", "device=2C30EA&time=1507396972&data=00ff&seqNumber=7&snr=18.86&rssi=-123"},
        {"application/x-www-form-urlencoded; charset=UTF-8", "",
         "%64evice=2C30E%41&time=+1507396972&data=00FF&seqNumber=7&snr=18.86&rssi=%2D123"},
        {"", "", "device=2C30EA&time=1507396972&data=00ff&seqNumber=7&snr=18.86&rssi=-123"},
        {"text/plain", "",
         "device => 2C30EA\r\n time => 1507396972\r\n data => 00ff\n seqNumber => 7\n"
         "snr => 18.86\nrssi => -123"},
        {"text/plain", "",
         "device=2C30EA\ntime=1507396972\ndata=00ff\nseqNumber=7\nsnr=18.86\nrssi=-123\n"},
        {"text/plain", "",
         "device: 2C30EA\ntime: 1507396972\ndata: 00ff\nseqNumber: 7\nsnr: 18.86\nrssi: -123"},
        {kForm, "",
         R"({"device":"2C30EA","time":1507396972,"data":"00ff","seqNumber":7,"snr":18.86,"rssi":-123})"},
        {"text/plain", "",
         R"({"device":"2C30EA","time":"1507396972","data":"00ff","seqNumber":"7","snr":"18.86","rssi":"-123.0"})"},
        {kJson, "",
         "\xEF\xBB\xBF "
         "{\r\n\"d\\u0065vice\":\"2C30\\u0045A\",\"time\":1507396972.0,\"data\":\"00ff\","
         "\"seqNumber\":7,\"snr\":1.886e1,\"rssi\":-123}\r\n"},
        {kJson, "device=2C30EA&time=1507396972&data=00ff",
         R"({"seqNumber":7,"snr":18.86,"rssi":-123})"},
        {kJson, "",
         R"({"integrations":{"sigfox":{"id":"2C30EA"}},"data":{"sigfoxData":"00ff","time":"1507396972","snr":"18.86","rssi":"-123","seqNumber":"7"}})"},
        {kJson, "",
         R"({"device":{"id":"2C30EA"},"time":1507396972000,"data":"00ff","seqNumber":7,
             "station":{"id":"1D44"},"rinfos":[{"id":"B0D0","rssi":-123,"snr":18.86},{"id":"B0D1","rssi":-1,"snr":1}]})"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(outcome(parse(c.content_type, c.query, c.body)),
                  "2C30EA 1507396972 [00ff] 7 18.86 -123")
            << c.query << c.body;
    }
}

TEST(Callback, NeverLetsANumberEatADeviceIdentifier)
{
    const std::pair<const char*, const char*> cases[]{
        {R"({"device":8405,"data":"00"})", "8405"},
        {R"({"device":0123,"data":"00"})", "0123"},
        {R"({"device":1E5,"data":"00"})", "01E5"},
        {R"({"device":868e,"data":"00"})", "868E"},
        {R"({"device":1e400,"data":"00"})", "1E400"},
        {R"({"device":2C30EA,"data":00})", "2C30EA"},
        {R"({"device":00000000,"data":"00"})", "0000"},
        {R"({"device":"00ab","data":"00"})", "00AB"},
    };
    for (const auto& [body, device] : cases) {
        const auto result = parse(kJson, "", body);
        ASSERT_TRUE(result) << body << result.error().detail;
        EXPECT_EQ(result->device.str(), device) << body;
    }
}

TEST(Callback, ForgivesWhatUnquotedTemplatesLeave)
{
    const char* bodies[]{
        R"({"device":"2C30EA","avgSnr": N/A,"snr":N/A,"data":"00"})",
        R"({"device":"2C30EA","snr": {snr},"x":{customData#x},"data":"00","rssi":{rssi}})",
        R"({"device":"2C30EA","snr": ,"data":"00","rssi":})",
        R"({"device":"2C30EA","snr":NaN,"data":"00","rssi":null,})",
        R"({"device":"2C30EA","snr":"N/A","data":"00","rssi":"null","time":"{time}","seqNumber":""})",
    };
    for (const char* body : bodies) {
        EXPECT_EQ(outcome(parse(kJson, "", body)), "2C30EA reception [00] - - -") << body;
    }
}

TEST(Callback, PrefersBodyThenExactKeysThenTheTopAndSkipsWhatIsMissing)
{
    struct Case {
        const char* query;
        const char* body;
        const char* device;
    };
    const Case cases[]{
        {"device=2", R"({"device":"1","data":"00"})", "0001"},
        {"device=2", R"({"device":null,"data":"00"})", "0002"},
        {"device=2", R"({"device":"{device}","data":"00"})", "0002"},
        {"device={device}&device=2&device=3&data=00", "", "0002"},
        {"", R"({"DEVICE":"2","device":"1","data":"00"})", "0001"},
        {"", R"({"DEVICE":"2","data":"00"})", "0002"},
        {"", R"({"id":"2","device":"1","data":"00"})", "0001"},
        {"", R"({"a":{"device":"2"},"device":"1","data":"00"})", "0001"},
        {"", R"({"id":"1","station":{"id":"2"},"data":"00"})", "0001"},
        {"", R"({"Id":"1","reception":[{"id":"2"}],"data":"00"})", "0001"},
    };
    for (const Case& c : cases) {
        const auto result = parse(kJson, c.query, c.body);
        ASSERT_TRUE(result) << c.body << result.error().detail;
        EXPECT_EQ(result->device.str(), c.device) << c.query << c.body;
    }
}

TEST(Callback, TakesTheIdOfAStationForNoDevice)
{
    for (const char* body :
         {R"({"station":{"id":"2"},"data":"00"})", R"({"reception":[{"id":"2"}],"data":"00"})",
          R"([{"device":"2","data":"00"}])"}) {
        EXPECT_TRUE(outcome(parse(kJson, "", body)).starts_with("device: found nothing")) << body;
    }
}

TEST(Callback, ReadsValuesAndDropsWhatCannotBe)
{
    const std::string start = R"({"device":"1","data":"00",)";
    const std::pair<const char*, const char*> cases[]{
        {R"("time":1)", "0001 1 [00] - - -"},
        {R"("time":100000000000)", "0001 reception [00] - - -"},
        {R"("time":1507396972999)", "0001 1507396972 [00] - - -"},
        {R"("time":"1507396972000")", "0001 1507396972 [00] - - -"},
        {R"("time":4102444799)", "0001 4102444799 [00] - - -"},
        {R"("time":4102444800)", "0001 reception [00] - - -"},
        {R"("time":0)", "0001 reception [00] - - -"},
        {R"("time":-5)", "0001 reception [00] - - -"},
        {R"("time":1e308)", "0001 reception [00] - - -"},
        {R"("time":"yesterday")", "0001 reception [00] - - -"},
        {R"("seqNumber":0)", "0001 reception [00] 0 - -"},
        {R"("seqNumber":"4095")", "0001 reception [00] 4095 - -"},
        {R"("seqNumber":4096)", "0001 reception [00] - - -"},
        {R"("seqNumber":-1)", "0001 reception [00] - - -"},
        {R"("seqNumber":"0012")", "0001 reception [00] 12 - -"},
        {R"("seqNumber":"007c")", "0001 reception [00] 124 - -"},
        {R"("seqNumber":"0FFF")", "0001 reception [00] 4095 - -"},
        {R"("seqNumber":"1c")", "0001 reception [00] - - -"},
        {R"("seqNumber":1.5)", "0001 reception [00] - - -"},
        {R"("snr":999.99,"rssi":-999.99)", "0001 reception [00] - 999.99 -999.99"},
        {R"("snr":1000,"rssi":-1000)", "0001 reception [00] - - -"},
        {R"("snr":"inf","rssi":"12dB")", "0001 reception [00] - - -"},
        {R"("SNR":" 7.5 ","Rssi":-0.5)", "0001 reception [00] - 7.5 -0.5"},
    };
    for (const auto& [members, expected] : cases) {
        EXPECT_EQ(outcome(parse(kJson, "", start + members + '}')), expected) << members;
    }
}

TEST(Callback, KnowsAnEmptyPayloadFromAMissingOne)
{
    for (const char* body : {R"({"device":"1","data":""})", "device=1&data="}) {
        EXPECT_EQ(outcome(parse("", "", body)), "0001 reception [] - - -") << body;
    }
    const std::pair<const char*, const char*> refused[]{
        {R"({"device":"1"})", "data: found nothing, expected one of the keys "},
        {R"({"device":"1","data":null})", "data: found \"null\", "},
        {R"({"device":"1","data":"{data}"})", "data: found \"{data}\", "},
        {R"({"device":"1","data":"0"})", "data: found \"0\", expected an even number of 0 to 24 "},
        {R"({"device":"1","data":"00000000000000000000000000"})", "data: found \"000000"},
        {R"({"device":"1","data":"0x00"})", "data: found \"0x00\", "},
        {"device=1&data", "data: found nothing, "},
    };
    for (const auto& [body, detail] : refused) {
        EXPECT_TRUE(outcome(parse("", "", body)).starts_with(detail))
            << body << ": " << outcome(parse("", "", body));
    }
}

TEST(Callback, ShowsForeignTextShortAndEscaped)
{
    const std::string body = "{\"device\":\"\x01\xC5\x99\x7F" + std::string(60, 'x') + "\"}";
    EXPECT_EQ(outcome(parse(kJson, "", body)), "device: found \"\\x01\\xc5\\x99\\x7f" +
                                                   std::string(36, 'x') +
                                                   "...\", expected 1 to 8 hexadecimal digits");
}

TEST(Callback, SendsOtherKindsWhereTheyBelong)
{
    struct Case {
        const char* body;
        const char* path;
    };
    const Case cases[]{
        {R"({"type":"SERVICE / STATUS","device":"1"})", "/sigfox/status"},
        {R"({"device":"1","time":1,"batt":"3.5","temp":"21"})", "/sigfox/status"},
        {R"({"device":"1","infoCode":0,"infoMessage":"Acked","downlinkAck":"true"})",
         "/sigfox/acknowledge"},
        {R"({"device":"1","lat":"50.1","lng":"14.4","radius":"3000"})", "/sigfox/geoloc"},
        {R"({"device":"1","data":"00","lqi":"Good"})", "/sigfox/data-advanced"},
        {R"({"device":"1","data":"00","duplicates":[{"bsId":"27B9"}]})", "/sigfox/data-advanced"},
        {R"({"device":"1","data":"00","computedLocation":{"status":0}})", "/sigfox/data-advanced"},
        {R"({"type":"service_data_advanced","device":"1","data":"00"})", "/sigfox/data-advanced"},
        {R"({"device":"1","info":"silent","severity":"ERROR"})", "/sigfox/error"},
        {R"({"type":"event","device":"1"})", "/sigfox/event"},
        {R"({"type":"SERVICE_REPEATER","device":"1"})", "/sigfox/repeater"},
        {"batch=2C30EA%3B00", "/sigfox/batch"},
        {"2C30EA;00\n153FF;01", "/sigfox/batch"},
    };
    for (const Case& c : cases) {
        const auto result = parse("", "", c.body);
        ASSERT_FALSE(result) << c.body;
        EXPECT_EQ(result.error().code, Errc::wrong_kind) << c.body;
        EXPECT_TRUE(result.error().detail.ends_with(std::string{" "} + c.path))
            << c.body << ": " << result.error().detail;
    }
}

TEST(Callback, TakesAnUplinkForOneWhateverElseStandsInIt)
{
    const char* bodies[]{
        R"({"device":"1","data":"00","type":"data_bidir","ack":true,"longPolling":"true"})",
        R"({"device":"1","data":"00","type":"status","batt":3.5,"temp":21})",
        R"({"device":"1","data":"00","type":"my sensor","radius":1,"lat":2,"info":"x"})",
        R"({"device":"1","data":"00","lqi":"{lqi}","computedLocation":null})",
        R"({"device":"1","data":"00","duplicate":"false","customData#batch":"7"})",
    };
    for (const char* body : bodies) {
        EXPECT_EQ(outcome(parse(kJson, "", body)), "0001 reception [00] - - -") << body;
    }
}

TEST(Callback, RefusesBrokenJsonWithThePlace)
{
    const std::pair<std::string, const char*> cases[]{
        {"{", "body: JSON at byte 1: found the end, expected '\"'"},
        {R"({"device" "1"})", "body: JSON at byte 10: found \"\\x22\", expected ':'"},
        {R"({"device":"1" "data":"00"})",
         "body: JSON at byte 14: found \"\\x22\", expected ',' or '}'"},
        {R"({"device":"1","data":"00"}x)", "body: JSON at byte 26: found \"x\", expected the end"},
        {R"({"device":"1","data":"00)", "body: JSON at byte 24: found the end, expected '\"'"},
        {R"({"device":"\x","data":"00"})", "body: JSON at byte 14: found \",\", expected a well-"},
        {std::string(20, '['), "body: JSON at byte 16: found \"[\", expected at most 16 levels"},
    };
    for (const auto& [body, detail] : cases) {
        EXPECT_TRUE(outcome(parse(kJson, "", body)).starts_with(detail))
            << body << ": " << outcome(parse(kJson, "", body));
    }
}

TEST(Callback, BoundsWhatItReads)
{
    std::string deep = R"({"device":"1","data":"00","x":)";
    deep += std::string(15, '[') + std::string(15, ']') + '}';
    EXPECT_TRUE(parse(kJson, "", deep)) << outcome(parse(kJson, "", deep));

    EXPECT_TRUE(
        outcome(parse(kJson, "", '{' + std::string(70'000, ' ') + '}')).starts_with("body: "));
    std::string query;
    for (int i = 0; i < 600; ++i) query += "a=1&";
    EXPECT_EQ(outcome(parse("", query, "")), "body: more than 512 fields");
    EXPECT_FALSE(parse(kJson, "", std::string(60'000, '[')));
}

TEST(Callback, ObeysTheAliasesItIsGiven)
{
    KeyAliases mine = aliases();
    mine.device = {"thing"};
    mine.data = {"bytes"};
    const CallbackBytes bytes{kForm, "", "thing=1&bytes=0a&device=2&data=00"};
    EXPECT_EQ(outcome(parse_uplink(bytes, mine, kReceived)), "0001 reception [0a] - - -");
}

void expect_possible(const Uplink& uplink)
{
    EXPECT_LE(uplink.data.size(), 24u);
    EXPECT_EQ(uplink.data.size() % 2, 0u);
    EXPECT_EQ(uplink.data.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_LE(uplink.sequence.value_or(0), 4095);
    EXPECT_LT(std::abs(uplink.snr.value_or(0)), 1000);
    EXPECT_LT(std::abs(uplink.rssi.value_or(0)), 1000);
    EXPECT_GE(uplink.time.time_since_epoch(), seconds{1});
    EXPECT_LT(uplink.time.time_since_epoch(), seconds{4'102'444'800});
    EXPECT_TRUE(uplink.has_own_time || uplink.time == kReceived);
}

void expect_decent(const Result<Uplink>& result)
{
    if (result) return expect_possible(*result);
    const std::string& detail = result.error().detail;
    EXPECT_LT(detail.size(), 400u);
    EXPECT_TRUE(std::all_of(detail.begin(), detail.end(), [](char c) {
        return c >= ' ' && c <= '~';
    })) << detail;
}

TEST(Callback, IsRefusedWhereverJsonIsCutOff)
{
    for (const Row& row : rows()) {
        const std::size_t end = row.body.find_last_of('}');
        const bool is_json = row.body.find('"') != std::string::npos;
        for (std::size_t size = 0; size < row.body.size(); ++size) {
            const auto result = parse(row.content_type, row.query, row.body.substr(0, size));
            expect_decent(result);
            EXPECT_FALSE(is_json && size <= end && result) << row.body.substr(0, size);
        }
    }
}

TEST(Callback, SurvivesRandomBytesAndAcceptsNothingImpossible)
{
    const std::vector<Row> requests = rows();
    const std::string bytes = std::string{"\0\xFF\xC3", 3} + "{}[]\",:;=&%+\\\r\n 09afxNe-.#/u";
    std::mt19937 random{11};
    const auto below = [&](std::size_t bound) { return random() % bound; };
    const auto mutate = [&](std::string& text) {
        if (text.empty()) return;
        const std::size_t at = below(text.size());
        const std::size_t kind = below(4);
        if (kind == 0) text[at] = static_cast<char>(below(256));
        if (kind == 1) text[at] = bytes[below(bytes.size())];
        if (kind == 2) text.insert(at, 1, bytes[below(bytes.size())]);
        if (kind == 3) text.erase(at, 1 + below(8));
    };
    for (int round = 0; round < 40'000; ++round) {
        Row row = requests[below(requests.size())];
        for (std::size_t changes = 1 + below(5); changes > 0; --changes) {
            mutate(row.body);
            mutate(row.query);
        }
        expect_decent(parse(row.content_type, row.query, row.body));
    }
}

TEST(FormSecret, IsFoundInQueryAndFormAndNowhereElse)
{
    struct Case {
        const char* content_type;
        const char* query;
        const char* body;
        const char* secret;
    };
    const Case cases[]{
        {"", "a=1&secret=S%2B+1&secret=2", "", "S+ 1"},
        {kForm, "a=1", "device=1&secret=abc", "abc"},
        {kForm, "secret=", "secret=abc", "abc"},
        {kForm, "secret=first", "secret=abc", "first"},
        {kForm, "", "xsecret=abc&Secret=x", ""},
        {kJson, "", R"({"x":"&secret=abc&"})", ""},
        {"text/plain", "", "a note: secret=abc\nmore", ""},
        {"", "", "", ""},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(find_form_secret({c.content_type, c.query, c.body}), c.secret)
            << c.query << c.body;
    }
}

std::string filled(std::string body)
{
    const std::pair<std::string, std::string> values[]{
        {"{device}", "2C30EA"},  {"{time}", "1507396972"}, {"{data}", "b0513801a421f0019405a500"},
        {"{seqNumber}", "1504"}, {"{snr}", "18.86"},       {"{rssi}", "-123.00"},
        {"{station}", "1D44"}};
    for (const auto& [variable, value] : values) {
        const std::size_t at = body.find(variable);
        if (at != std::string::npos) body.replace(at, variable.size(), value);
    }
    return body;
}

TEST(CallbackTemplate, SaysWhatToPaste)
{
    const CallbackTemplate result = uplink_template("https://mysigfox.example", "S3cret", true);
    EXPECT_EQ(result.type, "DATA / UPLINK");
    EXPECT_EQ(result.url, "https://mysigfox.example/sigfox/uplink");
    EXPECT_EQ(result.method, "POST");
    EXPECT_EQ(result.header, "Authorization: Bearer S3cret");
    EXPECT_EQ(result.content_type, "application/json");
    EXPECT_TRUE(json::accept(result.body));
    EXPECT_EQ(uplink_template("http://127.0.0.1:8080", "", true).header, "");
}

TEST(CallbackTemplate, ComesBackAsTheMessageItWasFilledWith)
{
    const CallbackTemplate whole = uplink_template("https://a.example", "s", true);
    EXPECT_EQ(outcome(parse(whole.content_type, "", filled(whole.body))),
              "2C30EA 1507396972 [b0513801a421f0019405a500] 1504 18.86 -123");
    const CallbackTemplate bare = uplink_template("https://a.example", "s", false);
    EXPECT_EQ(outcome(parse(bare.content_type, "", filled(bare.body))),
              "2C30EA 1507396972 [b0513801a421f0019405a500] 1504 - -");
}

TEST(Station, IsWhatTheBackendNamesAndNothingElse)
{
    const std::pair<const char*, const char*> cases[]{
        {R"({"device":"1","data":"00","station":"1d44"})", "1D44"},
        {R"({"device":"1","data":"00","station":"{station}"})", ""},
        {R"({"device":"1","data":"00","station":{"id":"1D44"}})", ""},
        {R"({"device":"1","data":"00","station":"<b>"})", ""},
        {R"({"device":"1","data":"00"})", ""},
    };
    for (const auto& [body, station] : cases) {
        const CallbackBytes bytes{"application/json", "", body};
        const auto uplink = parse_uplink(bytes, KeyAliases::defaults(), {});
        ASSERT_TRUE(uplink) << body;
        EXPECT_EQ(uplink->station, station) << body;
    }
}

}  // namespace
}  // namespace mysigfox::sigfox
