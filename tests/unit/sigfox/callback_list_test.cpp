// Lists of callbacks as the API gives them, and what is to be done about them.
#include "mysigfox/sigfox/callback_list.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace mysigfox::sigfox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Plan = InstallPlan::Step;

const std::vector<std::string> kSecrets{"first-secret", "second-secret"};

CallbackSettings wanted_settings()
{
    return settings_of(uplink_template("https://relay.example", "first-secret", true));
}

ListedCallback listed(std::string id, void (*spoil)(CallbackSettings&) = nullptr)
{
    ListedCallback callback{std::move(id), wanted_settings()};
    if (spoil != nullptr) spoil(callback.settings);
    return callback;
}

/// "nothing a", "change b: URL, enabled; twins c", "create", or the refusal.
std::string planned(const std::vector<ListedCallback>& all, const InstallChoice& choice = {})
{
    const auto plan = plan_install(all, wanted_settings(), kSecrets, choice);
    if (!plan) return plan.error().detail;
    std::string text = "create";
    if (plan->callback) {
        text = (plan->step == Plan::nothing ? "nothing " : "change ") + plan->callback->id;
    }
    const char* separator = ": ";
    for (const Difference& one : plan->differences) {
        text += std::exchange(separator, ", ") + one.setting;
    }
    for (const std::string& twin : plan->twins) text += "; twin " + twin;
    return text;
}

TEST(SettingsOf, TheTemplateIsSwitchedOnAndSendsSniWhereThereIsTls)
{
    const CallbackSettings secure = wanted_settings();
    const CallbackSettings plain = settings_of(uplink_template("http://relay.example", "", false));

    EXPECT_EQ(secure.url, "https://relay.example/sigfox/uplink");
    EXPECT_EQ(secure.method, "POST");
    EXPECT_EQ(secure.content_type, "application/json");
    EXPECT_THAT(secure.headers, ElementsAre(std::pair<const std::string, std::string>{
                                    "Authorization", "Bearer first-secret"}));
    EXPECT_TRUE(secure.sends_sni && secure.is_enabled);
    EXPECT_FALSE(plain.sends_sni);
    EXPECT_THAT(plain.headers, IsEmpty());
}

/// All kinds there are, one with everything and one with hardly anything.
constexpr const char* kList = R"({"data": [
    {"id": "5d8a7f3e1b0c4a2f9e6d1c07", "channel": "URL", "callbackType": 0,
     "payloadConfig": "level::uint:8", "callbackSubtype": 2, "enabled": true, "dead": true,
     "downlinkHook": false, "url": "http://mine.example/in", "contentType": "text/plain",
     "httpMethod": "POST", "sendSni": true, "headers": {"X-One": "1", "X-Two": 2},
     "bodyTemplate": "{data}", "somethingNew": {"a": [1]}},
    {"id": "61e4d07b92c85f1a3b6e0dcf", "channel": "BATCH_URL", "callbackType": 0,
     "callbackSubtype": 2, "enabled": true, "url": "http://mine.example/many"},
    {"id": "5d8a7f3e1b0c4a2f9e6d1c08", "channel": "EMAIL", "callbackType": 0, "enabled": true},
    {"id": "60c1f2a94be07d3158a6e95e", "channel": "URL", "callbackType": 0, "callbackSubtype": 3,
     "enabled": true, "url": "http://mine.example/both?d={device}", "httpMethod": "GET"},
    {"id": "60c1f2a94be07d3158a6e95f", "channel": "URL", "callbackType": 1, "callbackSubtype": 2},
    {"id": "60c1f2a94be07d3158a6e960", "channel": "URL", "callbackType": 0, "callbackSubtype": 2},
    null, 7]})";

