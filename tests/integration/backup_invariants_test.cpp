// Each invariant of the stores, and what breaks it and nothing else.
#include "storage/invariants.hpp"
#include "storage/sqlite.hpp"

#include "support/backup_fixture.hpp"
#include "support/registry_test.hpp"

#include <set>

namespace mysigfox::storage {
namespace {

using test::run_task;

struct Breakage {
    const char* invariant;
    const char* store;
    const char* sql;
};

// Of device 7 are deliveries 1 (unclaimed), 2 and 3 (delivered, with an attempt); of 8 delivery 4.
constexpr Breakage kBreakages[]{
    {"a delivery carries a message", "messages.db",
     "INSERT INTO delivery(message, device, owner, state, attempts, due, received)"
     " VALUES(99, 7, 5, 2, 0, 0, 0)"},
    {"a message has a delivery", "messages.db",
     "INSERT INTO message(device, received, time, has_own_time, data, account)"
     " VALUES(7, 0, 0, 0, 'aa', 'main')"},
    {"a message has one delivery only", "messages.db",
     "INSERT INTO delivery(message, device, owner, state, attempts, due, received)"
     " SELECT message, device, owner, 2, 0, 0, 0 FROM delivery WHERE id = 2"},
    {"a delivery is of the device that its message is of", "messages.db",
     "UPDATE message SET device = 9 WHERE id = 2"},
    {"the state of a delivery is one that there is", "messages.db",
     "UPDATE delivery SET state = 17 WHERE id = 2"},
    {"what is pending was meant for somebody", "messages.db",
     "UPDATE delivery SET state = 0, owner = 0 WHERE id = 4"},
    {"the delivery before it is an earlier one of the same device", "messages.db",
     "UPDATE delivery SET previous = 4 WHERE id = 3"},
    {"the delivery before it is an earlier one of the same device", "messages.db",
     "UPDATE delivery SET previous = 1 WHERE id = 4"},
    {"the newest delivery of a device is that device's", "messages.db",
     "UPDATE newest SET delivery = 4 WHERE device = 7"},
    {"what is unclaimed is listed for its registration", "messages.db", "DELETE FROM unclaimed"},
    {"what is listed for a registration is unclaimed", "messages.db",
     "INSERT INTO unclaimed VALUES(7, 2, 1)"},
    {"what is listed for a registration is unclaimed", "messages.db",
     "INSERT INTO unclaimed VALUES(7, 99, 1)"},
    {"the last attempt of a delivery is its own", "messages.db",
     "UPDATE delivery SET last_attempt = (SELECT last_attempt FROM delivery WHERE id = 2)"
     " WHERE id = 3"},
    {"the attempt before it is an earlier one of the same delivery", "messages.db",
     "UPDATE attempt SET previous = id WHERE delivery = 2"},
    {"the attempt before it is an earlier one of the same delivery", "messages.db",
     "UPDATE attempt SET previous = (SELECT min(id) FROM attempt) WHERE delivery = 3"},
    {"the condition of a lane is one that there is", "messages.db",
     "INSERT INTO lane VALUES(1, 9, 0, 0, 0, 0, 0)"},
    {"a device's customer is there", "registry.db",
     "UPDATE device SET customer = 99, webhook = NULL WHERE id = 9"},
    {"a device's webhook is its customer's", "registry.db",
     "UPDATE device SET customer = (SELECT max(id) FROM customer), webhook ="
     " (SELECT webhook FROM device WHERE id = 7) WHERE id = 9"},
    {"a webhook is one that a device uses", "registry.db",
     "UPDATE device SET webhook = NULL WHERE id = 8"},
    {"no two customers have the same webhook", "registry.db",
     "INSERT INTO webhook(customer, id, url, created, changed, format)"
     " SELECT 1, id, url || '2', 0, 0, 0 FROM webhook WHERE customer = 2;"
     "UPDATE device SET customer = 1, webhook = (SELECT id FROM webhook WHERE customer = 2)"
     " WHERE id = 9"},
    {"an earlier URL is of a device that is there", "registry.db",
     "INSERT INTO past_url(device, since, url) VALUES(99, 0, 'http://example.org/')"},
    {"an API key is of a customer who is there", "registry.db",
     "INSERT INTO api_key(hash, customer, name, created) VALUES(zeroblob(32), 99, '', 0)"},
    {"an API key for one device is of that device's customer", "registry.db",
     "INSERT INTO api_key(hash, customer, device, name, created)"
     " VALUES(zeroblob(32), 1, 9, '', 0)"},
    {"who is signed in is a customer who is there", "registry.db",
     "INSERT INTO sign_in(hash, customer, ends) VALUES(zeroblob(32), 99, 0)"},
    {"who is signed in for one device is that device's customer", "registry.db",
     "INSERT INTO sign_in(hash, customer, device, ends) VALUES(zeroblob(32), 1, 9, 0)"},
    {"secrets and headers of webhooks can be opened with the key", "registry.db",
     "UPDATE webhook SET secret = x'00112233445566778899aabbccddeeff00112233445566778899aabb'"
     " WHERE customer = 1"},
    {"secrets and headers of webhooks can be opened with the key", "registry.db",
     "UPDATE webhook SET previous_secret = (SELECT secret FROM webhook WHERE customer = 2)"
     " WHERE customer = 1"},
    {"secrets and headers of webhooks can be opened with the key", "registry.db",
     "UPDATE webhook SET headers = secret WHERE customer = 1"},
    {"a request is in an inbox that is there", "inbox.db",
     "INSERT INTO request(inbox, received, method, query, is_truncated, fields, body)"
     " VALUES(99, 0, x'', x'', 0, x'', x'')"},
    {"a letter is to somebody who is there", "mail.db",
     "INSERT INTO letter(reader, occasion, about, address, language, facts, created, give_up,"
     " tries) VALUES(99, 1, '', '', 'cs', x'', 0, 0, 0)"},
    {"what a finished letter said is forgotten", "mail.db",
     "INSERT INTO reader(address_key, name) VALUES('a@example.org', 'x');"
     "INSERT INTO letter(reader, occasion, about, address, language, facts, created, give_up,"
     " tries) VALUES(1, 1, '', '', 'cs', x'41', 0, 0, 0)"},
    {"SQLite finds every page and index in order", "registry.db",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'WHERE customer IS"
     " NOT NULL', 'WHERE customer IS NULL') WHERE name = 'device_by_customer'"},
};

class BackupInvariantsTest : public test::BackupTest {
protected:
    BackupInvariantsTest()
    {
        register_device(7, "a@example.org");
        register_device(8, "b@example.org");
        add_device(9);
        arrive(7, false);
        for (const std::uint32_t device : {7U, 7U, 8U}) record_attempt(arrive(device, true));
    }

