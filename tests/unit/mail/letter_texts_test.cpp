// Every letter in every language, with and without its facts.
#include "mail/letter_texts.hpp"

#include "mail/letter_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace mysigfox::mail {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Language kLanguages[] = {Language::cs, Language::en};
const std::vector<std::pair<std::string, std::string>> kFacts{
    {"device", "21DF4E"},
    {"url", "https://example.cz/hook"},
    {"link", "https://relay.example/device"},
    {"help", "https://relay.example/cs/help"},
    {"form", "https://relay.example/cs/form"},
    {"cause", "The certificate has expired"},
    {"next", "2026-11-23 10:15 UTC"},
    {"since", "2026-11-20 10:15 UTC"},
    {"late", "12"},
    {"key", "dashboard"},
    {"keys", "https://relay.example/cs/device/keys"},
    {"time", "2026-11-23 10:15 UTC"}};

std::set<std::string> facts_in(std::string_view text)
{
    const std::string whole{text};
    const std::regex name{R"rx(\{([a-z]+)\})rx"};
    std::set<std::string> found;
    for (std::sregex_iterator it{whole.begin(), whole.end(), name}, end; it != end; ++it) {
        found.insert((*it)[1]);
    }
    return found;
}

TEST(LetterTexts, StandInEveryLanguageWithTheSameFacts)
{
    ASSERT_EQ(letters_cs().size(), static_cast<std::size_t>(kLastOccasion) + 1);
    ASSERT_EQ(letters_en().size(), letters_cs().size());
    for (std::size_t i = 0; i < letters_cs().size(); ++i) {
        const LetterText& czech = letters_cs()[i];
        const LetterText& english = letters_en()[i];
        EXPECT_EQ(static_cast<std::size_t>(czech.occasion), i);
        EXPECT_EQ(english.occasion, czech.occasion);
        EXPECT_NE(english.subject, czech.subject);
        EXPECT_EQ(facts_in(english.subject), facts_in(czech.subject));
        EXPECT_EQ(facts_in(english.body), facts_in(czech.body)) << to_string(czech.occasion);
        EXPECT_EQ(facts_in(english.subject_of_many), facts_in(czech.subject_of_many));
        const bool may_be_many = facts_in(english.body).contains("devices");
        const bool names_device = facts_in(english.subject).contains("device");
        EXPECT_EQ(english.subject_of_many.empty(), !may_be_many || !names_device)
            << to_string(czech.occasion);
    }
}

TEST(LetterTexts, AreFilledCompletely)
{
    for (const Language language : kLanguages) {
        for (int i = 0; i <= static_cast<int>(kLastOccasion); ++i) {
            const FilledLetter letter = filled(static_cast<Occasion>(i), language, kFacts);
            EXPECT_THAT(letter.subject, Not(HasSubstr("{")));
            EXPECT_THAT(letter.body, Not(HasSubstr("{")));
            EXPECT_GT(letter.body.size(), 60U);
            EXPECT_LT(letter.subject.size(), 80U);
        }
    }
    const FilledLetter failing = filled(Occasion::webhook_failing, Language::en, kFacts);
    EXPECT_THAT(failing.body, HasSubstr("    https://example.cz/hook\n"));
    EXPECT_THAT(failing.body, HasSubstr("The reason: The certificate has expired\n"));
}

TEST(LetterTexts, LeaveALineWithoutItsFactOut)
{
    const FilledLetter letter =
        filled(Occasion::welcome, Language::en,
               {{"device", "21DF4E"}, {"url", "https://example.cz/"}, {"help", "https://r/help"}});

    EXPECT_THAT(letter.body, Not(HasSubstr("Here you see")));
    EXPECT_THAT(letter.body, HasSubstr("How it all works:\n    https://r/help\n"));
}

TEST(LetterTexts, AWholeFleetIsCounted)
{
    const std::vector<std::pair<std::string, std::string>> fleet{
        {"devices", "3000"}, {"url", "https://example.cz/"}, {"key", "dashboard"}};
    for (const Language language : kLanguages) {
        for (const Occasion occasion :
             {Occasion::webhook_changed, Occasion::email_changed, Occasion::api_key_made,
              Occasion::api_key_revoked, Occasion::email_confirm}) {
            const FilledLetter letter = filled(occasion, language, fleet);
            EXPECT_NE(letter.subject, "MySigfox") << to_string(occasion);
            EXPECT_THAT(letter.body, HasSubstr("3000")) << to_string(occasion);
            EXPECT_THAT(letter.body, Not(HasSubstr("{"))) << to_string(occasion);
        }
    }
}

