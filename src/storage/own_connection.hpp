// A connection to a store that nobody else has open.
#pragma once

#include "mysigfox/storage/lender.hpp"
#include "storage/sqlite.hpp"

#include <filesystem>

namespace mysigfox::storage {

/// For whoever holds the lock of the state directory. Migrates nothing.
class OwnConnection final : public Lender {
public:
    explicit OwnConnection(const std::filesystem::path& file)
        : db_(file, Database::Mode::read_write)
    {
    }
    void lend(const std::function<void(Database&)>& work) override { work(db_); }

private:
    Database db_;
};

}  // namespace mysigfox::storage
