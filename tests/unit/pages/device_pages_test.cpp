// The customer's own pages: texts in every language, nothing that can break out, nothing too heavy.
#include "mysigfox/pages/device.hpp"
#include "mysigfox/pages/pages.hpp"

#include "pages/causes.hpp"
#include "pages/device_texts.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mysigfox::pages {
namespace {

constexpr Language kBothLanguages[] = {Language::cs, Language::en};
constexpr std::size_t kMostBytes = 50 * 1024;

std::span<const std::string_view> all_of(const DeviceTexts& texts)
{
    static_assert(sizeof(DeviceTexts) % sizeof(std::string_view) == 0);
    return {reinterpret_cast<const std::string_view*>(&texts),
            sizeof(DeviceTexts) / sizeof(std::string_view)};
}

TEST(DeviceTexts, StandInEveryLanguage)
{
    for (const Language language : kBothLanguages) {
        std::size_t place = 0;
        for (const std::string_view text : all_of(device_texts(language))) {
            EXPECT_FALSE(text.empty()) << to_string(language) << ": text " << place;
            ++place;
        }
    }
}

TEST(DeviceTexts, HaveTheSamePlacesToFillIn)
{
    const auto has_place = [](std::string_view text) {
        return text.find('{') != std::string_view::npos;
    };
    const auto cs = all_of(kDeviceTextsCs);
    const auto en = all_of(kDeviceTextsEn);
    for (std::size_t i = 0; i < cs.size(); ++i) {
        EXPECT_EQ(has_place(cs[i]), has_place(en[i])) << cs[i] << " / " << en[i];
    }
}

TEST(Causes, AreEachExplainedWithAHint)
{
    for (const Language language : kBothLanguages) {
        for (int number = 1; number <= 19; ++number) {
            const Explanation& said = explain(static_cast<Cause>(number), 500, "", language);
            EXPECT_FALSE(said.seen.empty()) << number;
            EXPECT_FALSE(said.hint.empty()) << number;
        }
    }
}

TEST(Causes, TellStatusesApart)
{
    const auto seen = [](int status) {
        return explain(Cause::status, status, "", Language::en).seen;
    };
    EXPECT_EQ(seen(422), kCausesEn.refuses_message.seen);
    EXPECT_EQ(seen(403), kCausesEn.unauthorized.seen);
    EXPECT_EQ(seen(404), kCausesEn.not_found.seen);
    EXPECT_EQ(seen(405), kCausesEn.method.seen);
    EXPECT_EQ(seen(410), kCausesEn.gone.seen);
    EXPECT_EQ(seen(429), kCausesEn.too_fast.seen);
    EXPECT_EQ(seen(503), kCausesEn.server_error.seen);
    EXPECT_EQ(seen(418), kCausesEn.other_status.seen);
}

ShownMessage message(const std::string& text, std::size_t attempts)
{
    ShownMessage shown;
    shown.id = 12;
    shown.public_id = "msg_1";
    shown.data = "2a";
    shown.fate = Fate::given_up;
    for (std::size_t i = 0; i < attempts; ++i) {
        ShownAttempt attempt;
        attempt.number = static_cast<std::uint16_t>(i);
        attempt.result.cause = Cause::status;
        attempt.result.status = 500;
        attempt.result.answer = text;
        attempt.result.detail = text;
        shown.attempts.push_back(attempt);
    }
    return shown;
}

DeviceView view_of(const std::string& text, std::size_t messages)
{
    DeviceView view;
    view.in.csrf = "seal";
    view.device = "21DF4E";
    view.webhook_url = text;
    view.condition = Condition::failing;
    view.now = Timestamp{std::chrono::hours{500'000}};
    view.next_attempt = view.now;
    view.days.resize(30);
    for (DayView& day : view.days) day = {140, 70, std::chrono::milliseconds{1'234}};
    for (std::size_t i = 0; i < messages; ++i) view.messages.push_back(message(text, 12));
    view.reason = view.messages.front().attempts.front();
    view.older = "from=1";
    return view;
}

TEST(DevicePage, IsNeverHeavierThanItMayBe)
{
    const std::string answer(1'024, '"');
    for (const Language language : kBothLanguages) {
        EXPECT_LT(device_page(language, view_of(answer, 12)).size(), kMostBytes);
    }
    EXPECT_LT(stylesheet().size(), 10u * 1024);
}

TEST(DevicePage, SaysWhenTheMonthIsNotWholeYet)
{
    DeviceView view = view_of("https://example.org/", 1);
    EXPECT_EQ(device_page(Language::en, view).find("still being read"), std::string::npos);

    view.is_month_whole = false;
    EXPECT_NE(device_page(Language::en, view).find("still being read"), std::string::npos);
}

TEST(DevicePage, ShowsEveryConditionInAWordOfItsLanguage)
{
    DeviceView view = view_of("https://example.org/", 1);
    for (int i = 0; i <= static_cast<int>(Condition::paused_schedule); ++i) {
        view.condition = static_cast<Condition>(i);
        for (const Language language : kBothLanguages) {
            EXPECT_NE(device_page(language, view).find("<strong>"), std::string::npos);
        }
    }
    view.condition = Condition::failing;
    EXPECT_NE(device_page(Language::cs, view).find("Selhává"), std::string::npos);
    EXPECT_NE(device_page(Language::en, view).find("Failing"), std::string::npos);
}

TEST(DevicePage, OffersWhatWasGivenUpWithItsNumber)
{
    DeviceView view;
    EXPECT_EQ(device_page(Language::en, view).find("\"#again\""), std::string::npos);
    view.given_up = 37;
    const std::string page = device_page(Language::en, view);
    EXPECT_NE(page.find("wait here: 37. <a href=\"#again\">Send all failed again</a>"),
              std::string::npos);
}

TEST(CustomerPages, EscapeWhateverTheyShow)
{
    const std::string hostile = R"("><script>alert(1)</script>')";
    SettingsView settings;
    settings.in.notice = {Note::url, 0, hostile};
    settings.device = settings.webhook_url = settings.email = settings.typed_url = hostile;
    settings.header_names = {hostile};
    settings.waiting_email = hostile;
    FleetView fleet;
    fleet.email = fleet.waiting_email = hostile;
    fleet.devices = {{hostile, hostile, true}};
    fleet.next = fleet.find = hostile;
    TrialView trial;
    trial.trial.url = trial.trial.body = trial.trial.result.answer = hostile;
    trial.trial.fields = {{hostile, hostile}};
    trial.again = hostile;
    NewSecretView secret{SecretKind::token, hostile, hostile, hostile};
    KeysView keys;
    keys.device = keys.typed_name = hostile;
    keys.keys = {{1, hostile, hostile, {}, {}}};
    for (const Language language : kBothLanguages) {
        for (const std::string& html :
             {device_page(language, view_of(hostile, 2)), settings_page(language, settings),
              fleet_page(language, fleet), trial_page(language, hostile, trial),
              new_secret_page(language, secret), keys_page(language, keys),
              link_page(language, {hostile, hostile}),
              confirm_email_page(language, {hostile, hostile}),
              sign_in_page(language, {hostile, true, {Note::url, 0, hostile}})}) {
            EXPECT_EQ(html.find("<script"), std::string::npos);
            EXPECT_EQ(html.find(" style="), std::string::npos) << "no inline style passes the CSP";
            EXPECT_EQ(html.find("<style"), std::string::npos);
        }
    }
}

TEST(KeysPage, NamesWhatEachKeyReachesAndTheDayOfItsUse)
{
    KeysView view;
    view.keys = {{1, "dashboard", "", Timestamp{}, Timestamp{std::chrono::hours{24}}},
                 {2, "shed", "21DF4E", Timestamp{}, {}}};
    const std::string html = keys_page(Language::en, view);
    for (const char* part : {"dashboard", "all devices", "1970-01-02</time>", "21DF4E", "never"}) {
        EXPECT_NE(html.find(part), std::string::npos) << part;
    }
    EXPECT_LT(html.size(), kMostBytes);
}

TEST(SettingsPage, NeverShowsValuesOfHeaders)
{
    SettingsView view;
    view.header_names = {"Authorization"};
    const std::string html = settings_page(Language::en, view);
    EXPECT_NE(html.find("Now sent: Authorization"), std::string::npos);
}

TEST(Notes, ComeBackFromTheirWord)
{
    for (int i = 1; i <= static_cast<int>(Note::too_many_keys); ++i) {
        const Note note = static_cast<Note>(i);
        if (to_string(note).empty()) continue;
        EXPECT_EQ(parse_note(to_string(note)), note);
    }
    EXPECT_EQ(parse_note("<b>"), Note::none);
    EXPECT_EQ(parse_note(""), Note::none);
}

TEST(TrialBlock, CountsTheDaysOfTheCertificate)
{
    TrialView view;
    view.now = Timestamp{std::chrono::hours{24 * 20'000}};
    view.trial.result.cause = Cause::delivered;
    view.trial.result.status = 204;
    view.trial.result.certificate_ends =
        std::chrono::floor<std::chrono::seconds>(view.now) + std::chrono::hours{24 * 3 + 1};
    EXPECT_NE(trial_block(Language::cs, view).find("ještě 3 dny"), std::string::npos);
    EXPECT_NE(trial_block(Language::en, view).find("3 more days"), std::string::npos);
    EXPECT_NE(trial_block(Language::en, view).find("It works."), std::string::npos);
}

}  // namespace
}  // namespace mysigfox::pages
