// What a callback is answered, and what has happened by then.
#include "support/api_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mysigfox::test {
namespace {

using namespace literals;

constexpr std::string_view kUplink =
    R"({"device":"1D4C5F","time":"1501568895","data":"aabb","seqNumber":"7","snr":"16.21"})";
constexpr std::string_view kUplinkForm = "device=1D4C5F&time=1501568895&data=aabb&seqNumber=7";
constexpr std::string_view kForm = "application/x-www-form-urlencoded";
const Fields kRight{{"Authorization", "Bearer right-secret"}, {"Content-Type", "application/json"}};

class CallbacksTest : public testing::Test, protected ApiFixture {
protected:
    CallbacksTest() { add_device("1D4C5F"_device); }

    http::Response uplink() { return send("POST", "/sigfox/uplink", std::string{kUplink}, kRight); }
};

TEST_F(CallbacksTest, AreStoredBeforeTheyAreAcknowledged)
{
    EXPECT_EQ(uplink().status, 204);

    ASSERT_EQ(log.appended.size(), 1U);
    EXPECT_EQ(log.appended[0].uplink.device, "1D4C5F"_device);
    EXPECT_EQ(log.appended[0].uplink.sequence, 7U);
    EXPECT_EQ(log.appended[0].account, "main");
    EXPECT_EQ(count("callbacks_total", R"(account="main",outcome="stored")"), 1U);
}

TEST_F(CallbacksTest, WithoutATimeGetTheTimeOfReception)
{
    const auto answer =
        send("POST", "/sigfox/uplink", R"({"device":"1D4C5F","data":"aa"})", kRight);

    EXPECT_EQ(answer.status, 204);
    ASSERT_EQ(log.appended.size(), 1U);
    EXPECT_EQ(log.appended[0].uplink.time, std::chrono::floor<std::chrono::seconds>(clock.now()));
    EXPECT_FALSE(log.appended[0].uplink.has_own_time);
}

TEST_F(CallbacksTest, AreTakenInEveryMethodAndEncoding)
{
    const std::string query = "?" + std::string{kUplinkForm} + "&secret=right-secret";
    const std::string form = std::string{kUplinkForm} + "&secret=right-secret";
    // right-secret as the password of Basic credentials
    const Fields basic{{"Authorization", "Basic c2lnZm94OnJpZ2h0LXNlY3JldA=="}};

    EXPECT_EQ(send("GET", "/sigfox/uplink" + query).status, 204);
    EXPECT_EQ(send("POST", "/sigfox/uplink" + query).status, 204);
    EXPECT_EQ(send("PUT", "/sigfox/bidir", std::string{kUplink}, kRight).status, 204);
    EXPECT_EQ(send("POST", "/sigfox/uplink", std::string{kUplink}, basic).status, 204);
    EXPECT_EQ(send("POST", "/sigfox/uplink", form, {{"Content-Type", kForm}}).status, 204);
    EXPECT_EQ(send("POST", "/sigfox/uplink?secret=right-secret", "device = 1D4C5F\ndata = aa\n",
                   {{"Content-Type", "text/plain"}})
                  .status,
              204);
    EXPECT_EQ(log.appended.size(), 6U);
}

TEST_F(CallbacksTest, MayComeInATypeBuiltOnJson)
{
    const Fields linked{{"Authorization", "Bearer right-secret"},
                        {"Content-Type", "application/ld+json; charset=utf-8"},
                        {"Content-Encoding", "identity"}};
    EXPECT_EQ(send("POST", "/sigfox/uplink", std::string{kUplink}, linked).status, 204);
    EXPECT_EQ(log.appended.size(), 1U);
}

TEST_F(CallbacksTest, AreRefusedByTheTable)
{
    struct Case {
        const char* why;
        int status;
        std::string_view method;
        std::string target;
        std::string body;
        Fields fields;
    };
    const std::string json{kUplink};
    const Fields wrong{{"Authorization", "Bearer wrong"}, {"Content-Type", "application/json"}};
    const Fields right_xml{{"Authorization", "Bearer right-secret"},
                           {"Content-Type", "application/xml"}};
    Fields right_packed = kRight;
    right_packed.emplace_back("Content-Encoding", "gzip");
    const Case cases[] = {
        {"no secret", 401, "POST", "/sigfox/uplink", json, {{"Content-Type", "application/json"}}},
        {"wrong secret", 401, "POST", "/sigfox/uplink", json, wrong},
        {"wrong in query", 401, "GET", "/sigfox/uplink?secret=wrong&device=1D4C5F&data=aa", "", {}},
        {"wrong in form",
         401,
         "POST",
         "/sigfox/uplink",
         std::string{kUplinkForm} + "&secret=wrong",
         {{"Content-Type", kForm}}},
        {"no secret in form",
         401,
         "POST",
         "/sigfox/uplink",
         std::string{kUplinkForm},
         {{"Content-Type", kForm}}},
        {"no device", 400, "POST", "/sigfox/uplink", R"({"data":"aabb"})", kRight},
        {"bad data", 400, "POST", "/sigfox/uplink", R"({"device":"1D4C5F","data":"xyz"})", kRight},
        {"nothing", 400, "POST", "/sigfox/uplink", "", kRight},
        {"no JSON", 400, "POST", "/sigfox/uplink", R"({"device":)", kRight},
        {"another type", 415, "POST", "/sigfox/uplink", "<a/>", right_xml},
        {"packed", 415, "POST", "/sigfox/uplink", json, right_packed},
        {"another kind", 404, "POST", "/sigfox/status", "{}", kRight},
        {"another kind", 404, "GET", "/sigfox/geoloc", "", kRight},
        {"batch", 404, "POST", "/sigfox/batch", "", kRight},
        {"HEAD", 405, "HEAD", "/sigfox/uplink?device=1D4C5F&data=aa", "", kRight},
        {"DELETE", 405, "DELETE", "/sigfox/uplink", "", kRight},
        {"nowhere", 404, "POST", "/sigfox/nowhere", json, kRight},
    };
    for (const Case& c : cases) {
        const http::Response answer = send(c.method, c.target, c.body, c.fields);
        EXPECT_EQ(answer.status, c.status) << c.why;
    }
    EXPECT_TRUE(log.appended.empty());
}

TEST_F(CallbacksTest, WithTheRightSecretFromTheWrongPlaceAreForbidden)
{
    source = *IpAddress::parse("203.0.113.9");

    EXPECT_EQ(uplink().status, 403);
    EXPECT_TRUE(log.appended.empty());
    EXPECT_EQ(count("callbacks_total", R"(account="",outcome="forbidden")"), 1U);
}

TEST_F(CallbacksTest, LearnHowToAuthenticateWhenTheyDidNot)
{
    const auto answer = send("GET", "/sigfox/uplink");

    EXPECT_EQ(answer.status, 401);
    EXPECT_THAT(field(answer, "WWW-Authenticate"), testing::StartsWith("Bearer"));
}

TEST_F(CallbacksTest, AreJudgedByTheirHeadBeforeTheirBodyIsRead)
{
    http::RequestHead head;
    head.method = "POST";
    head.source = source;
    const auto* route = router.find("POST", "/sigfox/uplink").route;

    head.fields = {{"Authorization", "Bearer wrong"}, {"Content-Type", kForm}};
    EXPECT_TRUE(route->admit(head)) << "a wrong secret in the head is final";
    head.fields = {{"Content-Type", "application/json"}};
    EXPECT_TRUE(route->admit(head)) << "JSON brings no secret";
    head.fields = {{"Content-Type", kForm}};
    EXPECT_FALSE(route->admit(head)) << "a form may bring it";
    head.method = "GET";
    EXPECT_TRUE(route->admit(head)) << "a GET has no body";
}

TEST_F(CallbacksTest, AreToldWhatIsWrongInJson)
{
    const auto answer =
        send("POST", "/sigfox/uplink", R"({"device":"1D4C5F","data":"xyz"})", kRight);

    EXPECT_EQ(field(answer, "Content-Type"), "application/json");
    EXPECT_THAT(nlohmann::json::parse(answer.body)["error"].get<std::string>(),
                testing::HasSubstr("data"));
}

TEST_F(CallbacksTest, OfAnUnknownDeviceFollowTheAccountsChoice)
{
    registry.rows.clear();

    EXPECT_EQ(uplink().status, 204);
    EXPECT_EQ(log.appended.size(), 1U);

    set_rules(sigfox::UnknownDevice::drop);
    EXPECT_EQ(uplink().status, 204);
    EXPECT_EQ(log.appended.size(), 1U);
    EXPECT_EQ(count("callbacks_total", R"(account="main",outcome="dropped")"), 1U);

    set_rules(sigfox::UnknownDevice::reject);
    EXPECT_EQ(uplink().status, 404);
    EXPECT_EQ(count("callbacks_total", R"(account="main",outcome="unknown_device")"), 1U);
}

TEST_F(CallbacksTest, ThatCannotBeStoredAreAskedForAgain)
{
    for (const Errc code : {Errc::storage_unavailable, Errc::overloaded}) {
        log.failure = make_error(code, "disk I/O error");
        const auto answer = uplink();
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(field(answer, "Retry-After"), "60");
        EXPECT_TRUE(nlohmann::json::parse(answer.body).contains("error"));
    }
    EXPECT_EQ(count("callbacks_total", R"(account="main",outcome="unavailable")"), 2U);
}

TEST_F(CallbacksTest, ThatAreCopiesAreAcknowledged)
{
    log.all_are_copies = true;

    EXPECT_EQ(uplink().status, 204);
    EXPECT_EQ(count("callbacks_total", R"(account="main",outcome="copy")"), 1U);
}

TEST_F(CallbacksTest, FollowRulesThatWereReplaced)
{
    rules = std::make_shared<const api::Rules>(api::Rules{
        sigfox::Authenticator{{}}, sigfox::KeyAliases::defaults(), TargetPolicy{}, false});

    EXPECT_EQ(uplink().status, 401);
}

}  // namespace
}  // namespace mysigfox::test
