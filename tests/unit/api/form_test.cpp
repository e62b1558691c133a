// The form from request to answer.
#include "support/api_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mysigfox::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kToken = "AAAAAAAAAA";  // the one MemoryRegistry knows
constexpr std::string_view kUrl = "https%3A%2F%2Fexample.cz%2Fhook%3Ffoo%3Dbar";

std::string form(std::string_view device, std::string_view token, std::string_view email,
                 std::string_view url)
{
    std::string body = "device=";
    body.append(device).append("&token=").append(token).append("&email=").append(email);
    return body.append("&webhook_url=").append(url);
}

const std::string kRightForm = form("21DF4E", kToken, "jana%40example.cz", kUrl);
const std::string kWrongToken = form("21DF4E", "BBBBBBBBBB", "jana%40example.cz", kUrl);

class FormTest : public testing::Test, protected ApiFixture {
protected:
    FormTest() { add_device("21DF4E"_device); }
};

TEST_F(FormTest, IsFoundInTheVisitorsLanguage)
{
    struct Case {
        std::string_view languages;
        std::string_view location;
    };
    const Case cases[] = {{"cs-CZ,cs;q=0.9", "/cs/form"},
                          {"sk", "/cs/form"},
                          {"en-US,en;q=0.9,cs;q=0.1", "/en/form"},
                          {"", "/en/form"}};
    for (const Case& c : cases) {
        const auto answer = send("GET", "/form", {}, {{"Accept-Language", c.languages}});
        EXPECT_EQ(answer.status, 302);
        EXPECT_EQ(field(answer, "Location"), c.location) << c.languages;
    }
    EXPECT_EQ(send_form("/form", kRightForm).status, 307) << "a POST keeps its body";
}

TEST_F(FormTest, IsShownInBothLanguages)
{
    EXPECT_THAT(send("GET", "/cs/form").body, HasSubstr("Registrace nového zařízení"));
    EXPECT_THAT(send("GET", "/en/form").body, HasSubstr("Register a new device"));
}

TEST_F(FormTest, RegistersADevice)
{
    outbox.waiting["21DF4E"_device] = 3;

    const auto answer = send_form("/cs/form", kRightForm);

    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("Zařízení 21DF4E je zaregistrováno"));
    EXPECT_THAT(answer.body, HasSubstr("Čekaly 3 zprávy"));
    EXPECT_THAT(answer.body, HasSubstr("https://example.cz/hook?foo=bar"));
    EXPECT_EQ(registry.rows["21DF4E"_device].email, "jana@example.cz");
    EXPECT_EQ(registry.rows["21DF4E"_device].webhook_url, "https://example.cz/hook?foo=bar");
    EXPECT_EQ(registry.rows["21DF4E"_device].language, Language::cs);
    EXPECT_EQ(changed, std::vector{"21DF4E"_device});
    EXPECT_EQ(confirmed, std::vector{registry.rows["21DF4E"_device].webhook});
    EXPECT_EQ(handed_over, 3U);
}

TEST_F(FormTest, ShowsASigningSecretWhenItsWebhookIsMadeAndNoOther)
{
    const std::string secret = test::MemoryRegistry::secret().reveal();

    EXPECT_THAT(send_form("/en/form", kRightForm).body, HasSubstr(secret));
    EXPECT_THAT(send_form("/en/form", kRightForm).body, Not(HasSubstr("whsec_")));

    const std::string moved = form("21DF4E", kToken, "jana%40example.cz", "https://example.org/");
    const auto answer = send(
        "POST", "/en/form", moved,
        {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}});
    EXPECT_EQ(nlohmann::json::parse(answer.body)["signing_secret"], secret);
    EXPECT_EQ(field(answer, "Cache-Control"), "no-store");
}

TEST_F(FormTest, TakesWhatPeopleType)
{
    const std::string typed =
        form("+21+df-4e+", "aaaaa-aaaaa+", "+jana%40example.cz%0D%0A", "+https://example.cz/+");

    EXPECT_EQ(send_form("/en/form", typed).status, 200);
    EXPECT_EQ(registry.rows["21DF4E"_device].webhook_url, "https://example.cz/");
}

