// The form: who may give a device a webhook, and what he is told about what changed.
#include "support/registry_test.hpp"

#include <gmock/gmock.h>

namespace mysigfox::storage {
namespace {

using namespace literals;
using test::email;
using test::run_task;
using test::token;
using testing::ElementsAre;
using testing::IsEmpty;

using RegistryEnroll = test::RegistryTest;

TEST_F(RegistryEnroll, TheFirstTimeMakesTheCustomerAndHisWebhook)
{
    import(row(kDevice));

    const auto enrolled = enroll(form("Jana@Example.com"));

    ASSERT_TRUE(enrolled.has_value()) << enrolled.error().detail;
    EXPECT_TRUE(enrolled->is_first);
    EXPECT_FALSE(enrolled->url_changed);
    EXPECT_FALSE(enrolled->email_changed);
    const DeviceRecord now_on = record();
    EXPECT_EQ(now_on.email, "Jana@Example.com");
    EXPECT_EQ(now_on.webhook_url, kUrl);
    EXPECT_EQ(now_on.language, Language::en);
    EXPECT_EQ(ownership().owner, enrolled->customer);
    EXPECT_EQ(ownership().webhook, enrolled->webhook);
    EXPECT_NE(enrolled->customer, kNobody);
    EXPECT_NE(enrolled->webhook, kNoWebhook);
    EXPECT_EQ(static_cast<std::uint64_t>(enrolled->webhook) >> 60, 0u);
}

TEST_F(RegistryEnroll, TheEmailOnFileMustBeTheOneGivenInAnySpelling)
{
    import(row(kDevice, "jana@example.com"));

    const auto enrolled = enroll(form("JANA@example.COM"));

    ASSERT_TRUE(enrolled.has_value());
    EXPECT_TRUE(enrolled->is_first);
    EXPECT_FALSE(enrolled->email_changed);
    EXPECT_EQ(record().email, "jana@example.com") << "spelt as first given";
}

TEST_F(RegistryEnroll, WhateverIsWrongTheAnswerIsTheSame)
{
    import(row(kDevice, "jana@example.com"));
    import(row("2222"_device, "eva@example.com"));
    Enrollment wrong_device = form("jana@example.com");
    wrong_device.device = "FFFF"_device;
    Enrollment another_device = form("jana@example.com");
    another_device.device = "2222"_device;
    Enrollment wrong_token = form("jana@example.com");
    wrong_token.token = token("AUBECJFQTD");
    Enrollment wrong_token_any_email = wrong_token;
    wrong_token_any_email.may_replace_email = true;
    const struct {
        const char* what;
        Enrollment sent;
    } cases[] = {
        {"a device we do not know", wrong_device},
        {"the device of somebody else", another_device},
        {"a wrong token", wrong_token},
        {"a wrong token where any e-mail will do", wrong_token_any_email},
        {"an e-mail we do not know", form("new@example.com")},
        {"the e-mail of another customer", form("eva@example.com")},
    };
    std::string words;
    for (const auto& [what, sent] : cases) {
        const auto refused = enroll(sent);
        ASSERT_FALSE(refused.has_value()) << what;
        EXPECT_EQ(refused.error().code, Errc::unauthorized) << what;
        if (words.empty()) words = refused.error().detail;
        EXPECT_EQ(refused.error().detail, words) << what;
    }
    EXPECT_EQ(record().webhook_url, "");
    EXPECT_THAT(history(), IsEmpty());
}

TEST_F(RegistryEnroll, SentAgainWithNothingNewChangesNothing)
{
    import(row(kDevice));
    const auto first = enroll(form("jana@example.com"));
    const Timestamp then = record().changed;
    clock_.advance(std::chrono::hours{1});

    const auto again = enroll(form("jana@example.com"));

    ASSERT_TRUE(first && again);
    EXPECT_FALSE(again->is_first || again->url_changed || again->email_changed);
    EXPECT_EQ(again->webhook, first->webhook);
    EXPECT_EQ(record().changed, then);
    EXPECT_THAT(history(), ElementsAre(kUrl));
}

TEST_F(RegistryEnroll, AnotherUrlReplacesTheOldOneWhichIsRemembered)
{
    import(row(kDevice));
    const auto first = enroll(form("jana@example.com"));
    clock_.advance(std::chrono::hours{1});

    const auto changed = enroll(form("jana@example.com", kOtherUrl));

    ASSERT_TRUE(first && changed);
    EXPECT_TRUE(changed->url_changed);
    EXPECT_FALSE(changed->is_first);
    EXPECT_EQ(changed->previous_url, kUrl);
    EXPECT_NE(changed->webhook, first->webhook);
    EXPECT_EQ(reader_->target(kDevice)->url, kOtherUrl);
    EXPECT_THAT(history(), ElementsAre(kOtherUrl, kUrl));
    const auto changes = reader_->url_history(kDevice);
    EXPECT_EQ(changes[0].at, now());
    EXPECT_EQ(changes[0].owner, changed->customer);
    EXPECT_EQ(record().changed, now());
}

TEST_F(RegistryEnroll, TheLanguageOfTheLastFormIsTheCustomers)
{
    import(speaking(row(kDevice, "jana@example.com"), Language::cs));
    ASSERT_EQ(record().language, Language::cs);

    ASSERT_TRUE(enroll(form("jana@example.com")).has_value());

    EXPECT_EQ(record().language, Language::en);
}

TEST_F(RegistryEnroll, AnyEmailMovesTheDeviceIfTheOperatorAllowsIt)
{
    import(row(kDevice, "old@example.com", kUrl));
    const Ownership before = ownership();
    Enrollment sent = form("new@example.com");
    sent.may_replace_email = true;

    const auto enrolled = enroll(sent);

    ASSERT_TRUE(enrolled.has_value());
    EXPECT_TRUE(enrolled->email_changed);
    EXPECT_EQ(enrolled->previous_email, "old@example.com");
    EXPECT_FALSE(enrolled->url_changed) << "it is the same text";
    EXPECT_FALSE(enrolled->is_first);
    EXPECT_NE(enrolled->customer, before.owner);
    EXPECT_NE(enrolled->webhook, before.webhook) << "customers share no webhook";
    EXPECT_EQ(record().email, "new@example.com");
    const auto changes = reader_->url_history(kDevice);
    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0].owner, enrolled->customer);
    EXPECT_EQ(changes[1].owner, before.owner);
}