    void register_device(std::uint32_t device, const char* address)
    {
        ImportRow row;
        row.device = DeviceId::from_value(device);
        row.email = test::email(address);
        row.webhook_url = "https://example.com/hook";
        ASSERT_TRUE(run_task(registry_->registry().add(row, clock_.now())).has_value());
    }

    DeliveryId arrive(std::uint32_t device, bool has_webhook)
    {
        Arrival one = arrival(++arrivals_);
        one.uplink.device = DeviceId::from_value(device);
        one.has_webhook = has_webhook;
        one.owner = has_webhook ? CustomerId{5} : kNobody;
        return run_task(messages_->log().append(one)).value().delivery;
    }

    void record_attempt(DeliveryId id)
    {
        DeliveryUpdate update;
        update.id = id;
        update.state = DeliveryState::delivered;
        update.attempts = 1;
        update.at = clock_.now();
        auto attempt = std::make_shared<AttemptRecord>();
        attempt->delivery = id;
        attempt->number = 1;
        attempt->begun = clock_.now();
        update.attempt = attempt;
        ASSERT_TRUE(run_task(messages_->outbox().record(update)).has_value());
    }

    /// Of a copy of the stores as they lie there, closed.
    std::vector<std::string> broken() const
    {
        const auto directory = StateDirectory::open(state_);
        const auto key = SecretKey::open_or_create(directory->key_file());
        CopyOrder order;
        order.file = file_;
        order.key_id = key_id(*key);
        EXPECT_TRUE(copy_stores(*directory, order).has_value());
        const auto found = (*open_backup(file_, BackupState::copied))->prove(*key, {});
        EXPECT_TRUE(found.has_value()) << found.error().detail;
        std::vector<std::string> names;
        for (const BrokenInvariant& one : *found) names.push_back(one.name);
        return names;
    }

    int arrivals_ = 0;
};

TEST_F(BackupInvariantsTest, AllHoldInStoresThatWereUsed)
{
    EXPECT_TRUE(run_task(inbox_->create(clock_.now())).has_value());
    close();

    EXPECT_THAT(broken(), testing::IsEmpty());
}

TEST_F(BackupInvariantsTest, EachIsBrokenByWhatBreaksItAndByNothingElse)
{
    close();
    const auto whole = dir_ / "whole";
    std::filesystem::copy(state_, whole);
    for (const Breakage& breakage : kBreakages) {
        for (const auto& entry : std::filesystem::directory_iterator{whole}) {
            std::filesystem::copy_file(entry.path(), state_ / entry.path().filename(),
                                       std::filesystem::copy_options::overwrite_existing);
        }
        {
            Database db{state_ / breakage.store, Database::Mode::read_write};
            db.execute(breakage.sql);
            db.checkpoint(Database::Checkpoint::truncate);
        }
        EXPECT_THAT(broken(), testing::ElementsAre(breakage.invariant)) << breakage.sql;
    }
}

TEST_F(BackupInvariantsTest, NoneIsLeftUntried)
{
    std::set<std::string> tried;
    for (const Breakage& breakage : kBreakages) tried.insert(breakage.invariant);

    const std::vector<std::string> all = invariants();

    EXPECT_EQ(tried, (std::set<std::string>{all.begin(), all.end()}));
}

TEST_F(BackupInvariantsTest, WithAnotherKeyNoSecretOpens)
{
    close();
    const auto directory = StateDirectory::open(state_);
    CopyOrder order;
    order.file = file_;
    ASSERT_TRUE(copy_stores(*directory, order).has_value());

    const auto found = (*open_backup(file_, BackupState::copied))->prove(SecretKey{{9, 9, 9}}, {});

    ASSERT_EQ(found->size(), 1u);
    EXPECT_EQ(found->front().rows, 2u);
    EXPECT_THAT(found->front().example, testing::StartsWith("wh_"));
}

}  // namespace
}  // namespace mysigfox::storage