TEST(ReadCallbacks, OnlyUplinksToAUrlAreRead)
{
    const auto callbacks = read_callbacks(kList);

    ASSERT_TRUE(callbacks);
    ASSERT_EQ(callbacks->size(), 2u);
    const ListedCallback& full = callbacks->at(0);
    EXPECT_EQ(full.id, "5d8a7f3e1b0c4a2f9e6d1c07");
    EXPECT_TRUE(full.is_dead);
    EXPECT_EQ(full.settings.url, "http://mine.example/in");
    EXPECT_EQ(full.settings.method, "POST");
    EXPECT_EQ(full.settings.content_type, "text/plain");
    EXPECT_EQ(full.settings.body, "{data}");
    EXPECT_TRUE(full.settings.sends_sni && full.settings.is_enabled);
    EXPECT_EQ(full.settings.headers.size(), 1u);
    const ListedCallback& bare = callbacks->at(1);
    EXPECT_FALSE(bare.is_dead || bare.settings.sends_sni || bare.settings.is_enabled);
    EXPECT_EQ(bare.settings.url, "");
}

TEST(ReadCallbacks, WhatIsNoWholeListIsRefused)
{
    const std::vector<std::pair<const char*, const char*>> table{
        {"", "found what is no JSON, or only a part of it"},
        {"<html>", "found what is no JSON, or only a part of it"},
        {R"({"data": [{"id": "a")", "found what is no JSON, or only a part of it"},
        {R"({"data": []} more)", "found what is no JSON, or only a part of it"},
        {"[]", "found JSON that is no object"},
        {"{}", "found JSON without a list \"data\""},
        {R"({"data": {}})", "found JSON without a list \"data\""},
        {R"({"data": [], "paging": {"next": "https://x"}})",
         "found only the first page of several"},
        {R"({"data": [{"channel": "URL", "callbackType": 0, "callbackSubtype": 2}]})",
         "found a callback without a proper \"id\""},
        {R"({"data": [{"id": "../x", "channel": "URL", "callbackType": 0, "callbackSubtype": 2}]})",
         "found a callback without a proper \"id\""},
    };
    for (const auto& [text, refusal] : table) {
        const auto callbacks = read_callbacks(text);
        ASSERT_FALSE(callbacks) << text;
        EXPECT_EQ(callbacks.error().detail, refusal) << text;
        EXPECT_EQ(callbacks.error().code, Errc::malformed_callback);
    }
    EXPECT_TRUE(read_callbacks(R"({"data": [], "paging": {}})"));
    EXPECT_FALSE(read_callbacks(std::string(100'000, '[')));
}

struct Spoilt {
    void (*spoil)(CallbackSettings&);
    const char* difference;  ///< empty: there is none
};

const std::vector<Spoilt> kSpoilt{
    {[](CallbackSettings&) {}, ""},
    {[](CallbackSettings& s) { s.url += "?secret=first-secret"; },
     "URL: https://relay.example/sigfox/uplink?…"},
    {[](CallbackSettings& s) { s.url = "https://a.example/first-secret/\x1b[2J"; },
     "URL: https://a.example/(hidden)/?…"},
    {[](CallbackSettings& s) { s.method = "PUT"; }, "HTTP method: PUT"},
    {[](CallbackSettings& s) { s.method = ""; }, "HTTP method: none"},
    {[](CallbackSettings& s) { s.headers.clear(); }, "header Authorization: none"},
    {[](CallbackSettings& s) { s.headers["Authorization"] = "Bearer second-secret"; },
     "header Authorization: another one"},
    {[](CallbackSettings& s) { s.headers["Authorization"] += ' '; },
     "header Authorization: another one"},
    {[](CallbackSettings& s) {
         s.headers = {{"authorization", "Bearer first-secret"}};
     },
     ""},
    {[](CallbackSettings& s) { s.headers["X-Else"] = "1"; }, ""},
    {[](CallbackSettings& s) { s.content_type = "text/plain"; }, "content type: text/plain"},
    {[](CallbackSettings& s) { s.content_type = "Application/JSON"; }, ""},
    {[](CallbackSettings& s) { s.body = "first-secret"; }, "body: another template"},
    {[](CallbackSettings& s) { s.body.clear(); }, "body: none"},
    {[](CallbackSettings& s) { s.body = "\r\n" + s.body + " \n"; }, ""},
    {[](CallbackSettings& s) { s.body.insert(s.body.find('\n'), "\r"); }, ""},
    {[](CallbackSettings& s) { s.sends_sni = false; }, "SNI: off"},
    {[](CallbackSettings& s) { s.is_enabled = false; }, "enabled: no"},
};

TEST(Differences, AreNamedWithoutSecrets)
{
    for (const Spoilt& row : kSpoilt) {
        CallbackSettings settings = wanted_settings();
        row.spoil(settings);
        std::string said;
        for (const auto& one : differences(settings, wanted_settings(), kSecrets)) {
            said += one.setting + ": " + one.found;
            EXPECT_NE(one.expected, "");
            EXPECT_THAT(one.expected, ::testing::Not(HasSubstr("first-secret")));
        }
        EXPECT_EQ(said, row.difference);
    }
}

TEST(PlanInstall, WithNoneOfOursOneIsCreated)
{
    const auto elsewhere = [](CallbackSettings& s) {
        s.url = "https://other.example/sigfox/uplink";
        s.headers["Authorization"] = "Bearer somebody";
    };
    EXPECT_EQ(planned({}), "create");
    EXPECT_EQ(planned({listed("a", elsewhere)}), "create");
}

TEST(PlanInstall, OneThatIsRightIsLeftAlone)
{
    EXPECT_EQ(planned({listed("a")}), "nothing a");
}

TEST(PlanInstall, OneWithOurUrlIsSetRight)
{
    const auto off = [](CallbackSettings& s) { s.is_enabled = false; };
    const auto old = [](CallbackSettings& s) {
        s.url += "?x={device}";
        s.method = "GET";
    };
    EXPECT_EQ(planned({listed("a", off)}), "change a: enabled");
    EXPECT_EQ(planned({listed("a", old)}), "change a: URL, HTTP method");
}

TEST(PlanInstall, OfSeveralTheOneThatNeedsLeastIsOursAndTheOthersAreNamed)
{
    const auto off = [](CallbackSettings& s) { s.is_enabled = false; };
    const auto with_get = [](CallbackSettings& s) { s.method = "GET"; };
    const auto worse = [](CallbackSettings& s) {
        s.method = "GET";
        s.body.clear();
    };
    EXPECT_EQ(planned({listed("a", worse), listed("b"), listed("c")}), "nothing b; twin a; twin c");
    EXPECT_EQ(planned({listed("a", worse), listed("b", with_get)}),
              "change b: HTTP method; twin a");
    EXPECT_EQ(planned({listed("a"), listed("b", off)}), "nothing a")
        << "one that is off does nothing";
}

TEST(PlanInstall, OneElsewhereWithOurSecretWantsAWordFromTheOperator)
{
    const auto moved = [](CallbackSettings& s) {
        s.url = "https://old.example/sigfox/uplink?x=1";
        s.headers["Authorization"] = "Bearer second-secret";
    };
    const auto other_path = [](CallbackSettings& s) { s.url = "https://old.example/else"; };
    const std::vector<ListedCallback> all{listed("a", moved)};

    EXPECT_THAT(planned(all), HasSubstr("callback a: found https://old.example/sigfox/uplink?…"
                                        " with a secret of this account"));
    EXPECT_EQ(plan_install(all, wanted_settings(), kSecrets, {}).error().code, Errc::conflict);
    EXPECT_EQ(planned(all, {.is_beside = true}), "create");
    EXPECT_EQ(planned(all, {.replaced_id = "a"}), "change a: URL, header Authorization");
    EXPECT_EQ(planned({listed("a", moved), listed("b")}), "nothing b") << "ours is there already";
    EXPECT_EQ(planned({listed("a", other_path)}), "create");
}

TEST(PlanInstall, WhatIsToBeReplacedMustBeThere)
{
    EXPECT_THAT(planned({listed("a")}, {.replaced_id = "b"}),
                HasSubstr("callback b: found no such DATA / UPLINK callback"));
    const auto moved = [](CallbackSettings& s) { s.url = "https://old.example/"; };
    EXPECT_EQ(planned({listed("a"), listed("b", moved)}, {.replaced_id = "b"}),
              "change b: URL; twin a");
}

}  // namespace
}  // namespace mysigfox::sigfox
