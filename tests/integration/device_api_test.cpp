// /api/v1 and the page where its keys are made.
#include "support/device_page_fixture.hpp"

#include <nlohmann/json.hpp>

namespace mysigfox::api {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using storage::DeliveryState;
using test::field;
using test::run_task;

class DeviceApi : public test::DevicePageTest {
protected:
    /// The key that the page shows once.
    std::string make_key(const std::string& name = "garden")
    {
        const http::Response made = act_at("/en/device/keys", "make-key", "name=" + name);
        return key_in(made.body);
    }
    static std::string key_in(const std::string& page)
    {
        const std::size_t at = page.find("mysigfox_");
        if (at == std::string::npos) return {};
        return page.substr(at, ApiKey::kPrefix.size() + ApiKey::kDigits);
    }
    std::string key_for_all()
    {
        sign_in_by_mail();
        return make_key();
    }

    http::Response call(std::string_view method, std::string_view target, std::string body = {})
    {
        http::Request request;
        request.head.method = method;
        request.head.path = target.substr(0, target.find('?'));
        request.head.query = target.substr(std::min(target.size(), request.head.path.size() + 1));
        const std::string bearer = "Bearer " + shown_;
        request.head.fields = {{"Content-Type", type_}};
        if (!shown_.empty()) request.head.fields.emplace_back("Authorization", bearer);
        request.head.source = IpAddress::v4(0xC6336401);
        const http::Router::Found found = router_.find(method, request.head.path);
        if (found.route == nullptr) return http::plain_response(found.status);
        if (found.route->admit) {
            if (auto refusal = found.route->admit(request.head)) return std::move(*refusal);
        }
        request.body = std::move(body);
        return run_task(found.route->handle(request));
    }
    json answer(std::string_view method, std::string_view target, std::string body = {})
    {
        const http::Response response = call(method, target, std::move(body));
        EXPECT_EQ(response.status, 200) << target << ": " << response.body;
        EXPECT_EQ(field(response, "Cache-Control"), "no-store");
        return json::parse(response.body);
    }

