// Signing in, looking, repairing: what a customer does by himself, and what nobody else may.
#include "support/device_page_fixture.hpp"

namespace mysigfox::api {
namespace {

using namespace std::chrono_literals;
using storage::DeliveryState;
using test::field;
using test::run_task;

class DevicePage : public test::DevicePageTest {};

TEST_F(DevicePage, TheTokenLetsInWithACookieThatOnlyThisHostGets)
{
    const http::Response answer = sign_in();
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(field(answer, "Location"), "/en/device/show/21DF4E");
    EXPECT_TRUE(set_cookie_.starts_with("__Host-mysigfox="));
    for (const char* part :
         {"; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure", "; Max-Age=43200"}) {
        EXPECT_TRUE(has(set_cookie_, part)) << part;
    }
    const http::Response page = get("/en/device/show/21DF4E");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(field(page, "Cache-Control"), "no-store");
    EXPECT_TRUE(has(page.body, "Active"));
}

TEST_F(DevicePage, WrongOrUnknownLooksTheSame)
{
    const http::Response wrong = sign_in("BBBBBBBBBB");
    const http::Response unknown = send("POST", "/en/device", "device=21df4e00&token=BBBBBBBBBB");
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(unknown.status, 403);
    EXPECT_TRUE(has(wrong.body, "do not belong together"));
    EXPECT_TRUE(has(unknown.body, "do not belong together"));
    EXPECT_TRUE(cookie_.empty());
}

TEST_F(DevicePage, TriesAreCountedTogetherWithThoseOfTheForm)
{
    for (int i = 0; i < 3; ++i) EXPECT_EQ(sign_in("BBBBBBBBBB").status, 403);
    EXPECT_EQ(sign_in().status, 429);
    clock_.advance(31s);
    EXPECT_EQ(sign_in().status, 303);
}

TEST_F(DevicePage, NobodySeesAnythingWithoutSigningIn)
{
    for (const char* path : {"/en/device/show/21DF4E", "/en/device/settings/21DF4E",
                             "/en/device/csv/21DF4E", "/en/device/json/21DF4E"}) {
        const http::Response answer = get(path);
        EXPECT_EQ(answer.status, 303) << path;
        EXPECT_EQ(field(answer, "Location"), "/en/device?note=session-over");
    }
    EXPECT_EQ(field(get("/device"), "Location"), "/en/device");
}

TEST_F(DevicePage, ATokenOpensItsOwnDeviceAlone)
{
    add(0xBEEF, kMail, kUrl);
    sign_in();
    EXPECT_EQ(get("/en/device/show/BEEF").status, 404);
    EXPECT_EQ(act_at("/en/device/do/BEEF", "pause").status, 404);
    EXPECT_EQ(act_at("/en/device/all", "pause").status, 404);
    const DeliveryId foreign = message(1, 0xBEEF);
    ASSERT_TRUE(record(foreign, DeliveryState::parked));
    const auto id = std::to_string(static_cast<std::int64_t>(foreign));
    EXPECT_TRUE(has(page(act("resend", "id=" + id)), "nothing to send again"));
    EXPECT_TRUE(handed_over_.empty());
}

TEST_F(DevicePage, ASessionEndsWithItsTimeItsTokenAndItsOwner)
{
    sign_in();
    clock_.advance(12h);
    EXPECT_EQ(get("/en/device/show/21DF4E").status, 303) << "12 hours";

    sign_in();
    run_task(registry_->registry().renew_token(DeviceId::from_value(kDevice), clock_.now()))
        .value();
    EXPECT_EQ(get("/en/device/show/21DF4E").status, 303) << "another token";

    add(kDevice, kMail, kUrl);
    sign_in();
    ASSERT_TRUE(
        run_task(registry_->registry().unregister(DeviceId::from_value(kDevice), clock_.now())));
    EXPECT_EQ(get("/en/device/show/21DF4E").status, 303) << "nobody's now";
}

TEST_F(DevicePage, SigningOutEndsTheSession)
{
    sign_in();
    const std::string before = cookie_;
    send("POST", "/en/device/sign-out", "csrf=" + seal_of(cookie_));
    EXPECT_TRUE(has(set_cookie_, "Max-Age=0"));
    cookie_ = before;
    EXPECT_EQ(get("/en/device/show/21DF4E").status, 303);
}

TEST_F(DevicePage, ASignInOutlivesTheProgramAndEndsForGood)
{
    sign_in();
    const std::string by_token = cookie_;
    sign_in_by_mail();
    const std::string by_mail = cookie_;
    reopen_registry();
    EXPECT_EQ(get("/en/device/settings/21DF4E").status, 200);
    EXPECT_EQ(act("pause").status, 303) << "with the seal of before";
    EXPECT_TRUE(reader_->ownership(DeviceId::from_value(kDevice))->is_paused);
    send("POST", "/en/device/sign-out", "csrf=" + seal_of(cookie_));
    cookie_ = by_token;
    EXPECT_EQ(get("/en/device/show/21DF4E").status, 200) << "another sign-in";
    run_task(registry_->registry().renew_token(DeviceId::from_value(kDevice), clock_.now()))
        .value();
    reopen_registry();
    for (const std::string& over : {by_token, by_mail}) {
        cookie_ = over;
        EXPECT_EQ(get("/en/device/show/21DF4E").status, 303);
    }
}

TEST_F(DevicePage, ADeedNeedsTheSealAndOurOwnPage)
{
    sign_in();
    EXPECT_EQ(send("POST", "/en/device/do/21DF4E", "action=pause").status, 303);
    EXPECT_EQ(send("POST", "/en/device/do/21DF4E", "action=pause&csrf=abc").status, 303);
    EXPECT_EQ(
        send("POST", "/en/device/do/21DF4E", "action=pause&csrf=" + seal_of(cookie_), "cross-site")
            .status,
        403);
    EXPECT_FALSE(reader_->ownership(DeviceId::from_value(kDevice))->is_paused);
    EXPECT_TRUE(changed_.empty());
}

TEST_F(DevicePage, PausesAndResumes)
{
    sign_in();
    EXPECT_TRUE(has(page(act("pause")), "Paused by you"));
    EXPECT_TRUE(reader_->ownership(DeviceId::from_value(kDevice))->is_paused);
    EXPECT_TRUE(has(page(act("resume")), "Sending goes on"));
    EXPECT_FALSE(reader_->ownership(DeviceId::from_value(kDevice))->is_paused);
    EXPECT_EQ(confirmed_.size(), 1u);
}

TEST_F(DevicePage, ResumingDoesNotUndoWhatTheOperatorPaused)
{
    storage::LaneState lane;
    lane.webhook = reader_->ownership(DeviceId::from_value(kDevice))->webhook;
    lane.condition = storage::LaneCondition::paused;
    ASSERT_TRUE(run_task(store_->outbox().keep(lane)));
    sign_in();
    EXPECT_TRUE(has(page(act("resume")), "Paused by the operator"));
    EXPECT_TRUE(confirmed_.empty());
}

TEST_F(DevicePage, ShowsTheStateItsReasonAndTheNextAttempt)
{
    storage::LaneState lane;
    lane.webhook = reader_->ownership(DeviceId::from_value(kDevice))->webhook;
    lane.next_probe = clock_.now() + 5min;
    ASSERT_TRUE(run_task(store_->outbox().keep(lane)));
    const DeliveryId id = message(1);
    auto attempt = std::make_shared<storage::AttemptRecord>();
    attempt->delivery = id;
    attempt->number = 1;
    attempt->begun = clock_.now();
    attempt->result.cause = Cause::tls_expired;
    storage::DeliveryUpdate failed = update(id, DeliveryState::pending);
    failed.attempt = attempt;
    ASSERT_TRUE(run_task(store_->outbox().record(failed)));
    sign_in();
    const std::string page = get("/en/device/show/21DF4E").body;
    EXPECT_TRUE(has(page, "Failing"));
    EXPECT_TRUE(has(page, "certificate has expired"));
    EXPECT_TRUE(has(page, "Next attempt:"));
    EXPECT_TRUE(has(get("/cs/device/show/21DF4E").body, "Selhává"));
}

TEST_F(DevicePage, SendsOneAgainOrAllThatFailed)
{
    std::vector<DeliveryId> ids;
    for (std::uint16_t n = 0; n < 5; ++n) {
        ids.push_back(message(n));
        ASSERT_TRUE(record(ids.back(), n == 0 ? DeliveryState::delivered : DeliveryState::parked));
    }
    sign_in();
    const auto first = std::to_string(static_cast<std::int64_t>(ids[0]));
    EXPECT_TRUE(has(page(act("resend", "id=" + first)), "1 message is being sent again"));
    EXPECT_EQ(handed_over_.size(), 1u);
    EXPECT_TRUE(has(page(act("resend-failed")), "4 messages are being sent again"));
    EXPECT_EQ(handed_over_.size(), 5u);
    EXPECT_TRUE(handed_over_.back().is_replay);
    EXPECT_TRUE(has(page(act("resend-failed")), "nothing to send again"));
}

TEST_F(DevicePage, FiltersAndPages)
{
    for (std::uint16_t n = 0; n < 30; ++n) {
        const DeliveryId id = message(n);
        if (n != 3) continue;
        ASSERT_TRUE(record(id, DeliveryState::parked));
    }
    sign_in();
    const std::string first = get("/en/device/show/21DF4E").body;
    EXPECT_TRUE(has(first, "Older messages"));
    const std::string failed = get("/en/device/show/21DF4E?failed=1").body;
    EXPECT_TRUE(has(failed, "given up"));
    EXPECT_FALSE(has(failed, "Older messages"));
    EXPECT_TRUE(has(get("/en/device/show/21DF4E?since=2100-01-01T00:00").body,
                    "There are no such messages"));
}

TEST_F(DevicePage, DownloadsSayAll)
{
    const DeliveryId id = message(7);
    ASSERT_TRUE(record(id, DeliveryState::delivered));
    sign_in();
    const http::Response csv = get("/en/device/csv/21DF4E");
    EXPECT_TRUE(field(csv, "Content-Type").starts_with("text/csv"));
    EXPECT_TRUE(has(csv.body, ",2a,7,,,,delivered,1,status,500,")) << csv.body;
    const http::Response json = get("/en/device/json/21DF4E");
    EXPECT_TRUE(has(json.body, R"("state": "delivered")")) << json.body;
}

TEST_F(DevicePage, AFaultyUrlIsExplainedAndAGoodOneTaken)
{
    sign_in();
    const http::Response refused = act("url", "webhook_url=ftp%3A%2F%2Fexample.org");
    EXPECT_EQ(refused.status, 400);
    EXPECT_TRUE(has(refused.body, "https:// or http://"));
    EXPECT_TRUE(has(refused.body, "ftp://example.org")) << "what was typed stays";

    const http::Response taken = act("url", "webhook_url=https%3A%2F%2Fnew.example.org%2F%3Fa%3Db");
    EXPECT_EQ(taken.status, 200);
    EXPECT_TRUE(has(taken.body, "whsec_")) << "a new webhook has a new secret";
    EXPECT_EQ(reader_->target(DeviceId::from_value(kDevice))->url, "https://new.example.org/?a=b");
    EXPECT_EQ(letters_.letters.back().occasion, mail::Occasion::webhook_changed);
    EXPECT_EQ(letters_.fact("url"), "https://new.example.org/?…") << "never the query";
    EXPECT_EQ(confirmed_.size(), 1u);
}

TEST_F(DevicePage, ATokenShowsNeitherTheAddressNorTheSecretPartOfTheUrl)
{
    sign_in();
    for (const char* path : {"/en/device/show/21DF4E", "/en/device/settings/21DF4E"}) {
        const std::string page = get(path).body;
        EXPECT_FALSE(has(page, kMail)) << path;
        EXPECT_FALSE(has(page, "key=private")) << path;
    }
    EXPECT_TRUE(has(get("/en/device/settings/21DF4E").body, "j…@example.org"));
}

class DeviceEmail : public DevicePage {
protected:
    http::Response ask(const std::string& present = "Jane%40example.org")
    {
        return act("email", "present=" + present + "&email=new%40example.org");
    }
    std::string on_file() { return reader_->device(DeviceId::from_value(kDevice))->email; }
    /// The code of the link in the last letter.
    std::string code() const
    {
        const std::string link = letters_.fact("link");
        EXPECT_TRUE(link.starts_with("https://relay.example/en/device/confirm?code=")) << link;
        return link.substr(link.find('=') + 1);
    }
    std::string follow(const std::string& code)
    {
        return field(send("POST", "/en/device/confirm", "code=" + code), "Location");
    }
};

TEST_F(DeviceEmail, IsChangedOnceTheNewAddressConfirmsIt)
{
    sign_in();
    EXPECT_EQ(ask("x%40example.org").status, 403) << "that is not the one on file";
    EXPECT_TRUE(has(page(ask()), "Waiting for confirmation of n…@example.org"));
    EXPECT_EQ(on_file(), kMail);
    ASSERT_EQ(letters_.letters.size(), 1u);
    EXPECT_EQ(letters_.letters.back().occasion, mail::Occasion::email_confirm);
    EXPECT_EQ(letters_.letters.back().to.str(), "new@example.org");

    cookie_.clear();  // whoever reads the mail may do so anywhere
    const std::string link = code();
    EXPECT_TRUE(has(get("/en/device/confirm?code=" + link).body, "new@example.org"));
    EXPECT_EQ(on_file(), kMail) << "looking changes nothing";
    EXPECT_EQ(follow(link), "/en/device?note=email");
    EXPECT_EQ(on_file(), "new@example.org");
    EXPECT_EQ(letters_.letters.back().occasion, mail::Occasion::email_changed);
    EXPECT_EQ(letters_.letters.back().to.str(), kMail);
    EXPECT_EQ(follow(link), "/en/device?note=link-over") << "once";
    EXPECT_EQ(get("/en/device/confirm?code=" + link).status, 303);
    sign_in();
    EXPECT_FALSE(has(get("/en/device/settings/21DF4E").body, "Waiting for"));
}

TEST_F(DeviceEmail, ALinkEndsWithItsTimeWithAnotherOneAndWithTheTokenOfWhoAsked)
{
    sign_in();
    ask();
    const std::string first = code();
    clock_.advance(15min);
    EXPECT_EQ(follow(first), "/en/device?note=link-over") << "15 minutes";
    EXPECT_FALSE(has(get("/en/device/settings/21DF4E").body, "Waiting for"));

    ask();
    const std::string second = code();
    clock_.advance(10min);
    ask();
    EXPECT_EQ(follow(second), "/en/device?note=link-over") << "another one";

    const std::string third = code();
    run_task(registry_->registry().renew_token(DeviceId::from_value(kDevice), clock_.now()))
        .value();
    EXPECT_EQ(follow(third), "/en/device?note=link-over") << "another token";
    EXPECT_EQ(on_file(), kMail);
}

TEST_F(DeviceEmail, TheSameAddressNeedsNoConfirmationAndNobodyIsMailedAgainAndAgain)
{
    sign_in();
    EXPECT_EQ(act("email", "present=jane%40example.org&email=JANE%40example.org").status, 303);
    EXPECT_EQ(on_file(), "JANE@example.org");
    EXPECT_EQ(ask().status, 303);
    EXPECT_EQ(ask().status, 303);
    EXPECT_EQ(ask().status, 429);
}

TEST_F(DeviceEmail, OfAWholeFleetIsConfirmedOnce)
{
    add(0xBEEF, kMail, kUrl);
    sign_in_by_mail();
    const http::Response asked = act_at("/en/device/all", "email", "email=new%40example.org");
    EXPECT_TRUE(has(page(asked), "Waiting for confirmation of new@example.org"));
    EXPECT_EQ(letters_.fact("devices"), "2");
    EXPECT_EQ(follow(code()), "/en/device?note=email");
    EXPECT_EQ(reader_->device(DeviceId::from_value(0xBEEF))->email, "new@example.org");
    EXPECT_FALSE(has(get("/en/device").body, "new@example.org")) << "signed in by the old address";
}

TEST_F(DeviceEmail, ALinkToTheOldAddressLetsNobodyInAnyMore)
{
    send("POST", "/en/device/mail", "email=jane%40example.org");
    const std::string link = letters_.fact("link");
    sign_in();
    ask();
    follow(code());
    cookie_.clear();
    EXPECT_EQ(field(send("POST", "/en/device/link", "code=" + link.substr(link.find('=') + 1)),
                    "Location"),
              "/en/device?note=link-over");
}

TEST_F(DeviceEmail, WithoutMailIsChangedAtOnceAndThePageSaysSo)
{
    letters_.is_on = false;
    sign_in();
    EXPECT_TRUE(has(get("/en/device/settings/21DF4E").body, "the change takes effect at once"));
    EXPECT_TRUE(has(page(ask()), "The e-mail address is changed"));
    EXPECT_EQ(on_file(), "new@example.org");
    EXPECT_TRUE(letters_.letters.empty());
}

TEST_F(DevicePage, WhatOthersShareATokenMayNotChange)
{
    add(0xBEEF, kMail, kUrl);
    sign_in();
    for (const char* deed : {"rotate", "headers-remove"}) EXPECT_EQ(act(deed).status, 403) << deed;
    EXPECT_EQ(act("format", "format=strings").status, 403);
    EXPECT_EQ(act("headers", "headers=X-Key%3A+abc").status, 403);
    sign_in_by_mail();
    EXPECT_EQ(act("format", "format=strings").status, 303);
    EXPECT_EQ(reader_->target(DeviceId::from_value(0xBEEF))->settings.format,
              PayloadFormat::strings);
}

TEST_F(DevicePage, HeadersCredentialsAndSecretsAreTakenAndNotShownAgain)
{
    sign_in();
    EXPECT_EQ(act("headers", "headers=X-Key%3A+very-private%0D%0AX-Two%3A+b").status, 303);
    const std::string settings = get("/en/device/settings/21DF4E").body;
    EXPECT_TRUE(has(settings, "X-Key, X-Two"));
    EXPECT_FALSE(has(settings, "very-private"));
    EXPECT_EQ(act("headers", "headers=Host%3A+evil").status, 400);
    EXPECT_EQ(act("basic", "user=me&password=pass").status, 303);
    EXPECT_EQ(reader_->target(DeviceId::from_value(kDevice))->settings.headers.at(0).reveal(),
              "Basic bWU6cGFzcw==");
    const http::Response rotated = act("rotate");
    EXPECT_TRUE(has(rotated.body, "whsec_"));
    EXPECT_TRUE(has(rotated.body, "24 hours"));
}

TEST_F(DevicePage, ANewTokenLetsItsMakerStay)
{
    sign_in();
    const http::Response made = act("renew-token");
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(letters_.letters.back().occasion, mail::Occasion::token_changed);
    EXPECT_EQ(get("/en/device/show/21DF4E").status, 200);
    cookie_.clear();
    EXPECT_EQ(sign_in().status, 403) << "the old one is void";
}

TEST_F(DevicePage, LeavingWantsATickAndTakesEverything)
{
    sign_in();
    EXPECT_EQ(act("leave").status, 400);
    EXPECT_TRUE(left_.empty());
    const http::Response gone = act("leave", "sure=1");
    EXPECT_EQ(field(gone, "Location"), "/en/device?note=left");
    EXPECT_EQ(left_.size(), 1u);
    EXPECT_TRUE(reader_->ownership(DeviceId::from_value(kDevice))->owner_left);
    EXPECT_FALSE(customers_->customer(EmailAddress::parse(kMail).value()));
}

TEST_F(DevicePage, ATestDeliveryShowsWhatWasSeen)
{
    sign_in();
    const std::string page = act("test").body;
    EXPECT_TRUE(has(page, "webhook-test: true"));
    EXPECT_TRUE(has(page, "knows no such path"));
    EXPECT_TRUE(confirmed_.empty());
}

TEST_F(DevicePage, ATestThatIsTakenLetsWhatWaitsGo)
{
    sign_in();
    trial_cause_ = Cause::delivered;
    EXPECT_TRUE(has(act("test").body, "It works."));
    EXPECT_EQ(confirmed_.size(), 1u);
}

TEST_F(DevicePage, AMailedLinkWorksOnceAndOnlyByItsButton)
{
    EXPECT_EQ(send("POST", "/en/device/mail", "email=jane%40example.org").status, 303);
    ASSERT_EQ(letters_.letters.size(), 1u);
    const std::string link = letters_.fact("link");
    ASSERT_TRUE(link.starts_with("https://relay.example/en/device/link?code="));
    const std::string path = link.substr(std::string_view{"https://relay.example"}.size());
    const std::string code = path.substr(path.find('=') + 1);

    EXPECT_EQ(get(path).status, 200);
    EXPECT_EQ(get(path).status, 200) << "looking uses nothing up";
    EXPECT_EQ(send("POST", "/en/device/link", "code=" + code).status, 303);
    EXPECT_TRUE(has(get("/en/device").body, "1 device is registered with jane@example.org"));
    cookie_.clear();
    EXPECT_EQ(field(send("POST", "/en/device/link", "code=" + code), "Location"),
              "/en/device?note=link-over");
}

TEST_F(DevicePage, ALinkIsOverAfterAQuarterOfAnHour)
{
    send("POST", "/en/device/mail", "email=jane%40example.org");
    const std::string link = letters_.fact("link");
    clock_.advance(15min);
    send("POST", "/en/device/link", "code=" + link.substr(link.find('=') + 1));
    EXPECT_TRUE(cookie_.empty());
}

TEST_F(DevicePage, NobodyLearnsWhoIsKnown)
{
    const http::Response known = send("POST", "/en/device/mail", "email=jane%40example.org");
    const http::Response unknown = send("POST", "/en/device/mail", "email=joe%40example.org");
    EXPECT_EQ(field(known, "Location"), field(unknown, "Location"));
    EXPECT_EQ(letters_.letters.size(), 1u);
    EXPECT_EQ(send("POST", "/en/device/mail", "email=jim%40example.org").status, 429);
    clock_.advance(20min);
    const http::Response lost = send("POST", "/en/device/lost", "lost-device=21DF4E");
    const http::Response nothing = send("POST", "/en/device/lost", "lost-device=FFFF");
    EXPECT_EQ(field(lost, "Location"), field(nothing, "Location"));
}

TEST_F(DevicePage, ALostTokenIsReplacedByWhoReadsTheMail)
{
    send("POST", "/en/device/lost", "lost-device=21DF4E");
    ASSERT_EQ(letters_.letters.size(), 1u);
    EXPECT_EQ(letters_.letters[0].occasion, mail::Occasion::lost_token);
    const std::string link = letters_.fact("link");
    const std::string code = link.substr(link.find('=') + 1);
    EXPECT_TRUE(has(get("/en/device/link?code=" + code).body, "Make a new token"));
    EXPECT_EQ(sign_in().status, 303) << "looking changes nothing";
    cookie_.clear();
    const http::Response made = send("POST", "/en/device/link", "code=" + code);
    EXPECT_TRUE(has(made.body, "The new token of device 21DF4E"));
    EXPECT_EQ(sign_in().status, 403);
}

class DeviceFleet : public DevicePage {
protected:
    static constexpr std::uint32_t kFirst = 0xA000;
    static constexpr std::uint32_t kMany = 600;

