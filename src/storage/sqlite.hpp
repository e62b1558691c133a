// The only header that knows SQLite: connections, statements, cursors, transactions.
#pragma once

#include "storage/window.hpp"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace mysigfox::storage {

/// Names the file, the statement and SQLite's words.
class SqliteError : public std::runtime_error {
public:
    SqliteError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}

    int code() const noexcept { return code_; }  ///< the extended code

    /// The file itself is damaged, or is no database.
    bool is_corruption() const noexcept;
    /// The disk is full: nothing is lost, and the next try may fit.
    bool is_full() const noexcept;
    /// A sync failed: nobody knows what the disk holds.
    bool is_failed_sync() const noexcept;
    /// The disk failed, rather than the statement, the memory or the space.
    bool is_io_failure() const noexcept;

private:
    int code_;
};

/// Any bytes, which TEXT is not.
inline std::span<const std::uint8_t> blob_of(std::string_view bytes) noexcept
{
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

/// One use of a prepared statement: bound when made, reset when it leaves scope.
///
/// A SELECT that is not reset pins its snapshot and stops the write-ahead log
/// from shrinking, so the type makes forgetting impossible.
class Cursor {
public:
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    ~Cursor();

    /// Moves to the next row; false when there is none.
    bool next();

    std::int64_t integer(int column) const noexcept;
    double real(int column) const noexcept;
    std::string_view text(int column) const noexcept;               ///< valid until next next()
    std::span<const std::uint8_t> blob(int column) const noexcept;  ///< valid until next next()
    bool is_null(int column) const noexcept;
    std::optional<std::int64_t> optional_integer(int column) const noexcept;
    std::optional<double> optional_real(int column) const noexcept;

private:
    friend class Statement;
    explicit Cursor(sqlite3_stmt* stmt) noexcept : stmt_(stmt) {}

    template <typename... Args>
    Cursor(sqlite3_stmt* stmt, const Args&... args) : Cursor(stmt)
    {
        int index = 0;
        (bind_any(++index, args), ...);
    }

    template <typename T>
    void bind_any(int index, const T& value)
    {
        if constexpr (std::integral<T> || std::is_enum_v<T>) {
            bind(index, static_cast<std::int64_t>(value));
        } else {
            bind(index, value);
        }
    }
    template <typename T>
    void bind_any(int index, const std::optional<T>& value)
    {
        if (value) {
            bind_any(index, *value);
        } else {
            bind(index, nullptr);
        }
    }

    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view text);
    void bind(int index, std::span<const std::uint8_t> blob);
    void bind(int index, std::nullptr_t);

    sqlite3_stmt* stmt_;
};

/// A compiled statement, kept for the life of its connection.
class Statement {
public:
    /// Binds the arguments in order: integers, enumerators, doubles, text, spans of bytes, nullptr
    /// and optionals of those. The text and bytes they refer to must outlive the cursor.
    template <typename... Args>
    Cursor query(const Args&... args) const
    {
        return Cursor{stmt_.get(), args...};
    }

    /// For statements that return no rows.
    template <typename... Args>
    void run(const Args&... args) const
    {
        query(args...).next();
    }

private:
    friend class Database;
    explicit Statement(sqlite3_stmt* stmt) noexcept : stmt_(stmt) {}

    struct Finalize {
        void operator()(sqlite3_stmt* stmt) const noexcept;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> stmt_;
};

/// The first column of the first row; 0 if there is none.
std::int64_t number(const Statement& question);

/// When a commit is over: `full` once it is on disk, `normal` once it cannot be half there.
enum class Durability { normal, full };

/// One connection. Confined to one thread at a time; opened without SQLite's own mutexes.
///
/// It never checkpoints by itself, not even when it is closed: two connections that checkpoint
/// the same file can damage it (SQLite up to 3.51.2), so the one that writes asks for it.
class Database {
public:
    enum class Mode { read_only, read_write };
    enum class Checkpoint { passive, truncate };

    Database(const std::filesystem::path& file, Mode mode);
    /// What is being written there has no journal: it counts once it is complete.
    explicit Database(const Window& window);

    void execute(const char* sql);
    /// From the next transaction on; not inside one.
    void set_durability(Durability durability);
    Statement prepare(std::string_view sql);
    std::int64_t number(std::string_view sql) { return storage::number(prepare(sql)); }
    std::int64_t last_insert_rowid() const noexcept;
    std::int64_t changes() const noexcept;  ///< rows that the last statement changed

    bool is_in_transaction() const noexcept;
    std::filesystem::path file() const;  ///< absolute

    /// Pages in the write-ahead log after the last commit of this connection.
    int wal_pages() const noexcept { return *wal_pages_; }
    void checkpoint(Checkpoint how);
    /// False if somebody reads from the log: waits for nobody.
    bool try_to_empty_log();

private:
    struct Close {
        void operator()(sqlite3* db) const noexcept;
    };
    friend class Transaction;
    friend class PageCopy;
    void open(const char* name, int access, const char* file_system);
    std::unique_ptr<int> wal_pages_ = std::make_unique<int>(0);  // SQLite keeps its address
    std::unique_ptr<sqlite3, Close> db_;
    std::optional<Durability> durability_;
    std::optional<Statement> begin_, commit_;  // of its transactions
};

/// Rolls back unless commit() was reached.
class Transaction {
public:
    explicit Transaction(Database& db);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    void commit();

private:
    Database& db_;
    bool open_ = true;
};

}  // namespace mysigfox::storage
