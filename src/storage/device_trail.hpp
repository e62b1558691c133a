// Which delivery of each device came last, so that the next one can name it.
#pragma once

#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/ids.hpp"
#include "storage/device_map.hpp"
#include "storage/sqlite.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace mysigfox::storage {

/// In memory for the devices that spoke lately, in the table `newest` for all. That table would be
/// hit at random, so it is written in the order of devices, and only once in a long while: what
/// came since is read from the deliveries themselves after a start. Confined to the commit thread.
///
/// What it tells may be gone: whoever follows it looks whether the delivery is one of that device.
class DeviceTrail {
public:
    /// Reads what came since the table was written last.
    explicit DeviceTrail(Database& db);

    /// DeliveryId{}: none is known.
    DeliveryId last(DeviceId device) const;
    void add(DeviceId device, DeliveryId delivery);

    void batch_begins() noexcept { uncommitted_.clear(); }
    void batch_was_rolled_back() noexcept;

    /// Writes some rows of the table if it is time, in a transaction of its own; true: there are
    /// more.
    bool tidy(std::size_t rows);
    /// Writes all that is not in the table.
    void save();

private:
    bool is_due() const noexcept;
    void begin_saving();
    bool save_some(std::size_t rows);
    bool forget_some(std::size_t rows);

    Database& db_;
    const Statement find_, keep_, keep_through_, after_, oldest_, forget_;
    DeviceMap recent_;               // since the table was written, or began to be
    DeviceMap former_;               // before that
    std::vector<DeviceId> unsaved_;  // of former_, the first one last
    std::vector<std::pair<DeviceId, DeliveryId>> uncommitted_;  // and what stood in recent_ before
    DeliveryId newest_{};
    DeliveryId saved_through_{};  // once unsaved_ is empty
    std::size_t unsaved_rows_ = 0;
    std::int64_t forget_cursor_;  // a device; past the end: nothing to do
};

}  // namespace mysigfox::storage