    DeviceFleet()
    {
        add_some(kFirst, kMany, kMail, kUrl);
        sign_in_by_mail();
    }

    /// The IDs that stand on a page, and the way to the next one.
    std::vector<std::string> devices_on(const std::string& page)
    {
        std::vector<std::string> found;
        const std::string mark = "href=\"/en/device/show/";
        for (std::size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at)) {
            at += mark.size();
            found.push_back(page.substr(at, page.find('"', at) - at));
        }
        return found;
    }
    static std::string next_of(const std::string& page)
    {
        const std::string mark = "after=";
        const std::size_t at = page.find(mark);
        if (at == std::string::npos) return {};
        return page.substr(at, page.find('"', at) - at);
    }
};

TEST_F(DeviceFleet, IsShownInPagesOfWhichNoneIsHeavy)
{
    std::vector<std::string> all;
    std::string query;
    do {
        const std::string page = get("/en/device?" + query).body;
        EXPECT_TRUE(has(page, "601 devices are registered"));
        EXPECT_LT(page.size(), 30u * 1024);
        for (std::string& device : devices_on(page)) all.push_back(std::move(device));
        query = next_of(page);
    } while (!query.empty() && all.size() < 2 * kMany);
    EXPECT_EQ(all.size(), kMany + 1);
    EXPECT_TRUE(std::ranges::adjacent_find(all) == all.end());
}

TEST_F(DeviceFleet, IsSearchedByAPartOfTheId)
{
    EXPECT_EQ(devices_on(get("/en/device?find=1df4").body), std::vector<std::string>{"21DF4E"});
    const std::string page = get("/en/device?find=a1").body;
    EXPECT_EQ(devices_on(page).size(), 50u);
    EXPECT_TRUE(has(page, "find=A1&amp;after=A130"));
    EXPECT_EQ(devices_on(get("/en/device?find=A1&after=A1D7").body).size(), 40u);
    EXPECT_TRUE(has(get("/en/device?find=FFFF").body, "None of your devices"));
    EXPECT_EQ(devices_on(get("/en/device?find=%25%27%22").body).size(), 50u) << "no digits at all";
}

TEST_F(DeviceFleet, IsChangedAsAWhole)
{
    EXPECT_EQ(act_at("/en/device/all", "pause").status, 303);
    EXPECT_EQ(changed_.size(), kMany + 1);
    EXPECT_TRUE(reader_->ownership(DeviceId::from_value(kFirst + kMany - 1))->is_paused);
    EXPECT_EQ(act_at("/en/device/all", "resume").status, 303);
    EXPECT_EQ(confirmed_.size(), 1u) << "they share one webhook";
    EXPECT_EQ(
        act_at("/en/device/all", "url", "webhook_url=https%3A%2F%2Fnew.example.org%2F").status,
        200);
    EXPECT_EQ(reader_->target(DeviceId::from_value(0xA050))->url, "https://new.example.org/");
    EXPECT_EQ(letters_.letters.back().occasion, mail::Occasion::webhook_changed);
    EXPECT_EQ(letters_.fact("devices"), "601");
    EXPECT_EQ(act_at("/en/device/all", "leave", "sure=1").status, 303);
    EXPECT_EQ(left_.size(), kMany + 1);
}

TEST_F(DevicePage, WithoutMailThePageSaysSo)
{
    letters_.is_on = false;
    EXPECT_TRUE(has(get("/en/device").body, "switched off"));
    send("POST", "/en/device/mail", "email=jane%40example.org");
    EXPECT_TRUE(letters_.letters.empty());
}

}  // namespace
}  // namespace mysigfox::api
