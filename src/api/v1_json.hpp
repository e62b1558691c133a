// Devices as programs see them.
#pragma once

#include "mysigfox/storage/history.hpp"
#include "mysigfox/storage/registry.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace mysigfox::api {

/// How a device stands: its record, and its webhook's lane if that does not work.
struct DeviceStanding {
    const storage::DeviceRecord& record;
    std::optional<storage::LaneState> lane;
    bool hides_query = false;  ///< from who holds a token alone
};
nlohmann::ordered_json device_json(const DeviceStanding& standing);

}  // namespace mysigfox::api