    std::string shown_;
    std::string_view type_ = "application/json";
};

TEST_F(DeviceApi, AKeyIsShownOnceListedAndRevoked)
{
    sign_in_by_mail();
    EXPECT_TRUE(has(get("/en/device/keys").body, "no keys yet"));
    shown_ = make_key("my+greenhouse");
    ASSERT_FALSE(shown_.empty());
    const std::string list = get("/en/device/keys").body;
    EXPECT_TRUE(has(list, "my greenhouse"));
    EXPECT_TRUE(has(list, "all devices"));
    EXPECT_TRUE(has(list, "never"));
    EXPECT_TRUE(key_in(list).empty()) << "shown once";
    answer("GET", "/api/v1/devices");
    EXPECT_FALSE(has(get("/en/device/keys").body, "never")) << "the day of its use";
    EXPECT_EQ(act_at("/en/device/keys", "revoke-key", "id=1").status, 303);
    EXPECT_EQ(call("GET", "/api/v1/devices").status, 401);
}

TEST_F(DeviceApi, WhoeverMakesOrRevokesAKeyIsWrittenTo)
{
    sign_in();
    const std::string key = make_key("my+greenhouse");
    ASSERT_EQ(letters_.letters.size(), 1u);
    EXPECT_EQ(letters_.letters[0].occasion, mail::Occasion::api_key_made);
    EXPECT_EQ(letters_.letters[0].to.str(), kMail);
    EXPECT_EQ(letters_.fact("key"), "my greenhouse");
    EXPECT_EQ(letters_.fact("device"), "21DF4E");
    act_at("/en/device/keys", "revoke-key", "id=1");
    act_at("/en/device/keys", "revoke-key", "id=1");
    ASSERT_EQ(letters_.letters.size(), 2u) << "one that is gone is not told of again";
    EXPECT_EQ(letters_.letters[1].occasion, mail::Occasion::api_key_revoked);
    EXPECT_EQ(letters_.fact("key"), "my greenhouse");
    for (const mail::Letter& letter : letters_.letters) {
        for (const auto& [name, value] : letter.facts) EXPECT_FALSE(has(value, key)) << name;
    }
    make_key("another");
    EXPECT_EQ(letters_.letters.size(), 2u) << "nobody fills a letterbox by that";
    clock_.advance(20min);
    sign_in_by_mail();
    make_key("for+all");
    EXPECT_EQ(letters_.fact("devices"), "1");
}

TEST_F(DeviceApi, AKeyNeedsASignInTheSealAndAName)
{
    EXPECT_EQ(get("/en/device/keys").status, 303);
    sign_in();
    EXPECT_EQ(send("POST", "/en/device/keys", "action=make-key&name=x").status, 303);
    for (const char* name : {"", "name=", "name=+", "name=%00", "name=%FF"}) {
        const http::Response refused = act_at("/en/device/keys", "make-key", name);
        EXPECT_EQ(refused.status, 400) << name;
    }
    EXPECT_EQ(act_at("/en/device/keys", "make-key", "name=" + std::string(51, 'x')).status, 400);
    EXPECT_TRUE(customers_->api_keys({owner(), {}}).empty());
    for (int i = 0; i < 10; ++i) ASSERT_FALSE(make_key().empty());
    const http::Response eleventh = act_at("/en/device/keys", "make-key", "name=x");
    EXPECT_EQ(eleventh.status, 409);
    EXPECT_TRUE(has(eleventh.body, "10 keys already"));
}

TEST_F(DeviceApi, ATokensKeyReachesItsDeviceAlone)
{
    add(0xBEEF, kMail, kUrl);
    const std::string whole = key_for_all();
    cookie_.clear();
    sign_in();
    EXPECT_FALSE(has(get("/en/device/keys").body, "garden")) << "of all devices: not shown";
    EXPECT_EQ(act_at("/en/device/keys", "revoke-key", "id=1").status, 303);
    shown_ = make_key();
    const json devices = answer("GET", "/api/v1/devices").at("devices");
    ASSERT_EQ(devices.size(), 1u);
    EXPECT_EQ(devices[0]["device_id"], "21DF4E");
    EXPECT_EQ(devices[0]["webhook_url"], "https://jane.example.org/hook?…") << "as on the page";
    EXPECT_EQ(call("GET", "/api/v1/devices/BEEF").status, 404);
    EXPECT_EQ(call("POST", "/api/v1/devices/BEEF/pause").status, 404);
    EXPECT_EQ(answer("POST", "/api/v1/pause").at("changed_devices"), 1);
    EXPECT_FALSE(reader_->ownership(DeviceId::from_value(0xBEEF))->is_paused);
    shown_ = whole;
    EXPECT_EQ(answer("GET", "/api/v1/devices").at("devices").size(), 2u) << "not revoked";
    EXPECT_EQ(answer("GET", "/api/v1/devices/21df4e").at("webhook_url"), kUrl);
}

TEST_F(DeviceApi, NobodyElsesDeviceIsReached)
{
    add(0xF00, "other@example.org", kUrl);
    const DeliveryId foreign = message(1, 0xF00);
    ASSERT_TRUE(record(foreign, DeliveryState::parked));
    shown_ = key_for_all();
    for (const char* path : {"/api/v1/devices/F00", "/api/v1/devices/F00/messages",
                             "/api/v1/devices/FFFF", "/api/v1/devices/zebra"}) {
        EXPECT_EQ(call("GET", path).status, 404) << path;
    }
    const std::string id = public_id(MessageId{1}, clock_.now());
    EXPECT_EQ(call("GET", "/api/v1/messages/" + id).status, 404);
    EXPECT_EQ(call("POST", "/api/v1/messages/" + id + "/resend").status, 404);
    EXPECT_EQ(answer("POST", "/api/v1/resend", R"({"since": "2000-01-01T00:00"})").at("resent"), 0);
    EXPECT_TRUE(handed_over_.empty());
}

TEST_F(DeviceApi, WithoutAKeyInForceNothingIsSaidAndSoonNothingIsLookedUp)
{
    const std::string good = key_for_all();
    const http::Response none = call("GET", "/api/v1/devices");
    EXPECT_EQ(none.status, 401);
    EXPECT_TRUE(field(none, "WWW-Authenticate").starts_with("Bearer"));
    EXPECT_EQ(json::parse(none.body).at("field"), "Authorization");
    shown_ = "AUBECJFQTC";
    EXPECT_EQ(call("GET", "/api/v1/devices").status, 401);
    shown_ = ApiKey::make().reveal();
    EXPECT_EQ(call("POST", "/api/v1/pause").status, 401);
    const http::Response often = call("GET", "/api/v1/devices");
    EXPECT_EQ(often.status, 429);
    EXPECT_FALSE(field(often, "Retry-After").empty());
    shown_ = good;
    EXPECT_EQ(call("GET", "/api/v1/devices").status, 200) << "a program next door goes on";
}

TEST_F(DeviceApi, AKeyMayCallOftenAndNotWithoutEnd)
{
    shown_ = key_for_all();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(call("GET", "/api/v1/devices").status, 200);
    EXPECT_EQ(call("GET", "/api/v1/devices").status, 429);
    clock_.advance(200ms);
    EXPECT_EQ(call("GET", "/api/v1/devices").status, 200);
}

TEST_F(DeviceApi, DevicesComeInParts)
{
    for (std::uint32_t n = 0; n < 4; ++n) add(0xA000 + n, kMail, kUrl);
    shown_ = key_for_all();
    std::vector<std::string> ids;
    std::string next;
    do {
        const json part = answer("GET", "/api/v1/devices?limit=2" + next);
        for (const json& device : part.at("devices")) ids.push_back(device.at("device_id"));
        next = part.at("next").is_null() ? "" : "&cursor=" + part.at("next").get<std::string>();
    } while (!next.empty());
    EXPECT_EQ(ids, (std::vector<std::string>{"A000", "A001", "A002", "A003", "21DF4E"}));
}

TEST_F(DeviceApi, TellsHowTheWebhookStands)
{
    storage::LaneState lane;
    lane.webhook = reader_->ownership(DeviceId::from_value(kDevice))->webhook;
    lane.next_probe = clock_.now() + 5min;
    ASSERT_TRUE(run_task(store_->outbox().keep(lane)));
    add(0xB0, kMail, "");
    shown_ = key_for_all();
    const json one = answer("GET", "/api/v1/devices/21DF4E");
    EXPECT_EQ(one.at("state"), "failing");
    EXPECT_TRUE(one.at("next_attempt").is_string());
    EXPECT_EQ(answer("GET", "/api/v1/devices/B0").at("state"), "no_webhook");
    answer("POST", "/api/v1/devices/21DF4E/pause");
    EXPECT_EQ(answer("GET", "/api/v1/devices").at("devices").at(1).at("state"), "paused");
}

TEST_F(DeviceApi, MessagesComeInPartsThatNewOnesDoNotShift)
{
    std::vector<std::uint16_t> seen;
    for (std::uint16_t n = 0; n < 5; ++n) message(n);
    shown_ = key_for_all();
    json part = answer("GET", "/api/v1/devices/21DF4E/messages?limit=2");
    for (std::uint16_t n = 5; n < 9; ++n) message(n);
    for (;;) {
        for (const json& one : part.at("messages")) seen.push_back(one.at("sequence"));
        if (part.at("next").is_null()) break;
        part = answer("GET", "/api/v1/devices/21DF4E/messages?limit=2&cursor=" +
                                 part.at("next").get<std::string>());
    }
    EXPECT_EQ(seen, (std::vector<std::uint16_t>{4, 3, 2, 1, 0}));
}

TEST_F(DeviceApi, MessagesAreChosenAndOneIsFoundByItsId)
{
    for (std::uint16_t n = 0; n < 3; ++n) {
        const DeliveryId id = message(n);
        ASSERT_TRUE(record(id, n == 1 ? DeliveryState::parked : DeliveryState::delivered));
        clock_.advance(1min);
    }
    shown_ = key_for_all();
    const json failed = answer("GET", "/api/v1/devices/21DF4E/messages?failed=true");
    ASSERT_EQ(failed.at("messages").size(), 1u);
    const json one = failed.at("messages").at(0);
    EXPECT_EQ(one.at("sequence"), 1);
    EXPECT_EQ(one.at("state"), "given_up");
    EXPECT_EQ(answer("GET", "/api/v1/messages/" + one.at("id").get<std::string>()), one);
    const std::string since = one.at("received");
    EXPECT_EQ(answer("GET", "/api/v1/devices/21DF4E/messages?since=" + since).at("messages").size(),
              2u);
    EXPECT_EQ(answer("GET", "/api/v1/devices/21DF4E/messages?until=" + since).at("messages").size(),
              1u);
}

TEST_F(DeviceApi, SendsOneAgainOrAllThatFailedSince)
{
    for (std::uint16_t n = 0; n < 4; ++n) {
        const DeliveryId id = message(n);
        if (n == 3) continue;
        ASSERT_TRUE(record(id, DeliveryState::parked));
        clock_.advance(1min);
    }
    shown_ = key_for_all();
    const json list = answer("GET", "/api/v1/devices/21DF4E/messages").at("messages");
    const std::string waiting = list.at(0).at("id");
    const http::Response refused = call("POST", "/api/v1/messages/" + waiting + "/resend");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(json::parse(refused.body).at("field"), "state");
    const std::string newest = list.at(1).at("id");
    EXPECT_EQ(answer("POST", "/api/v1/messages/" + newest + "/resend").at("resent"), 1);
    EXPECT_EQ(handed_over_.size(), 1u);
    const std::string since = list.at(2).at("received");
    const json some =
        answer("POST", "/api/v1/devices/21DF4E/resend", R"({"since": ")" + since + R"("})");
    EXPECT_EQ(some.at("resent"), 1) << "the oldest came before";
    EXPECT_EQ(some.at("is_all"), true);
    EXPECT_EQ(answer("POST", "/api/v1/resend", R"({"since": "2000-01-01T00:00Z"})").at("resent"),
              1);
    EXPECT_EQ(handed_over_.size(), 3u);
}

TEST_F(DeviceApi, AChangeOfUrlTellsTheAddressOnFile)
{
    shown_ = key_for_all();
    const json done = answer("PUT", "/api/v1/devices/21DF4E/webhook",
                             R"({"webhook_url": "https://new.example.org/?a=b"})");
    EXPECT_EQ(done.at("changed_devices"), 1);
    EXPECT_EQ(done.at("webhook_url"), "https://new.example.org/?a=b");
    EXPECT_TRUE(done.at("signing_secret").get<std::string>().starts_with("whsec_"));
    EXPECT_EQ(reader_->target(DeviceId::from_value(kDevice))->url, "https://new.example.org/?a=b");
    EXPECT_EQ(letters_.letters.back().occasion, mail::Occasion::webhook_changed);
    EXPECT_EQ(letters_.letters.back().to.str(), kMail);
    EXPECT_EQ(letters_.fact("url"), "https://new.example.org/?…") << "never the query";
    EXPECT_EQ(changed_.size(), 1u);
    EXPECT_EQ(confirmed_.size(), 1u);

    const std::size_t letters = letters_.letters.size();
    const json again =
        answer("PUT", "/api/v1/webhook", R"({"webhook_url": "https://new.example.org/?a=b"})");
    EXPECT_EQ(again.at("changed_devices"), 0);
    EXPECT_TRUE(again.at("signing_secret").is_null());
    EXPECT_EQ(letters_.letters.size(), letters) << "nothing has changed";
}

TEST_F(DeviceApi, PausesAndResumesAllAtOnce)
{
    add(0xBEEF, kMail, kUrl);
    shown_ = key_for_all();
    EXPECT_EQ(answer("POST", "/api/v1/devices/BEEF/pause").at("changed_devices"), 1);
    EXPECT_EQ(answer("POST", "/api/v1/pause").at("changed_devices"), 1);
    EXPECT_TRUE(reader_->ownership(DeviceId::from_value(kDevice))->is_paused);
    EXPECT_EQ(answer("POST", "/api/v1/resume").at("changed_devices"), 2);
    EXPECT_FALSE(reader_->ownership(DeviceId::from_value(kDevice))->is_paused);
    EXPECT_EQ(confirmed_.size(), 1u) << "they share a webhook";
    EXPECT_EQ(answer("POST", "/api/v1/devices/BEEF/resume").at("changed_devices"), 0);
}

struct Faulty {
    const char* method;
    const char* target;
    const char* body;
    const char* field;
};

TEST_F(DeviceApi, SaysWhichValueIsWrongAndWhatIsExpected)
{
    const Faulty faulty[] = {
        {"GET", "/api/v1/devices?limit=0", "", "limit"},
        {"GET", "/api/v1/devices?limit=101", "", "limit"},
        {"GET", "/api/v1/devices?limit=ten", "", "limit"},
        {"GET", "/api/v1/devices?cursor=m1", "", "cursor"},
        {"GET", "/api/v1/devices?cursor=", "", "cursor"},
        {"GET", "/api/v1/devices?page=2", "", "page"},
        {"GET", "/api/v1/devices/21DF4E/messages?failed=1", "", "failed"},
        {"GET", "/api/v1/devices/21DF4E/messages?since=yesterday", "", "since"},
        {"GET", "/api/v1/devices/21DF4E/messages?until=2026-13-01T00:00", "", "until"},
        {"GET", "/api/v1/devices/21DF4E/messages?cursor=d1", "", "cursor"},
        {"PUT", "/api/v1/webhook", "", "body"},
        {"PUT", "/api/v1/webhook", "[]", "body"},
        {"PUT", "/api/v1/webhook", "{}", "webhook_url"},
        {"PUT", "/api/v1/webhook", R"({"webhook_url": 5})", "webhook_url"},
        {"PUT", "/api/v1/webhook", R"({"webhook_url": "ftp://example.org"})", "webhook_url"},
        {"PUT", "/api/v1/webhook", R"({"webhook_url": "https://10.0.0.1/"})", "webhook_url"},
        {"PUT", "/api/v1/webhook", R"({"url": "https://example.org/"})", "url"},
        {"POST", "/api/v1/resend", R"({"since": "yesterday"})", "since"},
        {"POST", "/api/v1/resend", "{}", "since"},
    };
    shown_ = key_for_all();
    for (const Faulty& one : faulty) {
        clock_.advance(1s);
        const http::Response refused = call(one.method, one.target, one.body);
        EXPECT_EQ(refused.status, 400) << one.target << one.body;
        const json said = json::parse(refused.body);
        EXPECT_EQ(said.at("field"), one.field) << refused.body;
        EXPECT_FALSE(said.at("expected").get<std::string>().empty()) << refused.body;
        EXPECT_TRUE(has(said.at("error"), one.field)) << refused.body;
    }
    type_ = "application/x-www-form-urlencoded";
    EXPECT_EQ(call("PUT", "/api/v1/webhook", R"({"webhook_url": "https://example.org/"})").status,
              415);
    EXPECT_TRUE(changed_.empty());
}

TEST_F(DeviceApi, LetsNoOtherSiteReadAlong)
{
    shown_ = key_for_all();
    const http::Response answer = call("GET", "/api/v1/devices");
    EXPECT_EQ(field(answer, "Access-Control-Allow-Origin"), "");
    EXPECT_EQ(field(answer, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(call("OPTIONS", "/api/v1/devices").status, 405);
    shown_.clear();
    EXPECT_EQ(call("GET", "/api/v1/openapi.json").status, 200);
}

}  // namespace
}  // namespace mysigfox::api
