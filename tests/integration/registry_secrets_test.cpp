// Signing secrets of webhooks: one each, sealed on disk, two while one replaces the other.
#include "storage/registry_schema.hpp"
#include "storage/schema.hpp"
#include "support/registry_test.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <set>
#include <span>

namespace mysigfox::storage {
namespace {

using namespace literals;
using test::run_task;
using testing::HasSubstr;
using testing::Not;

class RegistrySecrets : public test::RegistryTest {
protected:
    SigningSecrets secrets(DeviceId device = kDevice)
    {
        return reader_->target(device).value().secrets.value();
    }
    Result<SigningSecret> rotate(DeviceId device = kDevice)
    {
        const Ownership now_its = ownership(device);
        return run_task(registry().rotate_secret(now_its.owner, now_its.webhook, now()));
    }
    void execute(const char* sql)
    {
        Database db{options_.file, Database::Mode::read_write};
        db.execute(sql);
    }
};

TEST_F(RegistrySecrets, EveryWebhookHasOneOfItsOwn)
{
    import({row("1"_device, "a@example.com", kUrl), row("2"_device, "a@example.com", kUrl),
            row("3"_device, "a@example.com", kOtherUrl), row("4"_device, "b@example.com", kUrl)});

    EXPECT_EQ(secrets("1"_device), secrets("2"_device)) << "they share the webhook";
    const std::set<std::string> all{secrets("1"_device).current.bytes(),
                                    secrets("3"_device).current.bytes(),
                                    secrets("4"_device).current.bytes()};
    EXPECT_EQ(all.size(), 3u);
    EXPECT_FALSE(secrets("1"_device).previous);
    EXPECT_EQ(secrets("1"_device).current.bytes().size(), 32u);
}

TEST_F(RegistrySecrets, WithoutAWebhookThereIsNone)
{
    import(row(kDevice));

    EXPECT_FALSE(reader_->target(kDevice).value().secrets);
}

TEST_F(RegistrySecrets, StaysThroughARestartAndARegistrationOfTheSame)
{
    import(row(kDevice));
    const auto made = enroll(form("a@example.com")).value().new_secret;
    ASSERT_TRUE(made);
    EXPECT_EQ(secrets().current, *made);
    reopen();

    EXPECT_FALSE(enroll(form("a@example.com")).value().new_secret);

    EXPECT_EQ(secrets().current, *made);
}

TEST_F(RegistrySecrets, WhoJoinsAWebhookIsNotToldItsSecret)
{
    import({row("9"_device, "victim@example.com", kUrl), row(kDevice)});

    const Enrolled joined = enroll(form("victim@example.com")).value();

    EXPECT_EQ(joined.webhook, ownership("9"_device).webhook);
    EXPECT_FALSE(joined.new_secret) << "an address and a URL prove nothing";
}

TEST_F(RegistrySecrets, TheOldOneStaysValidForADayBesideTheNew)
{
    import(row(kDevice, "a@example.com", kUrl));
    const SigningSecret first = secrets().current;

    const SigningSecret second = rotate().value();

    EXPECT_EQ(secrets(), (SigningSecrets{second, first, now() + std::chrono::hours{24}}));
    clock_.advance(std::chrono::hours{1});
    const SigningSecret third = rotate().value();
    EXPECT_EQ(secrets(), (SigningSecrets{third, second, now() + std::chrono::hours{24}}));
}

TEST_F(RegistrySecrets, OfAnotherCustomersWebhookNothingIsTold)
{
    import({row(kDevice, "a@example.com", kUrl), row("9"_device, "b@example.com", kUrl)});
    const Ownership mine = ownership();
    const Ownership other = ownership("9"_device);
    const SigningSecrets before = secrets("9"_device);

    EXPECT_FALSE(reader_->secrets(mine.owner, other.webhook));
    EXPECT_EQ(run_task(registry().rotate_secret(mine.owner, other.webhook, now())).error().code,
              Errc::not_found);

    EXPECT_EQ(reader_->secrets(mine.owner, mine.webhook), secrets());
    EXPECT_EQ(secrets("9"_device), before);
}

TEST_F(RegistrySecrets, TheFileHoldsThemSealed)
{
    import(row(kDevice, "a@example.com", kUrl));
    const SigningSecret first = secrets().current;
    const SigningSecret second = rotate().value();
    reader_.reset();
    store_.reset();

    std::ifstream in{options_.file, std::ios::binary};
    const std::string file{std::istreambuf_iterator<char>{in}, {}};

    ASSERT_THAT(file, HasSubstr(kUrl));
    for (const SigningSecret& secret : {first, second}) {
        EXPECT_THAT(file, Not(HasSubstr(secret.bytes())));
        EXPECT_THAT(file, Not(HasSubstr(secret.reveal().substr(6, 20))));
    }
}

TEST_F(RegistrySecrets, UnderAnotherKeyTheyAreUnreadableUntilReplaced)
{
    import(row(kDevice, "a@example.com", kUrl));
    key_ = SecretKey{{9, 9, 9}};
    reopen();

    const Target target = reader_->target(kDevice).value();
    EXPECT_EQ(target.url, kUrl) << "messages are delivered all the same";
    EXPECT_FALSE(target.secrets);

    const SigningSecret fresh = rotate().value();
    EXPECT_EQ(secrets().current, fresh);
    EXPECT_FALSE(secrets().previous);
}

TEST_F(RegistrySecrets, CopiedToAnotherWebhookTheyAreWorthNothing)
{
    import({row(kDevice, "a@example.com", kUrl), row("9"_device, "b@example.com", kUrl)});
    reader_.reset();
    store_.reset();

    execute("UPDATE webhook SET secret = (SELECT secret FROM webhook WHERE customer = 2)");
    reopen();

    EXPECT_FALSE(reader_->target(kDevice).value().secrets);
    EXPECT_TRUE(reader_->target("9"_device).value().secrets);
}

TEST_F(RegistrySecrets, WebhooksOfTheVersionBeforeGetThem)
{
    reader_.reset();
    store_.reset();
    options_.file = dir_ / "old.db";
    open_writer(options_.file, Durability::full, std::span{kRegistrySchema}.first(1))
        .execute(
            "INSERT INTO customer VALUES(1, 'a@example.com', 'a@example.com', 'cs', 0, 0);"
            "INSERT INTO webhook VALUES(1, 5, 'https://example.com/', 0, 0),"
            " (1, 6, 'https://example.org/', 0, 0);"
            "INSERT INTO device VALUES(7, zeroblob(16), 1, 5, 0, 0, 0, 0, 0),"
            " (8, zeroblob(16), 1, 6, 0, 0, 0, 0, 0)");

    reopen();
    const SigningSecrets one = secrets("7"_device);
    EXPECT_NE(one, secrets("8"_device));
    reopen();

    EXPECT_EQ(secrets("7"_device), one) << "once";
}

}  // namespace
}  // namespace mysigfox::storage
