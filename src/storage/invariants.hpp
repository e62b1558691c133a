// What must be so in the stores, whatever happened before.
#pragma once

#include "mysigfox/base/secret.hpp"
#include "mysigfox/storage/backup.hpp"
#include "storage/sqlite.hpp"

#include <string_view>
#include <vector>

namespace mysigfox::storage {

/// Those that do not hold in this store; for one nobody writes to.
std::vector<BrokenInvariant> broken_in(Database& db, std::string_view store, const SecretKey& key);

}  // namespace mysigfox::storage
