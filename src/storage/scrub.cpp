// What was deleted leaves no bytes behind.
#include "mysigfox/storage/backup.hpp"
#include "storage/earlier_copy.hpp"
#include "storage/own_connection.hpp"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace mysigfox::storage {
namespace {

constexpr int kTries = 200;
constexpr std::chrono::milliseconds kBetweenTries{50};

/// Rows of these move among pages as they come and go, and leave their old places as they were.
void rewrite(Lender& lender)
{
    lender.lend([](Database& db) { db.execute("VACUUM"); });
}

/// From the time before an upgrade.
void remove_copies_of(Lender& lender)
{
    lender.lend([](Database& db) { forget_copies(db.file()); });
}

/// What a page held before stands in the log until that is empty; a reader may need it a moment.
void empty_log(Lender& lender)
{
    for (int i = 0; i < kTries; ++i) {
        bool is_empty = false;
        lender.lend([&is_empty](Database& db) { is_empty = db.try_to_empty_log(); });
        if (is_empty) return;
        std::this_thread::sleep_for(kBetweenTries);
    }
    throw std::runtime_error("a reader does not let go of the write-ahead log");
}

}  // namespace

Result<void> scrub(const LentStores& stores)
{
    try {
        rewrite(stores.registry);
        rewrite(stores.mail);
        rewrite(stores.inbox);
        for (Lender* const lender :
             {&stores.registry, &stores.mail, &stores.inbox, &stores.messages}) {
            empty_log(*lender);
            remove_copies_of(*lender);
        }
        return {};
    } catch (const std::exception& error) {
        return make_error(Errc::storage_unavailable, error.what());
    }
}

Result<void> scrub(const StateDirectory& directory)
{
    try {
        OwnConnection messages{directory.messages_file()};
        OwnConnection registry{directory.registry_file()};
        rewrite(registry);
        empty_log(registry);
        empty_log(messages);
        remove_copies_of(registry);
        remove_copies_of(messages);
        for (const auto& file : {directory.mail_file(), directory.inbox_file()}) {
            if (!std::filesystem::exists(file)) continue;
            OwnConnection store{file};
            rewrite(store);
            empty_log(store);
            remove_copies_of(store);
        }
        return {};
    } catch (const std::exception& error) {
        return make_error(Errc::storage_unavailable, error.what());
    }
}

}  // namespace mysigfox::storage
