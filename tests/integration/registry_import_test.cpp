// `device import`, `add` and `set`: a verdict a row, and never a device quietly given away.
#include "support/registry_test.hpp"

#include <gmock/gmock.h>

namespace mysigfox::storage {
namespace {

using namespace literals;
using test::email;
using test::run_task;
using test::token;
using testing::ElementsAre;
using testing::HasSubstr;

using RegistryImport = test::RegistryTest;

TEST_F(RegistryImport, EveryRowGetsItsVerdict)
{
    const auto new_token = [](ImportRow one) {
        one.token = token("ZZZZZZZZZZ");
        return one;
    };
    const DeviceId anew = "9999"_device;
    const DeviceId bare = "1111"_device;
    const DeviceId owned = "2222"_device;
    const DeviceId sending = "3333"_device;
    const struct {
        const char* what;
        ImportRow row;
        ImportVerdict verdict;
        bool needs_claim;
    } cases[] = {
        {"a new device", row(anew), ImportVerdict::created, false},
        {"a new device with everything", row(anew, "a@example.com", kUrl), ImportVerdict::created,
         true},
        {"a new device with an e-mail", row(anew, "a@example.com"), ImportVerdict::created, false},
        {"a new device with a URL alone", row(anew, {}, kUrl), ImportVerdict::rejected, false},
        {"what is there", row(bare), ImportVerdict::unchanged, false},
        {"what is there, without token", without_token(row(sending)), ImportVerdict::unchanged,
         false},
        {"another token", new_token(row(bare)), ImportVerdict::updated, false},
        {"an e-mail for one without", row(bare, "a@example.com"), ImportVerdict::updated, false},
        {"the same e-mail", row(owned, "OWNER@example.com"), ImportVerdict::unchanged, false},
        {"the e-mail of a new customer", row(owned, "thief@example.com"), ImportVerdict::rejected,
         false},
        {"the e-mail of another customer", row(owned, "sender@example.com"),
         ImportVerdict::rejected, false},
        {"a URL for one with an e-mail", row(owned, {}, kUrl), ImportVerdict::updated, true},
        {"a URL for one without", row(bare, {}, kUrl), ImportVerdict::rejected, false},
        {"e-mail and URL for one without", row(bare, "a@example.com", kUrl), ImportVerdict::updated,
         true},
        {"the same URL", row(sending, {}, kUrl), ImportVerdict::unchanged, false},
        {"another URL", row(sending, "sender@example.com", kOtherUrl), ImportVerdict::updated,
         false},
        {"another language", speaking(row(owned), Language::en), ImportVerdict::updated, false},
        {"the same language", speaking(row(owned), Language::cs), ImportVerdict::unchanged, false},
        {"a language for nobody", speaking(row(bare), Language::en), ImportVerdict::unchanged,
         false},
    };
    for (const auto& [what, one, verdict, needs_claim] : cases) {
        reader_.reset();
        store_.reset();
        for (const char* end : {"", "-wal", "-shm"}) {
            std::filesystem::remove(options_.file.string() + end);
        }
        reopen();
        import(
            {row(bare), row(owned, "owner@example.com"), row(sending, "sender@example.com", kUrl)});

        const ImportedRow result = import(one);

        EXPECT_EQ(result.verdict, verdict) << what;
        EXPECT_EQ(result.needs_claim, needs_claim) << what;
        EXPECT_EQ(result.reason.empty(), verdict != ImportVerdict::rejected) << what;
        EXPECT_FALSE(result.new_token.has_value()) << what;
    }
}

TEST_F(RegistryImport, ARejectedRowChangesNothingAndNamesTheReason)
{
    import(row(kDevice, "owner@example.com", kUrl));

    const auto results =
        import({row(kDevice, "thief@example.com", kOtherUrl), row("2222"_device, {}, kUrl)});

    EXPECT_THAT(results[0].reason, HasSubstr("another email on file"));
    EXPECT_THAT(results[0].reason, Not(HasSubstr("owner@"))) << "it ends up in logs";
    EXPECT_THAT(results[1].reason, HasSubstr("needs an email"));
    EXPECT_EQ(record().email, "owner@example.com");
    EXPECT_EQ(record().webhook_url, kUrl);
    EXPECT_EQ(reader_->count_devices(), 1u);
}

TEST_F(RegistryImport, ANewDeviceWithoutTokenGetsOneThatWorks)
{
    const ImportedRow made = import(without_token(row(kDevice)));
    ASSERT_TRUE(made.new_token.has_value());
    EXPECT_FALSE(enroll(form("a@example.com")).has_value()) << "kToken is not its token";

    Enrollment sent = form("a@example.com");
    sent.token = *made.new_token;

    EXPECT_TRUE(enroll(sent).has_value());
}

TEST_F(RegistryImport, AnExistingDeviceKeepsItsTokenUnlessTheRowHasOne)
{
    import(row(kDevice));
    import(without_token(row(kDevice, "a@example.com")));
    EXPECT_TRUE(enroll(form("a@example.com")).has_value());

    ImportRow renewed = row(kDevice);
    renewed.token = token("ZZZZZZZZZZ");
    import(renewed);

    EXPECT_FALSE(enroll(form("a@example.com")).has_value());
    Enrollment sent = form("a@example.com");
    sent.token = token("ZZZZZZZZZZ");
    EXPECT_TRUE(enroll(sent).has_value());
}

TEST_F(RegistryImport, ADeviceTwiceInABatchIsAppliedInOrder)
{
    const auto results = import({row(kDevice, "a@example.com", kUrl), row(kDevice, {}, kOtherUrl),
                                 row(kDevice, "b@b.com")});

    EXPECT_EQ(results[0].verdict, ImportVerdict::created);
    EXPECT_EQ(results[1].verdict, ImportVerdict::updated);
    EXPECT_EQ(results[2].verdict, ImportVerdict::rejected);
    EXPECT_EQ(record().webhook_url, kOtherUrl);
    EXPECT_THAT(history(), ElementsAre(kOtherUrl, kUrl)) << "the operator's changes as well";
}

TEST_F(RegistryImport, WhatIsPausedByAnImportIsSoFromItsFirstMomentOn)
{
    ImportRow pausing = row(kDevice, "a@example.com", kUrl);
    pausing.pauses = true;

    EXPECT_EQ(import(pausing).verdict, ImportVerdict::created);
    EXPECT_TRUE(ownership().is_paused);
    EXPECT_EQ(import(pausing).verdict, ImportVerdict::unchanged);

    ASSERT_TRUE(run_task(registry().set_paused(kDevice, false, now())).has_value());
    EXPECT_EQ(import(pausing).verdict, ImportVerdict::updated) << "and one that was there already";
    EXPECT_TRUE(ownership().is_paused);
}

TEST_F(RegistryImport, WhatIsExportedCanBeImportedAgainUnchanged)
{
    import({speaking(row("1111"_device), Language::en), row("2222"_device, "a@example.com"),
            speaking(row("3333"_device, "b@example.com", kUrl), Language::en)});

    for (const DeviceRecord& one : reader_->devices(std::nullopt, 10)) {
        ImportRow again = without_token(row(one.id, one.email, one.webhook_url));
        again.language = one.language;
        EXPECT_EQ(import(again).verdict, ImportVerdict::unchanged) << one.id.str();
    }
}

TEST_F(RegistryImport, AUrlFromTheOperatorRegistersADeviceWhoseOwnerLeft)
{
    import(row(kDevice, "a@example.com", kUrl));
    ASSERT_TRUE(run_task(registry().unregister(kDevice, now())).has_value());

    import(row(kDevice, "b@example.com"));
    EXPECT_TRUE(ownership().owner_left) << "an e-mail alone is no registration";
    import(row(kDevice, {}, kUrl));

    EXPECT_FALSE(ownership().owner_left);
    EXPECT_EQ(record().email, "b@example.com");
}

TEST_F(RegistryImport, AddRefusesADeviceThatExistsAndWhatImportRejects)
{
    const auto made = run_task(registry().add(row(kDevice, "a@example.com", kUrl), now()));
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->reveal(), kToken);