TEST_F(FormTest, TakesDashesAndSpacesOfAnyKind)
{
    const std::string typed =
        form("21%C2%A0DF%E2%80%934E", "AAAAA%E2%80%91AAAAA%E2%80%8B", "jana%40example.cz", kUrl);

    EXPECT_EQ(send_form("/en/form", typed).status, 200);
}

TEST_F(FormTest, KeepsWhatWasTypedWhenTheLanguageIsSwitched)
{
    const auto answer = send_form("/cs/form", kRightForm + "&switch=1");

    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("Registrace nového zařízení"));
    for (const char* kept : {"21DF4E", "jana@example.cz", "https://example.cz/hook?foo=bar"}) {
        EXPECT_THAT(answer.body, HasSubstr("value=\"" + std::string{kept} + '"'));
    }
    EXPECT_THAT(answer.body, Not(HasSubstr(std::string{kToken})));
    EXPECT_THAT(answer.body, Not(HasSubstr("summary-title")));
    EXPECT_TRUE(registry.rows["21DF4E"_device].webhook_url.empty()) << "nothing is stored";
}

TEST_F(FormTest, TakesTheCodeOfACardOutOfTheAddressBar)
{
    for (const char* path : {"/form?", "/en/form?"}) {
        const auto moved = send("GET", std::string{path} + "device=21df4e&token=aaaaa-aaaaa");
        EXPECT_EQ(moved.status, 303) << path;
        EXPECT_EQ(field(moved, "Location"), "/en/form");
        EXPECT_EQ(field(moved, "Referrer-Policy"), "no-referrer");
        EXPECT_EQ(field(moved, "Set-Cookie"),
                  "__Host-card=21DF4E.AAAAAAAAAA; Path=/; Max-Age=300; HttpOnly; SameSite=Lax; "
                  "Secure");
    }

    const auto page =
        send("GET", "/en/form", {}, {{"Cookie", "a=b; __Host-card=21DF4E.AAAAAAAAAA"}});
    EXPECT_THAT(page.body, HasSubstr(R"(name="device" value="21DF4E")"));
    EXPECT_THAT(page.body, HasSubstr(R"(name="token" value="AAAAAAAAAA")"));
    EXPECT_THAT(field(page, "Set-Cookie"), HasSubstr("Max-Age=0")) << "it is shown once";
    EXPECT_EQ(field(page, "Cache-Control"), "no-store");
}

TEST_F(FormTest, BelievesNothingThatACardCannotSay)
{
    struct Case {
        const char* query;
        const char* kept;
    };
    const Case cases[] = {{"device=21DF4E", "=21DF4E.;"},
                          {"token=AAAAAAAAAA", "=.AAAAAAAAAA;"},
                          {"device=%0D%0AX%3A1&token=1;a=b", "=.;"},
                          {"device=%3Cscript%3E&token=", "=.;"}};
    for (const Case& c : cases) {
        const auto moved = send("GET", "/cs/form?" + std::string{c.query});
        EXPECT_EQ(moved.status, 303) << c.query;
        EXPECT_THAT(field(moved, "Set-Cookie"), HasSubstr(c.kept));
    }
    for (const char* cookie : {"__Host-card=", "__Host-card", "__Host-card=<b>.<i>", "other=1.2"}) {
        const auto page = send("GET", "/cs/form", {}, {{"Cookie", cookie}});
        EXPECT_EQ(page.status, 200);
        EXPECT_THAT(page.body, HasSubstr(R"(name="device" value="")")) << cookie;
        EXPECT_THAT(page.body, HasSubstr(R"(name="token" value="")")) << cookie;
    }
}

TEST_F(FormTest, SaysWhatASecondSendingChanged)
{
    send_form("/en/form", kRightForm);

    EXPECT_THAT(send_form("/en/form", kRightForm).body, HasSubstr("Nothing changed"));
    const auto moved = send_form(
        "/en/form", form("21DF4E", kToken, "jana%40example.cz", "https://other.example.com/"));
    EXPECT_THAT(moved.body, HasSubstr("The Webhook URL is changed"));
    EXPECT_EQ(registry.rows["21DF4E"_device].webhook_url, "https://other.example.com/");
}

TEST_F(FormTest, ReplacesTheEmailWhereThatIsAllowed)
{
    send_form("/en/form", kRightForm);
    const std::string with_new_email = form("21DF4E", kToken, "petr%40example.cz", kUrl);

    EXPECT_EQ(send_form("/en/form", with_new_email).status, 403);
    set_rules(sigfox::UnknownDevice::keep, /*may_replace_email=*/true);
    const auto answer = send_form("/en/form", with_new_email);

    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("The e-mail address is changed"));
}

