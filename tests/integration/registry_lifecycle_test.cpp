// A device changes hands: transferred, unregistered, removed, paused, its token renewed.
#include "support/registry_test.hpp"

#include <gmock/gmock.h>

namespace mysigfox::storage {
namespace {

using namespace literals;
using test::email;
using test::run_task;
using testing::ElementsAre;
using testing::IsEmpty;

using RegistryLifecycle = test::RegistryTest;

TEST_F(RegistryLifecycle, UnregisterTakesTheDeviceFromItsCustomerButKeepsIt)
{
    import(row(kDevice, "a@example.com", kUrl));

    ASSERT_TRUE(run_task(registry().unregister(kDevice, now())).has_value());

    const Ownership left = ownership();
    EXPECT_TRUE(left.owner_left);
    EXPECT_EQ(left.owner, kNobody);
    EXPECT_EQ(left.webhook, kNoWebhook);
    EXPECT_EQ(record().email, "");
    EXPECT_EQ(reader_->target(kDevice)->url, "");
    EXPECT_THAT(history(), ElementsAre("", kUrl));
}

TEST_F(RegistryLifecycle, TransferWaitsForTheNewOwnerWithANewToken)
{
    import(row(kDevice, "old@example.com", kUrl));
    const CustomerId old_owner = ownership().owner;

    const auto renewed = run_task(registry().transfer(kDevice, email("new@example.com"), now()));

    ASSERT_TRUE(renewed.has_value());
    EXPECT_EQ(record().email, "new@example.com");
    EXPECT_NE(ownership().owner, old_owner);
    EXPECT_TRUE(ownership().owner_left) << "until he registers it";
    EXPECT_EQ(ownership().webhook, kNoWebhook);

    EXPECT_FALSE(enroll(form("new@example.com")).has_value()) << "the old owner knows that token";
    Enrollment sent = form("old@example.com", kOtherUrl);
    sent.token = *renewed;
    EXPECT_FALSE(enroll(sent).has_value()) << "it is not his any more";
    sent.email = email("new@example.com");
    const auto enrolled = enroll(sent);
    ASSERT_TRUE(enrolled.has_value());
    EXPECT_TRUE(enrolled->is_first);
    EXPECT_FALSE(ownership().owner_left);
    EXPECT_THAT(history(), ElementsAre(kOtherUrl, "", kUrl));
    const auto changes = reader_->url_history(kDevice);
    EXPECT_EQ(changes[0].owner, enrolled->customer);
    EXPECT_EQ(changes[2].owner, old_owner) << "so that nobody is shown another's URL";
}

TEST_F(RegistryLifecycle, RemoveLeavesNothingOfTheDevice)
{
    import(row(kDevice, "a@example.com", kUrl));

    ASSERT_TRUE(run_task(registry().remove(kDevice)).has_value());

    EXPECT_FALSE(reader_->ownership(kDevice).has_value());
    EXPECT_FALSE(reader_->target(kDevice).has_value());
    EXPECT_FALSE(reader_->device(kDevice).has_value());
    EXPECT_THAT(history(), IsEmpty());
    import(row(kDevice));
    EXPECT_THAT(history(), IsEmpty()) << "a new one with the same id starts anew";
    EXPECT_EQ(ownership().owner, kNobody);
    EXPECT_FALSE(ownership().owner_left);
}

TEST_F(RegistryLifecycle, PausingIsSeenInEveryLookUpAndEnds)
{
    import(row(kDevice, "a@example.com", kUrl));

    ASSERT_TRUE(run_task(registry().set_paused(kDevice, true, now())).has_value());
    EXPECT_TRUE(ownership().is_paused);
    EXPECT_TRUE(reader_->target(kDevice)->ownership.is_paused);
    EXPECT_TRUE(record().is_paused);
    EXPECT_EQ(import(row(kDevice)).verdict, ImportVerdict::unchanged);
    EXPECT_TRUE(ownership().is_paused) << "an import says nothing about it";

    ASSERT_TRUE(run_task(registry().set_paused(kDevice, false, now())).has_value());
    EXPECT_FALSE(ownership().is_paused);
}

TEST_F(RegistryLifecycle, ManyAreResumedAtOnceAndThoseThatWerePausedAreNamed)
{
    import({row("1111"_device), row("2222"_device), row("3333"_device)});
    for (const DeviceId device : {"1111"_device, "3333"_device}) {
        ASSERT_TRUE(run_task(registry().set_paused(device, true, now())).has_value());
    }

    const auto resumed = run_task(
        registry().resume({"1111"_device, "2222"_device, "3333"_device, "4444"_device}, now()));

    EXPECT_THAT(resumed.value(), testing::ElementsAre("1111"_device, "3333"_device));
    EXPECT_FALSE(reader_->device("1111"_device)->is_paused);
    EXPECT_FALSE(reader_->device("3333"_device)->is_paused);
}

TEST_F(RegistryLifecycle, ARenewedTokenReplacesTheOldOne)
{
    import(row(kDevice));

    const auto renewed = run_task(registry().renew_token(kDevice, now()));

    ASSERT_TRUE(renewed.has_value());
    EXPECT_FALSE(enroll(form("a@example.com")).has_value());
    Enrollment sent = form("a@example.com");
    sent.token = *renewed;
    EXPECT_TRUE(enroll(sent).has_value());
}

TEST_F(RegistryLifecycle, AnUnknownDeviceIsNamed)
{
    const DeviceId device = "BEEF"_device;
    const Error errors[] = {
        run_task(registry().renew_token(device, now())).error(),
        run_task(registry().set_paused(device, true, now())).error(),
        run_task(registry().transfer(device, email("a@example.com"), now())).error(),
        run_task(registry().unregister(device, now())).error(),
        run_task(registry().remove(device)).error(),
    };
    for (const Error& error : errors) {
        EXPECT_EQ(error.code, Errc::unknown_device);
        EXPECT_THAT(error.detail, testing::HasSubstr("BEEF"));
    }
}

}  // namespace
}  // namespace mysigfox::storage
