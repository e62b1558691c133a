// Makes a large messages.db as an earlier version left it, or as this one does, all delivered:
//   make_messages FILE VERSION MEBIBYTES FIRST_DEVICE DEVICES
// By SQL, since that is many times quicker than the store is: the last month, evenly, up to seven
// hours ago, each device in turn. What was tried is not in it. Prints how many messages there are.
#include "storage/message_schema.hpp"
#include "storage/sqlite.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

using namespace mysigfox;
using storage::Database;

constexpr std::int64_t kRowsAtOnce = 100'000;
constexpr std::int64_t kBytesAMessage = 140;  // of both tables, about: for the times alone

struct Job {
    std::int64_t bytes;
    std::int64_t first_device;
    std::int64_t devices;
    std::int64_t begun;  // milliseconds, as the next two
    std::int64_t ended;
    std::int64_t between;
};

/// `from` is the number of the first, from 1.
void add(Database& db, const Job& job, std::int64_t from)
{
    constexpr const char* kNumbers =
        "WITH n(i) AS (SELECT {} UNION ALL SELECT i + 1 FROM n"
        " WHERE i < {}) ";
    const std::string numbers = fmt::format(fmt::runtime(kNumbers), from, from + kRowsAtOnce - 1);
    const std::string device = fmt::format("{} + i % {}", job.first_device, job.devices);
    const std::string received =
        fmt::format("min({} + i * {}, {})", job.begun, job.between, job.ended);
    db.execute((numbers + fmt::format("INSERT INTO message SELECT i, {0}, {1}, ({1}) / 1000, 1,"
                                      " i / {2} % 4096, printf('%024x', i), 16.21, -135.0, 'main',"
                                      " '1A2B' FROM n",
                                      device, received, job.devices))
                   .c_str());
    db.execute((numbers +
                fmt::format("INSERT INTO delivery(id, message, device, owner, state, attempts, due,"
                            " received, at, cause, status, previous)"
                            " SELECT i, i, {0}, 1, 2, 1, {1}, {1}, {1} + 80, 0, 200,"
                            " iif(i > {2}, i - {2}, NULL) FROM n",
                            device, received, job.devices))
                   .c_str());
}

/// As when the daemon has ended in peace.
void close_books(Database& db, std::int64_t count, std::int64_t devices)
{
    db.execute(fmt::format("INSERT INTO newest SELECT device, id FROM delivery WHERE id > {}",
                           count - devices)
                   .c_str());
    db.execute(fmt::format("UPDATE newest_known SET through = {}", count).c_str());
}

std::int64_t bytes_of(Database& db)
{
    return db.number("PRAGMA page_count") * db.number("PRAGMA page_size");
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 6) return EXIT_FAILURE;
    const std::filesystem::path file = argv[1];
    const std::size_t version = std::strtoul(argv[2], nullptr, 10);
    for (const char* const end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
    Database db{file, Database::Mode::read_write};
    db.execute("PRAGMA journal_mode = OFF");
    db.execute("PRAGMA synchronous = OFF");
    for (std::size_t i = 0; i < version; ++i) db.execute(storage::kMessageSchema.at(i));
    db.execute(fmt::format("PRAGMA user_version = {}", version).c_str());

    using namespace std::chrono;
    const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
    Job job{std::strtol(argv[3], nullptr, 10) << 20,
            std::strtol(argv[4], nullptr, 0),
            std::strtol(argv[5], nullptr, 10),
            (now - days{29}).count(),
            (now - hours{7}).count(),
            0};
    job.between = (job.ended - job.begun) / (job.bytes / kBytesAMessage + 1);
    std::int64_t count = 0;
    for (; bytes_of(db) < job.bytes; count += kRowsAtOnce) add(db, job, count + 1);
    close_books(db, count, job.devices);
    db.execute("PRAGMA journal_mode = WAL");
    fmt::print("{}\n", count);
}