TEST_F(FormTest, WritesToTheOwnerOfWhatChanged)
{
    using mail::Occasion;
    const auto fact = [](const mail::Letter& letter, std::string_view name) {
        for (const auto& [known, value] : letter.facts) {
            if (known == name) return value;
        }
        return std::string{};
    };
    send_form("/cs/form", kRightForm);
    ASSERT_EQ(letters.letters.size(), 1U);
    EXPECT_EQ(letters.letters[0].occasion, Occasion::welcome);
    EXPECT_EQ(letters.letters[0].language, Language::cs);
    EXPECT_EQ(fact(letters.letters[0], "device"), "21DF4E");
    EXPECT_EQ(fact(letters.letters[0], "url"), "https://example.cz/hook?…") << "without its query";

    send_form("/en/form", kRightForm);
    EXPECT_EQ(letters.letters.size(), 1U) << "nothing changed";

    set_rules(sigfox::UnknownDevice::keep, /*may_replace_email=*/true);
    send_form("/en/form", form("21DF4E", kToken, "petr%40example.cz", "https://b.example/"));
    ASSERT_EQ(letters.letters.size(), 3U);
    for (const auto i : {1U, 2U}) EXPECT_EQ(letters.letters[i].to.str(), "jana@example.cz");
    EXPECT_EQ(letters.letters[1].occasion, Occasion::webhook_changed);
    EXPECT_EQ(letters.letters[2].occasion, Occasion::email_changed);

    send_form("/en/form", kWrongToken);
    EXPECT_EQ(letters.letters.size(), 3U);
}

TEST_F(FormTest, JudgesEveryFieldAtOnce)
{
    const auto answer = send_form("/en/form", form("xyz", "123", "nobody", "ftp://example.com/"));

    EXPECT_EQ(answer.status, 400);
    for (const char* id :
         {"device-problem", "token-problem", "email-problem", "webhook_url-problem"}) {
        EXPECT_THAT(answer.body, HasSubstr("id=\"" + std::string{id} + "\"")) << id;
    }
    EXPECT_TRUE(changed.empty());
}

TEST_F(FormTest, AsksForEveryFieldThatIsMissing)
{
    const auto answer = send_form("/cs/form", "");

    EXPECT_EQ(answer.status, 400);
    for (const char* sentence :
         {"Zadej ID zařízení.", "Zadej token.", "Zadej e-mail.", "Zadej Webhook URL."}) {
        EXPECT_THAT(answer.body, HasSubstr(sentence));
    }
}

TEST_F(FormTest, KeepsWhatWasTypedButTheToken)
{
    const auto answer = send_form("/en/form", kWrongToken);

    EXPECT_THAT(answer.body, HasSubstr("value=\"21DF4E\""));
    EXPECT_THAT(answer.body, HasSubstr("value=\"jana@example.cz\""));
    EXPECT_THAT(answer.body, HasSubstr("value=\"https://example.cz/hook?foo=bar\""));
    EXPECT_THAT(answer.body, Not(HasSubstr("BBBBBBBBBB")));
}

TEST_F(FormTest, NeverSaysWhichPartWasWrong)
{
    send_form("/en/form", kRightForm);
    const auto wrong_token = send_form("/en/form", kWrongToken);
    const auto wrong_email =
        send_form("/en/form", form("21DF4E", kToken, "jana%40example.de", kUrl));
    const auto wrong_device =
        send_form("/en/form", form("21DF4F", kToken, "jana%40example.cz", kUrl));

    EXPECT_EQ(wrong_token.status, 403);
    const auto without = [](std::string page, const std::string& value) {
        const std::string shown = "value=\"" + value + '"';
        return page.erase(page.find(shown), shown.size());
    };
    const std::string expected = without(without(wrong_token.body, "21DF4E"), "jana@example.cz");
    EXPECT_EQ(without(without(wrong_email.body, "21DF4E"), "jana@example.de"), expected);
    EXPECT_EQ(without(without(wrong_device.body, "21DF4F"), "jana@example.cz"), expected);
}

