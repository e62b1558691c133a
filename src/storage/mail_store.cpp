// The queue of letters, in one table; a lock keeps the mail room's threads apart.
#include "mysigfox/storage/mail_store.hpp"

#include "mysigfox/base/secret.hpp"
#include "storage/inbox_request.hpp"
#include "storage/known_stores.hpp"
#include "storage/schema.hpp"

#include <array>
#include <mutex>

namespace mysigfox::storage {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours kDay{24};
constexpr std::chrono::hours kRemembered{48};
constexpr int kLargeLog = 200;  // pages
constexpr std::string_view kReaderAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kReaderNameLength = 26;  // 130 bits

constexpr std::array<const char*, 1> kMailSchema{R"sql(
CREATE TABLE reader(
    id INTEGER PRIMARY KEY,
    address_key TEXT NOT NULL UNIQUE,  -- lower case
    name TEXT NOT NULL UNIQUE,         -- in links that unsubscribe
    unwanted_since INTEGER             -- NULL: letters are wanted; milliseconds, as all times
) STRICT;
CREATE TABLE letter(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reader INTEGER NOT NULL REFERENCES reader,
    occasion INTEGER NOT NULL,
    about TEXT NOT NULL,
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    facts BLOB NOT NULL,               -- empty once it is finished
    created INTEGER NOT NULL,
    give_up INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    due INTEGER                        -- NULL: finished
) STRICT;
CREATE INDEX letter_by_due ON letter(due) WHERE due IS NOT NULL;
CREATE INDEX letter_of_reader ON letter(reader, occasion, created);
CREATE INDEX letter_by_age ON letter(created) WHERE due IS NULL;
)sql"};

/// What is forgotten leaves no bytes behind: a letter may have carried a link to sign in with.
Database open_mail_file(const std::filesystem::path& file)
{
    Database db = open_writer(file, Durability::normal, kMailSchema);
    db.execute("PRAGMA secure_delete = ON");
    return db;
}

class SqliteMailStore final : public MailStore {
public:
    explicit SqliteMailStore(const MailStoreOptions& options)
        : options_(options),
          db_(open_mail_file(options.file)),
          add_reader_(db_.prepare("INSERT OR IGNORE INTO reader(address_key, name) VALUES(?, ?)")),
          find_reader_(db_.prepare("SELECT id, unwanted_since FROM reader WHERE address_key = ?")),
          set_wanted_(db_.prepare("UPDATE reader SET unwanted_since = ?2 WHERE name = ?1")),
          had_one_(db_.prepare("SELECT 1 FROM letter WHERE reader = ? AND occasion = ?"
                               " AND created > ? AND about = ? LIMIT 1")),
          count_(db_.prepare("SELECT count(*) FROM letter WHERE due IS NOT NULL")),
          insert_(db_.prepare("INSERT INTO letter(reader, occasion, about, address, language,"
                              " facts, created, give_up, tries, due)"
                              " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?7)")),
          next_(db_.prepare("SELECT id, due FROM letter WHERE due IS NOT NULL"
                            " ORDER BY due, id LIMIT 1")),
          find_(db_.prepare("SELECT letter.id, occasion, about, address, address_key, language,"
                            " facts, created, give_up, tries, name FROM letter"
                            " JOIN reader ON reader.id = letter.reader WHERE letter.id = ?"
                            " AND due IS NOT NULL")),
          postpone_(db_.prepare("UPDATE letter SET due = ?2, tries = tries + 1 WHERE id = ?1")),
          finish_(db_.prepare("UPDATE letter SET due = NULL, facts = x'' WHERE id = ?")),
          forget_(db_.prepare("DELETE FROM letter WHERE due IS NULL AND created < ?")),
          forget_letters_(db_.prepare("DELETE FROM letter WHERE reader IN"
                                      " (SELECT id FROM reader WHERE address_key = ?)")),
          forget_reader_(db_.prepare("DELETE FROM reader WHERE address_key = ?"))
    {
    }

    ~SqliteMailStore() override
    {
        try {
            db_.checkpoint(Database::Checkpoint::truncate);
        } catch (const SqliteError&) {  // the next start reads the log instead
        }
    }

