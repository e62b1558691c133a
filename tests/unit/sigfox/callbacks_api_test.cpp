// What is asked of the Backend's API, and what its answers come to.
#include "mysigfox/sigfox/callbacks_api.hpp"

#include "mysigfox/sigfox/shown_text.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace mysigfox::sigfox {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

constexpr const char* kType = "5d8a7f3e1b0c4a2f9e6d1c07";
const std::string kBase{kSigfoxApi};

CallbacksApi::Setup setup(std::string base = kBase, std::string device_type = kType)
{
    return {std::move(base), std::move(device_type), {"login", "pass:word"}, {"the-secret"}};
}

CallbacksApi sigfox_api()
{
    return CallbacksApi::make(setup(), {}).value();
}

CallbackSettings as_wanted()
{
    return settings_of(uplink_template("https://relay.example", "the-secret", true));
}

AttemptResult answered(int status, std::string body = {})
{
    AttemptResult result;
    result.status = status;
    result.detail = "api.sigfox.com:443 answered " + std::to_string(status);
    result.answer = std::move(body);
    return result;
}

AttemptResult unanswered(Cause cause)
{
    AttemptResult result;
    result.cause = cause;
    result.detail = "api.sigfox.com:443 did something";
    return result;
}

TEST(Credentials, AreLoginColonPasswordOnTheFirstLine)
{
    const auto parsed = parse_credentials(" 5d8a:pass:word \r\nmore\n");

    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->login, "5d8a");
    EXPECT_EQ(parsed->password, "pass:word");
    for (const char* wrong : {"", "\n", "hidden-password", ":hidden", "hidden:", "hid\x01:den"}) {
        const auto refused = parse_credentials(wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_THAT(refused.error().detail, Not(HasSubstr("hid")));
        EXPECT_THAT(refused.error().detail, HasSubstr("expected login:password"));
    }
}

TEST(CallbacksApi, OnlyAPlaceThatKeepsThePasswordIsAsked)
{
    TargetPolicy open;
    open.allowed_targets = {*Cidr::parse("127.0.0.0/8"), *Cidr::parse("10.0.0.0/8")};
    for (const char* good : {"https://api.sigfox.com/v2", "https://api.sigfox.com/v2//",
                             "https://10.0.0.1/v2", "http://127.0.0.1:8080/v2"}) {
        EXPECT_TRUE(CallbacksApi::make(setup(good), open)) << good;
    }
    const std::vector<std::pair<const char*, const char*>> table{
        {"http://api.sigfox.com/v2", "plain HTTP"},
        {"http://10.0.0.1/v2", "plain HTTP"},
        {"https://192.168.0.1/v2", "allowed_targets"},
        {"https://a:b@api.sigfox.com", "credentials"},
        {"https://api.sigfox.com/v2?x=the-secret", "a query"},
        {"api.sigfox.com", "expected https"},
        {"", "expected https"},
    };
    for (const auto& [base, sentence] : table) {
        const auto refused = CallbacksApi::make(setup(base), open);
        ASSERT_FALSE(refused) << base;
        EXPECT_THAT(refused.error().detail, HasSubstr(sentence)) << base;
        EXPECT_THAT(refused.error().detail, Not(HasSubstr("the-secret")));
        EXPECT_EQ(refused.error().code, Errc::invalid_value);
    }
}

TEST(CallbacksApi, ADeviceTypeIsOneWord)
{
    for (const char* wrong : {"", "..", "a/b", "a?b", "a b", "a%2f"}) {
        const auto refused = CallbacksApi::make(setup(kBase, wrong), {});
        ASSERT_FALSE(refused) << wrong;
        EXPECT_THAT(refused.error().detail, HasSubstr("device type: found"));
    }
}

TEST(CallbacksApi, ListsAsTheApiUser)
{
    const ApiRequest request = sigfox_api().list();

    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.url.str(),
              "https://api.sigfox.com/v2/device-types/5d8a7f3e1b0c4a2f9e6d1c07/callbacks");
    EXPECT_EQ(request.body, "");
    EXPECT_THAT(request.fields,
                ::testing::ElementsAre(Pair("Authorization", "Basic bG9naW46cGFzczp3b3Jk"),
                                       Pair("Accept", "application/json")));
}

