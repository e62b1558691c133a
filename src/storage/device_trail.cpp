// Two generations in memory: one that grows, and one that is being written.
#include "storage/device_trail.hpp"

#include <algorithm>
#include <limits>

namespace mysigfox::storage {
namespace {

/// Read again after a kill: a third of a second.
constexpr std::size_t kMostRows = 500'000;
/// In each generation: 8 MiB.
constexpr std::size_t kMostDevices = 262'144;
/// They stand side by side, so that more of them can be written in one go than of other rows.
constexpr std::size_t kRowsAtOnce = 4;
constexpr std::int64_t kNoDevice = std::numeric_limits<std::int64_t>::max();

}  // namespace

DeviceTrail::DeviceTrail(Database& db)
    : db_(db),
      find_(db.prepare("SELECT delivery FROM newest WHERE device = ?")),
      keep_(db.prepare("INSERT OR REPLACE INTO newest(device, delivery) VALUES(?, ?)")),
      keep_through_(db.prepare("UPDATE newest_known SET through = ?")),
      after_(db.prepare("SELECT device, delivery FROM newest WHERE device > ?"
                        " ORDER BY device LIMIT ?")),
      oldest_(db.prepare("SELECT min(id) FROM delivery")),
      forget_(db.prepare("DELETE FROM newest WHERE device = ?")),
      forget_cursor_(kNoDevice)
{
    const Statement since = db.prepare(
        "SELECT id, device FROM delivery WHERE id > (SELECT through FROM newest_known)"
        " ORDER BY id");
    for (Cursor row = since.query(); row.next();) {
        newest_ = DeliveryId{row.integer(0)};
        recent_.put(DeviceId::from_value(static_cast<std::uint32_t>(row.integer(1))), newest_);
        ++unsaved_rows_;
    }
}

DeliveryId DeviceTrail::last(DeviceId device) const
{
    if (const DeliveryId known = recent_.find(device); known != DeliveryId{}) return known;
    if (const DeliveryId known = former_.find(device); known != DeliveryId{}) return known;
    Cursor row = find_.query(device.value());
    return row.next() ? DeliveryId{row.integer(0)} : DeliveryId{};
}

void DeviceTrail::add(DeviceId device, DeliveryId delivery)
{
    uncommitted_.emplace_back(device, recent_.find(device));
    recent_.put(device, delivery);
    newest_ = delivery;
    ++unsaved_rows_;
}

void DeviceTrail::batch_was_rolled_back() noexcept
{
    // Each device has its slot, so this takes no memory.
    for (auto one = uncommitted_.rbegin(); one != uncommitted_.rend(); ++one) {
        recent_.put(one->first, one->second);
    }
    unsaved_rows_ -= std::min(unsaved_rows_, uncommitted_.size());
    uncommitted_.clear();
}

bool DeviceTrail::tidy(std::size_t rows)
{
    if (!unsaved_.empty()) return save_some(rows * kRowsAtOnce);
    if (forget_cursor_ != kNoDevice) return forget_some(rows * kRowsAtOnce);
    if (!is_due()) return false;
    begin_saving();
    return save_some(rows * kRowsAtOnce);
}

void DeviceTrail::save()
{
    while (!unsaved_.empty()) save_some(unsaved_.size());
    if (unsaved_rows_ == 0) return;
    begin_saving();
    save_some(unsaved_.size());
}

bool DeviceTrail::is_due() const noexcept
{
    return unsaved_rows_ >= kMostRows || recent_.size() >= kMostDevices;
}

void DeviceTrail::begin_saving()
{
    former_ = std::exchange(recent_, DeviceMap{});
    unsaved_ = former_.devices();
    std::ranges::reverse(unsaved_);
    saved_through_ = newest_;
    unsaved_rows_ = 0;
}

bool DeviceTrail::save_some(std::size_t rows)
{
    const std::size_t left = unsaved_.size() - std::min(rows, unsaved_.size());
    db_.set_durability(Durability::normal);  // what a power cut takes is read again
    Transaction transaction{db_};
    for (std::size_t i = unsaved_.size(); i > left; --i) {
        keep_.run(unsaved_[i - 1].value(), former_.find(unsaved_[i - 1]));
    }
    if (left == 0) keep_through_.run(saved_through_);
    transaction.commit();
    unsaved_.resize(left, DeviceId::from_value(0));
    if (left == 0) forget_cursor_ = -1;
    return true;
}

/// Devices of which nothing is left are forgotten, some at a time.
bool DeviceTrail::forget_some(std::size_t rows)
{
    DeliveryId oldest{};
    if (Cursor row = oldest_.query(); row.next()) oldest = DeliveryId{row.integer(0)};
    std::vector<std::int64_t> gone;
    std::size_t seen = 0;
    for (Cursor row = after_.query(forget_cursor_, rows); row.next(); ++seen) {
        forget_cursor_ = row.integer(0);
        if (DeliveryId{row.integer(1)} < oldest) gone.push_back(forget_cursor_);
    }
    if (seen < rows) forget_cursor_ = kNoDevice;
    if (gone.empty()) return forget_cursor_ != kNoDevice;
    db_.set_durability(Durability::normal);
    Transaction transaction{db_};
    for (const std::int64_t device : gone) forget_.run(device);
    transaction.commit();
    return forget_cursor_ != kNoDevice;
}

}  // namespace mysigfox::storage
