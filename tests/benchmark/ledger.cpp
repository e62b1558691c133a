// What a stopped relay has in its books: ledger STATE_DIRECTORY; in JSON.
#include "mysigfox/storage/state_directory.hpp"
#include "storage/sqlite.hpp"

#include <fmt/format.h>

#include <cstdlib>

int main(int argc, char** argv)
{
    using namespace mysigfox;
    if (argc < 2) return EXIT_FAILURE;
    const auto directory = storage::StateDirectory::open(argv[1]).value();
    storage::Database db{directory.messages_file(), storage::Database::Mode::read_only};
    const auto totals = db.prepare(
        "SELECT count(*), coalesce(sum(state = 0), 0), coalesce(sum(state = 2), 0),"
        " coalesce(sum(state = 3), 0), coalesce(sum(attempts), 0) FROM delivery");
    auto row = totals.query();
    row.next();
    fmt::print(R"({{"deliveries":{},"pending":{},"delivered":{},"parked":{},"attempts":{}}})"
               "\n",
               row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4));
}