TEST(CallbacksApi, CreatesAllThatTheApiNeeds)
{
    const ApiRequest request = sigfox_api().create(as_wanted());

    EXPECT_EQ(request.method, "POST");
    EXPECT_THAT(request.fields, ::testing::Contains(Pair("Content-Type", "application/json")));
    EXPECT_EQ(json::parse(request.body),
              json({{"channel", "URL"},
                    {"callbackType", 0},
                    {"callbackSubtype", 2},
                    {"enabled", true},
                    {"url", "https://relay.example/sigfox/uplink"},
                    {"httpMethod", "POST"},
                    {"headers", {{"Authorization", "Bearer the-secret"}}},
                    {"sendSni", true},
                    {"bodyTemplate", as_wanted().body},
                    {"contentType", "application/json"}}));
}

TEST(CallbacksApi, ChangesWhatDiffersAndNoMore)
{
    const std::vector<std::pair<void (*)(CallbackSettings&), json>> table{
        {[](CallbackSettings& s) { s.is_enabled = false; }, {{"enabled", true}}},
        {[](CallbackSettings& s) { s.sends_sni = false; }, {{"sendSni", true}}},
        {[](CallbackSettings& s) { s.method = "GET"; }, {{"httpMethod", "POST"}}},
        {[](CallbackSettings& s) { s.content_type.clear(); },
         {{"contentType", "application/json"}}},
        {[](CallbackSettings& s) { s.url = "https://old.example/"; },
         {{"url", "https://relay.example/sigfox/uplink"}}},
        {[](CallbackSettings& s) { s.body = "x"; }, {{"bodyTemplate", as_wanted().body}}},
        {[](CallbackSettings& s) {
             s.headers = {{"authorization", "old"}, {"X-Else", "1"}};
         },
         {{"headers", {{"Authorization", "Bearer the-secret"}, {"X-Else", "1"}}}}},
    };
    for (const auto& [spoil, expected] : table) {
        ListedCallback found{"61e4d07b", as_wanted()};
        spoil(found.settings);
        const ApiRequest request = sigfox_api().change(found, as_wanted());
        json all = expected;
        all["channel"] = "URL";
        EXPECT_EQ(json::parse(request.body), all);
        EXPECT_EQ(request.method, "PUT");
        EXPECT_TRUE(request.url.str().ends_with("/callbacks/61e4d07b"));
    }
}

TEST(CallbacksApi, ReadsWhatWentWell)
{
    const CallbacksApi api = sigfox_api();

    EXPECT_TRUE(api.read_list(answered(200, R"({"data": []})")));
    EXPECT_EQ(*api.read_created(answered(201, R"({"id": "5a54"})")), "5a54");
    EXPECT_EQ(*api.read_created(answered(201, "")), "");
    EXPECT_EQ(*api.read_created(answered(201, R"({"id": 5})")), "");
    EXPECT_TRUE(api.read_changed(answered(204)));
}

struct Refusal {
    AttemptResult result;
    Errc code;
    const char* sentence;
};

AttemptResult redirected(const char* location)
{
    AttemptResult result = answered(301);
    result.location = location;
    return result;
}

AttemptResult later(const char* retry_after)
{
    AttemptResult result = answered(429);
    result.retry_after = retry_after;
    return result;
}