TEST(LetterTexts, AFactStaysOneLine)
{
    const FilledLetter letter =
        filled(Occasion::email_changed, Language::en, {{"device", "1\r\nBcc: x\r\n\r\n"}});

    EXPECT_THAT(letter.subject, Not(HasSubstr("\n")));
    EXPECT_THAT(letter.body, Not(HasSubstr("\nBcc")));
}

TEST(LetterRules, FollowTheTable)
{
    struct Case {
        Occasion occasion;
        bool is_daily;
        bool is_unwantable;
        std::chrono::minutes lives;
    };
    const std::chrono::hours days{72};
    const std::chrono::minutes link{15};
    const Case cases[] = {{Occasion::welcome, true, true, days},
                          {Occasion::sign_in, false, false, link},
                          {Occasion::lost_token, false, false, link},
                          {Occasion::webhook_failing, true, true, days},
                          {Occasion::webhook_paused, true, true, days},
                          {Occasion::webhook_recovered, true, true, days},
                          {Occasion::device_silent, true, true, days},
                          {Occasion::webhook_changed, true, false, days},
                          {Occasion::email_changed, true, false, days},
                          {Occasion::token_changed, true, false, days},
                          {Occasion::api_key_made, true, false, days},
                          {Occasion::api_key_revoked, true, false, days},
                          {Occasion::email_confirm, false, false, link}};
    const auto to = EmailAddress::parse("Jana@Example.cz").value();
    for (const Case& c : cases) {
        const Letter letter{c.occasion, to, Language::cs, {{"device", "21DF4E"}}};
        const storage::NewLetter made = queued(letter, Timestamp{});
        EXPECT_EQ(made.is_daily, c.is_daily) << to_string(c.occasion);
        EXPECT_EQ(made.is_unwantable, c.is_unwantable) << to_string(c.occasion);
        EXPECT_EQ(made.give_up - Timestamp{}, c.lives) << to_string(c.occasion);
        EXPECT_EQ(made.address_key, "jana@example.cz");
    }
}

TEST(LetterRules, SayWhatTwoLettersOfADayAreAbout)
{
    const auto to = EmailAddress::parse("jana@example.cz").value();
    const auto about = [&](Occasion occasion, std::chrono::minutes at) {
        const Letter letter{occasion,
                            to,
                            Language::cs,
                            {{"device", "21DF4E"}, {"url", "https://a/"}, {"key", "dashboard"}}};
        return queued(letter, Timestamp{} + at).about;
    };
    using namespace std::chrono_literals;
    EXPECT_EQ(about(Occasion::token_changed, 1min), "21DF4E");
    EXPECT_EQ(about(Occasion::webhook_changed, 1min), "21DF4E https://a/");
    EXPECT_EQ(about(Occasion::api_key_made, 1min), "dashboard 1970-01-01 00:01 UTC");
    EXPECT_NE(about(Occasion::api_key_made, 1min), about(Occasion::api_key_made, 2min));
}

TEST(LetterRules, AStoryBecomesALetterToTheOwnerOfToday)
{
    WebhookStory story;
    story.occasion = Occasion::webhook_failing;
    story.webhook = WebhookId{5};
    story.cause = Cause::status;
    story.status = 500;
    story.next = from_milliseconds(1'501'568'895'000);
    storage::DeviceRecord device;
    device.id = DeviceId::from_value(0x21DF4E);
    device.email = "jana@example.cz";
    device.webhook_url = "https://example.cz/hook?key=secret";
    device.webhook = WebhookId{5};
    device.language = Language::en;

    const auto letter = letter_of(story, device);
    ASSERT_TRUE(letter);
    const FilledLetter text = filled(letter->occasion, letter->language, letter->facts);
    EXPECT_THAT(text.body, HasSubstr("    https://example.cz/hook?…\n"));
    EXPECT_THAT(text.body, Not(HasSubstr("secret")));
    EXPECT_THAT(text.body, HasSubstr("Something went wrong inside your server. (500)"));
    EXPECT_THAT(text.body, HasSubstr("2017-08-01 06:28 UTC"));

    device.webhook = WebhookId{6};
    EXPECT_FALSE(letter_of(story, device)) << "it has moved meanwhile";
    device.webhook = WebhookId{5};
    device.owner_left = true;
    EXPECT_FALSE(letter_of(story, device));
}

}  // namespace
}  // namespace mysigfox::mail