TEST_F(FormTest, StopsGuessingAtOneDeviceWhereverItComesFrom)
{
    for (std::uint32_t i = 0; i < 3; ++i) {
        source = IpAddress::v4(0xC6336401 + i);
        EXPECT_EQ(send_form("/en/form", kWrongToken).status, 403);
    }
    source = IpAddress::v4(0xC6336409);
    const auto answer = send_form("/en/form", kRightForm);

    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(field(answer, "Retry-After"), "60");
    EXPECT_THAT(answer.body, HasSubstr("Too many tries"));
    EXPECT_TRUE(changed.empty());

    clock.advance(30s);
    EXPECT_EQ(send_form("/en/form", kRightForm).status, 200);
}

TEST_F(FormTest, StopsGuessingFromOneAddressWhateverItIsAimedAt)
{
    for (const char* device : {"A1", "A2", "A3"}) {
        EXPECT_EQ(send_form("/en/form", form(device, kToken, "a%40example.cz", kUrl)).status, 403);
    }
    EXPECT_EQ(send_form("/en/form", kRightForm).status, 429);
}

TEST_F(FormTest, SendingItRightOrIncompleteUsesNoTriesUp)
{
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(send_form("/en/form", kRightForm).status, 200);
        EXPECT_EQ(send_form("/en/form", "device=21DF4E").status, 400);
    }
}

TEST_F(FormTest, FromAnotherSiteIsRefusedBeforeItIsRead)
{
    const auto by_browser = send_form("/cs/form", kRightForm, {{"Sec-Fetch-Site", "cross-site"}});
    const auto by_origin = send_form("/cs/form", kRightForm, {{"Origin", "https://evil.example"}});

    EXPECT_EQ(by_browser.status, 403);
    EXPECT_EQ(by_origin.status, 403);
    EXPECT_TRUE(changed.empty());
    EXPECT_EQ(send_form("/cs/form", kRightForm, {{"Origin", "https://relay.example"}}).status, 200);
}

TEST_F(FormTest, InAnotherShapeIsNotGuessedAt)
{
    EXPECT_EQ(send("POST", "/en/form", "{}", {{"Content-Type", "application/json"}}).status, 415);
    EXPECT_EQ(send_form("/en/form", "device=%FF%FE").status, 400);
    EXPECT_EQ(send_form("/en/form", std::string(17'000, 'x')).status, 413);
}

TEST_F(FormTest, IsKeptByItsSenderWhenItCannotBeStored)
{
    registry.failure = make_error(Errc::storage_unavailable, "disk full");

    const auto answer = send_form("/en/form", kRightForm);

    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(field(answer, "Retry-After"), "60");
    EXPECT_THAT(answer.body, HasSubstr("value=\"jana@example.cz\""));
    EXPECT_TRUE(changed.empty());
}

TEST_F(FormTest, SpeaksJsonToPrograms)
{
    const Fields json{{"Accept", "application/json"}};

    const auto registered = send_form("/en/form", kRightForm, json);
    EXPECT_EQ(registered.status, 200);
    EXPECT_EQ(nlohmann::json::parse(registered.body)["status"], "registered");
    EXPECT_EQ(nlohmann::json::parse(registered.body)["device_id"], "21DF4E");
    EXPECT_EQ(nlohmann::json::parse(send_form("/en/form", kRightForm, json).body)["status"],
              "unchanged");

    const auto refused = send_form("/en/form", form("21DF4E", kToken, "a%40b.cz", "x"), json);
    EXPECT_EQ(refused.status, 400);
    const auto problem = nlohmann::json::parse(refused.body);
    EXPECT_EQ(problem["field"], "webhook_url");
    EXPECT_TRUE(problem["error"].is_string());

    const auto wrong = nlohmann::json::parse(send_form("/en/form", kWrongToken, json).body);
    EXPECT_TRUE(wrong["field"].is_null());
}

TEST_F(FormTest, TakesAUrlOfFullLength)
{
    const std::string url = "https://example.cz/" + std::string(2'048 - 19, 'a');

    EXPECT_EQ(send_form("/en/form", form("21DF4E", kToken, "a%40b.cz", url)).status, 200);
    EXPECT_EQ(send_form("/en/form", form("21DF4E", kToken, "a%40b.cz", url + "a")).status, 400);
}

}  // namespace
}  // namespace mysigfox::test