const std::vector<Refusal> kRefusals{
    {answered(401), Errc::unauthorized, "the login or the password is wrong"},
    {answered(403, R"({"message": "no"})"), Errc::forbidden, "a new callback (no): this API user"},
    {answered(404), Errc::not_found, "there is no device type 5d8a7f3e1b0c4a2f9e6d1c07"},
    {answered(409), Errc::conflict, "somebody else changes device type"},
    {answered(429), Errc::overloaded, "Try again later"},
    {later("17"), Errc::overloaded, "Try again later, in 17 seconds at the earliest"},
    {later("soon\n"), Errc::overloaded, "Try again later"},
    {answered(500), Errc::overloaded, "a fault of the Sigfox API"},
    {answered(503, "<html>"), Errc::overloaded, "a new callback: that is a fault"},
    {answered(400, R"({"message": "bad request", "errors": [
        {"type": "body", "field": "url", "message": "too long"}, 5, {"field": "x"}]})"),
     Errc::invalid_value, "(bad request; url: too long; x: ): it does not take this"},
    {answered(400, R"({"message": "you sent the-secret as pass:word"})"), Errc::invalid_value,
     "(you sent (hidden) as (hidden))"},
    {redirected("https://a.example/x?token=1"), Errc::unreachable,
     "found a redirect to https://a.example/x?…, expected a new callback. None is followed"},
    {unanswered(Cause::timeout), Errc::deadline_exceeded, "did something."},
    {unanswered(Cause::connect_timeout), Errc::deadline_exceeded, "did something."},
    {unanswered(Cause::connect_refused), Errc::unreachable, "did something."},
    {unanswered(Cause::name_not_found), Errc::unreachable, "did something."},
    {unanswered(Cause::closed), Errc::unreachable, "did something."},
    {unanswered(Cause::bad_answer), Errc::unreachable, "did something."},
    {unanswered(Cause::tls_expired), Errc::unreachable, "The password was not sent."},
    {unanswered(Cause::tls_untrusted), Errc::unreachable, "The password was not sent."},
    {unanswered(Cause::address_refused), Errc::unreachable, "delivery.allowed_targets"},
};

TEST(CallbacksApi, EveryRefusalIsASentence)
{
    for (const Refusal& row : kRefusals) {
        const auto refused = sigfox_api().read_created(row.result);
        ASSERT_FALSE(refused) << row.sentence;
        EXPECT_EQ(refused.error().code, row.code) << row.sentence;
        EXPECT_THAT(refused.error().detail, HasSubstr(row.sentence));
        EXPECT_THAT(refused.error().detail, HasSubstr("api.sigfox.com:443"));
        EXPECT_FALSE(sigfox_api().read_list(row.result)) << row.sentence;
        EXPECT_FALSE(sigfox_api().read_changed(row.result)) << row.sentence;
    }
}

TEST(CallbacksApi, ACallbackMayGoBeforeItIsChanged)
{
    EXPECT_THAT(sigfox_api().read_changed(answered(404)).error().detail,
                HasSubstr("the change of a callback: it is gone since the list was read"));
}

TEST(CallbacksApi, AnAnswerThatNeverCameMayMeanThatItWasDone)
{
    AttemptResult result = unanswered(Cause::timeout);
    result.perhaps_delivered = true;
    const CallbacksApi api = sigfox_api();

    EXPECT_THAT(api.read_created(result).error().detail, HasSubstr("run this again"));
    EXPECT_THAT(api.read_changed(result).error().detail, HasSubstr("run this again"));
    EXPECT_THAT(api.read_list(result).error().detail, Not(HasSubstr("run this again")));
}

TEST(CallbacksApi, AListIsWholeOrNone)
{
    const CallbacksApi api = sigfox_api();

    const auto page = api.read_list(answered(200, "<html>"));
    const auto endless = api.read_list(answered(200, std::string(kMostApiAnswer, ' ')));

    EXPECT_EQ(page.error().code, Errc::unreachable);
    EXPECT_THAT(page.error().detail, HasSubstr("Is --api the Sigfox API?"));
    EXPECT_THAT(endless.error().detail, HasSubstr("found an answer of 1048576 bytes or more"));
}

TEST(ShownText, IsOneLineOfPrintableAsciiWithAnEnd)
{
    EXPECT_EQ(shown_text("a\x1b[2Jb\nc\xc3\xa9", {}), "a?[2Jb?c??");
    EXPECT_EQ(shown_text(std::string(1'000, 'x'), {}), std::string(200, 'x') + "...");
    EXPECT_EQ(shown_text("sisisi", {"", "si"}), "(hidden)(hidden)(hidden)");
}

}  // namespace
}  // namespace mysigfox::sigfox