    const auto again = run_task(registry().add(row(kDevice), now()));
    const auto url_alone = run_task(registry().add(row("2222"_device, {}, kUrl), now()));
    const auto drawn = run_task(registry().add(without_token(row("3333"_device)), now()));

    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, Errc::conflict);
    EXPECT_THAT(again.error().detail, HasSubstr("1D4C5F"));
    ASSERT_FALSE(url_alone.has_value());
    EXPECT_EQ(url_alone.error().code, Errc::invalid_value);
    ASSERT_TRUE(drawn.has_value());
    EXPECT_EQ(drawn->reveal().size(), Token::kLetters);
    EXPECT_EQ(reader_->count_devices(), 2u);
}

TEST_F(RegistryImport, SetChangesWhatIsThereAndMakesNothing)
{
    import(row(kDevice, "a@example.com"));

    const auto set = run_task(registry().set(without_token(row(kDevice, {}, kUrl)), now()));
    const auto given_away =
        run_task(registry().set(without_token(row(kDevice, "b@example.com")), now()));
    const auto unknown = run_task(registry().set(row("2222"_device), now()));

    ASSERT_TRUE(set && given_away);
    EXPECT_EQ(set->verdict, ImportVerdict::updated);
    EXPECT_TRUE(set->needs_claim);
    EXPECT_EQ(given_away->verdict, ImportVerdict::rejected);
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().code, Errc::unknown_device);
    EXPECT_EQ(reader_->count_devices(), 1u);
}

}  // namespace
}  // namespace mysigfox::storage
