// Paused devices deliver again, what waited first, or without what came before some moment.
#include "control/moment.hpp"
#include "control/verbs.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace mysigfox::control {
namespace {

constexpr std::size_t kDevicesAtOnce = 5'000;  // one transaction, one request
constexpr std::size_t kDroppedAtOnce = 500;    // nobody waits longer for his commit

/// In the order of their ids.
struct PausedDevices {
    std::vector<DeviceId> devices;
    Json next;  ///< what `after` is to be for those that follow; null: these are the last
};

/// Among the next so many devices of the registry.
Result<PausedDevices> next_paused(const OperationRooms& rooms, const Json& arguments)
{
    std::optional<DeviceId> after;
    const auto given = arguments.find("after");
    if (given != arguments.end() && given->is_string()) {
        after = DeviceId::parse(given->get_ref<const std::string&>());
        if (!after) return make_error(Errc::invalid_value, "after: expected a device ID");
    }
    const auto page = rooms.registry_reader.devices(after, kDevicesAtOnce);
    PausedDevices paused;
    for (const storage::DeviceRecord& device : page) {
        if (device.is_paused) paused.devices.push_back(device.id);
    }
    if (page.size() == kDevicesAtOnce) paused.next = page.back().id.str();
    return paused;
}

Result<PausedDevices> paused_in(const OperationRooms& rooms, const Json& arguments)
{
    if (arguments.value("all", false)) return next_paused(rooms, arguments);
    const auto device = device_in(arguments);
    if (!device) return device.error();
    const auto known = rooms.registry_reader.device(*device);
    if (!known) {
        return make_error(Errc::unknown_device, device->str() + " is not in the registry");
    }
    PausedDevices paused;
    if (known->is_paused) paused.devices.push_back(*device);
    return paused;
}

/// What waits of these devices and came before that.
std::vector<DeliveryId> waiting_of(const OperationRooms& rooms,
                                   const std::vector<DeviceId>& devices, Timestamp before)
{
    std::vector<DeliveryId> waiting;
    if (devices.empty()) return waiting;
    rooms.outbox_reader.each_pending([&](const storage::PendingDelivery& one) {
        if (one.received >= before) return;
        if (std::ranges::binary_search(devices, one.device)) waiting.push_back(one.id);
    });
    return waiting;
}

/// In steps; how many were still waiting.
Task<Result<std::size_t>> drop(const OperationRooms& rooms, std::vector<DeliveryId> ids)
{
    std::size_t dropped = 0;
    for (std::size_t i = 0; i < ids.size(); i += kDroppedAtOnce) {
        const std::size_t end = std::min(ids.size(), i + kDroppedAtOnce);
        std::vector<DeliveryId> some(ids.begin() + static_cast<std::ptrdiff_t>(i),
                                     ids.begin() + static_cast<std::ptrdiff_t>(end));
        const auto done = co_await rooms.outbox.drop(std::move(some), rooms.clock.now());
        if (!done) co_return done.error();
        dropped += *done;
    }
    co_return dropped;
}

struct Resumed {
    std::size_t devices = 0;
    std::size_t skipped_messages = 0;
};

/// Drops first: a device that delivers again would send them.
Task<Result<Resumed>> resume(const OperationRooms& rooms, std::vector<DeviceId> devices,
                             std::vector<DeliveryId> skipped)
{
    const auto dropped = co_await drop(rooms, std::move(skipped));
    if (!dropped) co_return dropped.error();
    const auto resumed = co_await rooms.registry.resume(std::move(devices), rooms.clock.now());
    if (!resumed) co_return resumed.error();
    for (const DeviceId device : *resumed) rooms.device_changed(device);
    Resumed done;
    done.devices = resumed->size();
    done.skipped_messages = *dropped;
    co_return done;
}

}  // namespace

Answer resume_device(const OperationRooms& rooms, const Json& arguments)
{
    const auto before = moment_in(arguments, "skip_before", rooms.clock.now());
    if (!before) co_return before.error();
    auto paused = paused_in(rooms, arguments);
    if (!paused) co_return paused.error();
    Json answer{{"next", paused->next}};
    std::vector<DeliveryId> skipped;
    if (*before) {
        const auto second = std::chrono::floor<std::chrono::seconds>(**before);
        answer["skip_before"] = to_text(second);  // "2h" ago is another time on the next page
        skipped = waiting_of(rooms, paused->devices, second);
    }
    Resumed done;
    done.devices = paused->devices.size();
    done.skipped_messages = skipped.size();
    if (!arguments.value("dry_run", false)) {
        const auto made = co_await resume(rooms, std::move(paused->devices), std::move(skipped));
        if (!made) co_return made.error();
        done = *made;
    }
    answer["devices"] = done.devices;
    answer["skipped_messages"] = done.skipped_messages;
    co_return text_of(answer);
}

}  // namespace mysigfox::control