    Put put(const NewLetter& letter, Timestamp now) override
    {
        const std::lock_guard lock{mutex_};
        if (number(count_.query()) >= static_cast<std::int64_t>(options_.max_waiting)) {
            return Put::full;
        }
        Transaction transaction{db_};
        add_reader_.run(letter.address_key, random_text(kReaderAlphabet, kReaderNameLength));
        std::int64_t reader = 0;
        bool is_unwanted = false;
        if (Cursor row = find_reader_.query(letter.address_key); row.next()) {
            reader = row.integer(0);
            is_unwanted = !row.is_null(1);
        }
        if (is_unwanted && letter.is_unwantable) return Put::unwanted;
        if (letter.is_daily && had_one_today(reader, letter, now)) return Put::had_one_today;
        const std::string facts = pack(letter.facts);
        insert_.run(reader, letter.occasion, letter.about, letter.address,
                    to_string(letter.language), blob_of(facts), to_milliseconds(now),
                    to_milliseconds(letter.give_up));
        transaction.commit();
        checkpoint_if_large();
        return Put::taken;
    }

    std::optional<Next> next() override
    {
        const std::lock_guard lock{mutex_};
        Cursor row = next_.query();
        if (!row.next()) return std::nullopt;
        return Next{row.integer(0), from_milliseconds(row.integer(1))};
    }

    std::optional<QueuedLetter> find(std::int64_t id) override
    {
        const std::lock_guard lock{mutex_};
        Cursor row = find_.query(id);
        if (!row.next()) return std::nullopt;
        const auto facts = row.blob(6);
        QueuedLetter found;
        found.id = row.integer(0);
        found.letter.occasion = static_cast<std::uint8_t>(row.integer(1));
        found.letter.about = row.text(2);
        found.letter.address = row.text(3);
        found.letter.address_key = row.text(4);
        found.letter.language = parse_language(row.text(5)).value_or(Language::en);
        found.letter.facts =
            unpack_fields({reinterpret_cast<const char*>(facts.data()), facts.size()});
        found.created = from_milliseconds(row.integer(7));
        found.letter.give_up = from_milliseconds(row.integer(8));
        found.tries = static_cast<int>(row.integer(9));
        found.unsubscribe = row.text(10);
        return found;
    }

    void postpone(std::int64_t id, Timestamp to) override
    {
        const std::lock_guard lock{mutex_};
        postpone_.run(id, to_milliseconds(to));
        checkpoint_if_large();
    }

    void finish(std::int64_t id, Timestamp now) override
    {
        const std::lock_guard lock{mutex_};
        finish_.run(id);
        forget_.run(to_milliseconds(now - kRemembered));
        checkpoint_if_large();
    }

    void set_wanted(const std::string& unsubscribe, bool is_wanted, Timestamp now) override
    {
        const std::lock_guard lock{mutex_};
        std::optional<std::int64_t> since;
        if (!is_wanted) since = to_milliseconds(now);
        set_wanted_.run(unsubscribe, since);
    }

    void forget(const std::string& address_key) override
    {
        const std::lock_guard lock{mutex_};
        Transaction transaction{db_};
        forget_letters_.run(address_key);
        forget_reader_.run(address_key);
        transaction.commit();
    }

    void lend(const std::function<void(Database&)>& work) override
    {
        const std::lock_guard lock{mutex_};
        work(db_);
    }

    std::size_t waiting() override
    {
        const std::lock_guard lock{mutex_};
        return static_cast<std::size_t>(number(count_.query()));
    }

private:
    static std::int64_t number(Cursor&& row)
    {
        row.next();
        return row.integer(0);
    }

    bool had_one_today(std::int64_t reader, const NewLetter& letter, Timestamp now) const
    {
        return had_one_.query(reader, letter.occasion, to_milliseconds(now - kDay), letter.about)
            .next();
    }

    void checkpoint_if_large()
    {
        if (db_.wal_pages() > kLargeLog) db_.checkpoint(Database::Checkpoint::passive);
    }

    const MailStoreOptions options_;
    std::mutex mutex_;
    Database db_;  // this and all below: guarded by mutex_
    const Statement add_reader_, find_reader_, set_wanted_, had_one_, count_, insert_, next_;
    const Statement find_, postpone_, finish_, forget_, forget_letters_, forget_reader_;
};

}  // namespace

std::span<const char* const> mail_steps()
{
    return kMailSchema;
}

std::unique_ptr<MailStore> open_mail(const MailStoreOptions& options)
{
    return std::make_unique<SqliteMailStore>(options);
}

}  // namespace mysigfox::storage