TEST_F(RegistryEnroll, ADeviceWhoseOwnerLeftBecomesHisAnew)
{
    import(row(kDevice, "old@example.com", kUrl));
    ASSERT_TRUE(run_task(registry().unregister(kDevice, now())).has_value());
    ASSERT_TRUE(ownership().owner_left);

    const auto enrolled = enroll(form("new@example.com"));

    ASSERT_TRUE(enrolled.has_value());
    EXPECT_TRUE(enrolled->is_first);
    EXPECT_FALSE(enrolled->email_changed) << "there was none on file";
    EXPECT_FALSE(ownership().owner_left);
    EXPECT_EQ(ownership().owner, enrolled->customer);
}

TEST_F(RegistryEnroll, DevicesOfOneCustomerShareTheWebhookOfAUrlButCustomersNever)
{
    import({row("1111"_device, "a@example.com", kUrl), row("2222"_device, "A@example.com", kUrl),
            row("3333"_device, "b@example.com", kUrl),
            row("4444"_device, "a@example.com", kOtherUrl)});

    const Ownership first = ownership("1111"_device);
    EXPECT_EQ(first.webhook, ownership("2222"_device).webhook);
    EXPECT_EQ(first.owner, ownership("2222"_device).owner);
    EXPECT_NE(first.webhook, ownership("3333"_device).webhook);
    EXPECT_NE(first.owner, ownership("3333"_device).owner);
    EXPECT_NE(first.webhook, ownership("4444"_device).webhook);
    EXPECT_EQ(first.owner, ownership("4444"_device).owner);
}

TEST_F(RegistryEnroll, AWebhookThatNoDeviceUsesIsForgotten)
{
    import({row(kDevice, "a@example.com", kUrl), row("2222"_device, "a@example.com", kUrl)});
    const WebhookId webhook = ownership().webhook;

    ASSERT_TRUE(enroll(form("a@example.com", kOtherUrl)).has_value());
    EXPECT_EQ(ownership("2222"_device).webhook, webhook) << "still used by the other device";
    ASSERT_TRUE(enroll(form("a@example.com", kUrl)).has_value());
    EXPECT_EQ(ownership().webhook, webhook);

    import(without_token(row("2222"_device, {}, kOtherUrl)));
    ASSERT_TRUE(enroll(form("a@example.com", kOtherUrl)).has_value());
    ASSERT_TRUE(enroll(form("a@example.com", kUrl)).has_value());
    EXPECT_NE(ownership().webhook, webhook) << "it was unused in between";
}

TEST_F(RegistryEnroll, TheHistoryIsBounded)
{
    import(row(kDevice, "a@example.com"));
    for (int i = 0; i < 105; ++i) {
        ASSERT_TRUE(enroll(form("a@example.com", "https://example.com/" + std::to_string(i))));
    }

    const auto urls = history();

    ASSERT_EQ(urls.size(), 100u);
    EXPECT_EQ(urls.front(), "https://example.com/104");
    EXPECT_EQ(urls.back(), "https://example.com/5");
}

}  // namespace
}  // namespace mysigfox::storage
