// The attempt log read from messages.db on a connection that cannot write.
#pragma once

#include "mysigfox/storage/attempt_log.hpp"
#include "storage/sqlite.hpp"

#include <filesystem>

namespace mysigfox::storage {

class SqliteAttemptLogReader final : public AttemptLogReader {
public:
    explicit SqliteAttemptLogReader(const std::filesystem::path& file);

    std::vector<AttemptRecord> attempts(DeliveryId delivery) override;

private:
    Database db_;
    const Statement attempts_;
};

}  // namespace mysigfox::storage
