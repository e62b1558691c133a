#include "storage/sqlite.hpp"

#include <sqlite3.h>

#include <new>

namespace mysigfox::storage {
namespace {

constexpr int kPatience = 5'000;  // milliseconds to wait for a lock of another connection

constexpr int primary(int code) noexcept
{
    return code & 0xFF;
}

/// Out of memory is what C++ calls it everywhere else, too.
[[noreturn]] void fail(int code, sqlite3* db, std::string_view doing)
{
    if (primary(code) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM) throw std::bad_alloc{};
    std::string what;
    if (const char* file = db ? sqlite3_db_filename(db, "main") : nullptr) {
        what = std::string(file) + ": ";
    }
    what += std::string(doing) + ": " + (db ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    throw SqliteError(code, what);
}

void check(int code, sqlite3* db, std::string_view doing)
{
    if (code != SQLITE_OK) fail(code, db, doing);
}

/// SQLite counts every byte it allocates under one lock for all threads, for us to ask.
void count_no_memory()
{
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(done);
}

}  // namespace

bool SqliteError::is_corruption() const noexcept
{
    return primary(code_) == SQLITE_CORRUPT || primary(code_) == SQLITE_NOTADB;
}

bool SqliteError::is_full() const noexcept
{
    // The index of the write-ahead log is a file as well, and says so in its own way.
    return primary(code_) == SQLITE_FULL || code_ == SQLITE_IOERR_SHMSIZE;
}

bool SqliteError::is_failed_sync() const noexcept
{
    return code_ == SQLITE_IOERR_FSYNC || code_ == SQLITE_IOERR_DIR_FSYNC;
}

bool SqliteError::is_io_failure() const noexcept
{
    return primary(code_) == SQLITE_IOERR && !is_full();
}

std::int64_t number(const Statement& question)
{
    Cursor row = question.query();
    return row.next() ? row.integer(0) : 0;
}

void Database::Close::operator()(sqlite3* db) const noexcept
{
    sqlite3_close_v2(db);
}

Database::Database(const std::filesystem::path& file, Mode mode)
{
    const int access =
        mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    open(file.c_str(), access, nullptr);
    if (mode == Mode::read_only) execute("PRAGMA query_only = ON");
}

Database::Database(const Window& window)
{
    count_no_memory();  // before the file system is made
    const int access =
        window.size ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    open(window_address(window).c_str(), access | SQLITE_OPEN_URI, window_file_system());
    if (!window.size) execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
}

void Database::open(const char* name, int access, const char* file_system)
{
    count_no_memory();
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(name, &raw, access | SQLITE_OPEN_NOMUTEX, file_system);
    db_.reset(raw);  // SQLite hands out a handle even when it fails; it must be closed
    check(code, raw, std::string{"open "} + name);
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, kPatience);
    check(sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr), raw, "configure");
    sqlite3_wal_hook(  // takes the place of automatic checkpoints
        raw,
        [](void* pages, sqlite3*, const char*, int count) {
            *static_cast<int*>(pages) = count;
            return SQLITE_OK;
        },
        wal_pages_.get());
}

void Database::execute(const char* sql)
{
    check(sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr), db_.get(), sql);
}

void Database::set_durability(Durability durability)
{
    if (durability_ == durability) return;
    execute(durability == Durability::full ? "PRAGMA synchronous = FULL"
                                           : "PRAGMA synchronous = NORMAL");
    durability_ = durability;
}

Statement Database::prepare(std::string_view sql)
{
    sqlite3_stmt* raw = nullptr;
    check(sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &raw, nullptr),
          db_.get(), sql);
    return Statement{raw};
}

std::int64_t Database::last_insert_rowid() const noexcept
{
    return sqlite3_last_insert_rowid(db_.get());
}

std::int64_t Database::changes() const noexcept
{
    return sqlite3_changes64(db_.get());
}

std::filesystem::path Database::file() const
{
    return sqlite3_db_filename(db_.get(), "main");
}

bool Database::is_in_transaction() const noexcept
{
    return sqlite3_get_autocommit(db_.get()) == 0;
}

void Database::checkpoint(Checkpoint how)
{
    const int mode =
        how == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
    check(sqlite3_wal_checkpoint_v2(db_.get(), "main", mode, nullptr, nullptr), db_.get(),
          "checkpoint");
}

bool Database::try_to_empty_log()
{
    sqlite3_busy_timeout(db_.get(), 0);
    const int code =
        sqlite3_wal_checkpoint_v2(db_.get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(db_.get(), kPatience);
    if (primary(code) == SQLITE_BUSY) return false;
    check(code, db_.get(), "empty the log");
    return true;
}

void Statement::Finalize::operator()(sqlite3_stmt* stmt) const noexcept
{
    sqlite3_finalize(stmt);
}

Cursor::~Cursor()
{
    sqlite3_reset(stmt_);
    sqlite3_clear_bindings(stmt_);
}

bool Cursor::next()
{
    const int code = sqlite3_step(stmt_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(code, sqlite3_db_handle(stmt_), sqlite3_sql(stmt_));
}

std::int64_t Cursor::integer(int column) const noexcept
{
    return sqlite3_column_int64(stmt_, column);
}

double Cursor::real(int column) const noexcept
{
    return sqlite3_column_double(stmt_, column);
}

std::string_view Cursor::text(int column) const noexcept
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
    if (!text) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

std::span<const std::uint8_t> Cursor::blob(int column) const noexcept
{
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_, column));
    if (!bytes) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

bool Cursor::is_null(int column) const noexcept
{
    return sqlite3_column_type(stmt_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Cursor::optional_integer(int column) const noexcept
{
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<double> Cursor::optional_real(int column) const noexcept
{
    if (is_null(column)) return std::nullopt;
    return real(column);
}

void Cursor::bind(int index, std::int64_t value)
{
    check(sqlite3_bind_int64(stmt_, index, value), sqlite3_db_handle(stmt_), "bind");
}

void Cursor::bind(int index, double value)
{
    check(sqlite3_bind_double(stmt_, index, value), sqlite3_db_handle(stmt_), "bind");
}

void Cursor::bind(int index, std::string_view text)
{
    const char* data = text.data() ? text.data() : "";  // a null pointer would bind NULL
    check(sqlite3_bind_text64(stmt_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8),
          sqlite3_db_handle(stmt_), "bind");
}

void Cursor::bind(int index, std::span<const std::uint8_t> blob)
{
    const void* data = blob.data() ? static_cast<const void*>(blob.data()) : "";
    check(sqlite3_bind_blob64(stmt_, index, data, blob.size(), SQLITE_STATIC),
          sqlite3_db_handle(stmt_), "bind");
}

void Cursor::bind(int index, std::nullptr_t)
{
    check(sqlite3_bind_null(stmt_, index), sqlite3_db_handle(stmt_), "bind");
}

Transaction::Transaction(Database& db) : db_(db)
{
    if (!db_.begin_) db_.begin_ = db_.prepare("BEGIN IMMEDIATE");
    if (!db_.commit_) db_.commit_ = db_.prepare("COMMIT");
    db_.begin_->run();
}

Transaction::~Transaction()
{
    if (!open_) return;
    try {
        db_.execute("ROLLBACK");
    } catch (const std::exception&) {
        // SQLite has already rolled back, for instance because the disk is full
    }
}

void Transaction::commit()
{
    db_.commit_->run();
    open_ = false;
}

}  // namespace mysigfox::storage
