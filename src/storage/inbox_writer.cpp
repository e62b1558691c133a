// Inboxes and requests: made, and dropped when they are too many, too large or too old.
#include "storage/inbox_writer.hpp"

#include "mysigfox/base/counted.hpp"
#include "mysigfox/base/secret.hpp"
#include "storage/inbox_request.hpp"
#include "storage/known_stores.hpp"
#include "storage/schema.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <span>

namespace mysigfox::storage {
namespace {

constexpr std::string_view kNameAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kNameLength = 20;  // 100 bits
constexpr std::int64_t kNoInbox = 0;
constexpr const char* kNearlyFull = "the disk is nearly full, what is left is for messages";

/// `used` is when it was made or last written to. The index by time is what expiry walks along.
constexpr std::array<const char*, 2> kInboxSchema{R"sql(
CREATE TABLE inbox(
    id INTEGER PRIMARY KEY,
    write_name TEXT NOT NULL UNIQUE,
    read_name TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,         -- milliseconds, as all times below
    used INTEGER NOT NULL
) STRICT;
CREATE INDEX inbox_by_use ON inbox(used);
CREATE TABLE request(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox INTEGER NOT NULL REFERENCES inbox ON DELETE CASCADE,
    received INTEGER NOT NULL,
    method BLOB NOT NULL,
    query BLOB NOT NULL,
    is_truncated INTEGER NOT NULL,
    fields BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX request_by_inbox ON request(inbox);
CREATE INDEX request_by_time ON request(received);
)sql",
                                                  R"sql(
ALTER TABLE inbox ADD COLUMN answer INTEGER NOT NULL DEFAULT 0;
)sql"};

Database open_inbox_file(const std::filesystem::path& file)
{
    Database db = open_writer(file, Durability::normal, kInboxSchema);
    db.execute("PRAGMA foreign_keys = ON");
    return db;
}

}  // namespace

std::span<const char* const> inbox_steps()
{
    return kInboxSchema;
}

InboxAnswer answer_of(std::int64_t number) noexcept
{
    const bool is_known = number >= 0 && number <= static_cast<std::int64_t>(kLastInboxAnswer);
    return is_known ? static_cast<InboxAnswer>(number) : InboxAnswer::ok;
}

InboxWriter::InboxWriter(const InboxOptions& options)
    : options_(options),
      db_(open_inbox_file(options.file)),
      insert_inbox_(db_.prepare("INSERT INTO inbox(write_name, read_name, created, used)"
                                " VALUES(?1, ?2, ?3, ?3)")),
      find_inbox_(db_.prepare("SELECT id, answer FROM inbox WHERE write_name = ?")),
      use_inbox_(db_.prepare("UPDATE inbox SET used = max(used, ?2) WHERE id = ?1")),
      count_inboxes_(db_.prepare("SELECT count(*) FROM inbox")),
      drop_unused_longest_(db_.prepare("DELETE FROM inbox WHERE id = (SELECT id FROM inbox"
                                       " WHERE id <> ? ORDER BY used, id LIMIT 1)")),
      set_answer_(db_.prepare("UPDATE inbox SET answer = ?2 WHERE read_name = ?1")),
      insert_request_(db_.prepare("INSERT INTO request(inbox, received, method, query,"
                                  " is_truncated, fields, body) VALUES(?, ?, ?, ?, ?, ?, ?)")),
      drop_oldest_(db_.prepare("DELETE FROM request WHERE inbox = ?1 AND id <= (SELECT id"
                               " FROM request WHERE inbox = ?1 ORDER BY id DESC"
                               " LIMIT 1 OFFSET ?2)")),
      drop_all_(db_.prepare("DELETE FROM request WHERE inbox = (SELECT id FROM inbox"
                            " WHERE write_name = ?)")),
      drop_expired_(db_.prepare("DELETE FROM request WHERE id IN (SELECT id FROM request"
                                " WHERE received < ? ORDER BY received LIMIT ?)")),
      page_size_(db_.prepare("PRAGMA page_size")),
      page_count_(db_.prepare("PRAGMA page_count")),
      free_pages_(db_.prepare("PRAGMA freelist_count"))
{
}

Result<InboxNames> InboxWriter::create(Timestamp now)
{
    if (is_disk_nearly_full()) return make_error(Errc::overloaded, kNearlyFull);
    InboxNames names{.write_name = random_text(kNameAlphabet, kNameLength),
                     .read_name = random_text(kNameAlphabet, kNameLength)};
    while (is_full_of_inboxes() && drop_unused_longest(kNoInbox)) {
    }
    insert_inbox_.run(names.write_name, names.read_name, to_milliseconds(now));
    return names;
}

Result<InboxAnswer> InboxWriter::append(const std::string& write_name, const InboxRequest& request)
{
    std::int64_t inbox = kNoInbox;
    InboxAnswer answer{};
    if (Cursor row = find_inbox_.query(write_name); row.next()) {
        inbox = row.integer(0);
        answer = answer_of(row.integer(1));
    }
    if (inbox == kNoInbox) return make_error(Errc::not_found, "there is no such inbox");

    const std::int64_t received = to_milliseconds(request.received);
    const std::string fields = pack(request.fields);
    insert_request_.run(inbox, received, blob_of(request.method), blob_of(request.query),
                        request.is_truncated, blob_of(fields), blob_of(request.body));
    use_inbox_.run(inbox, received);
    drop_oldest_.run(inbox, options_.keep_requests);
    while (is_too_large() && drop_unused_longest(inbox)) {
    }
    return answer;
}

Result<void> InboxWriter::set_answer(const std::string& read_name, InboxAnswer answer)
{
    set_answer_.run(read_name, answer);
    if (db_.changes() == 0) return make_error(Errc::not_found, "there is no such inbox");
    return {};
}

Result<std::size_t> InboxWriter::empty(const std::string& write_name)
{
    drop_all_.run(write_name);
    return static_cast<std::size_t>(db_.changes());
}

bool InboxWriter::tidy(std::size_t rows)
{
    if (is_disk_nearly_full()) {
        make_room();
        return false;
    }
    const Timestamp oldest = options_.clock->now() - options_.keep;
    drop_expired_.run(to_milliseconds(oldest), rows);
    return static_cast<std::size_t>(db_.changes()) == rows;
}

bool InboxWriter::is_disk_nearly_full() const
{
    return options_.free_space && options_.free_space() < options_.leave_free;
}

/// What is tried out gives way to messages, while there is still room to write that down.
void InboxWriter::make_room()
{
    const std::int64_t inboxes = number(count_inboxes_);
    if (inboxes == 0) return;
    spdlog::warn("the disk is nearly full: {} {} dropped to leave room for messages",
                 counted(inboxes, "inbox"), is_or_are(inboxes));
    db_.execute("DELETE FROM inbox");
    db_.execute("VACUUM");
    db_.checkpoint(Database::Checkpoint::truncate);
}

bool InboxWriter::is_full_of_inboxes()
{
    return static_cast<std::size_t>(number(count_inboxes_)) >= options_.max_inboxes;
}

/// Free pages are used again before the file grows.
bool InboxWriter::is_too_large()
{
    const std::int64_t used = number(page_count_) - number(free_pages_);
    return static_cast<std::uint64_t>(used * number(page_size_)) > options_.max_size;
}

/// With its requests. False if there is none left.
bool InboxWriter::drop_unused_longest(std::int64_t but_not)
{
    drop_unused_longest_.run(but_not);
    return db_.changes() > 0;
}

}  // namespace mysigfox::storage
