// Changes to one device that leave it with its owner.
#include "control/verbs.hpp"

namespace mysigfox::control {

Answer add_device(const OperationRooms& rooms, const Json& arguments)
{
    auto row = row_in(arguments, rooms.policy);
    if (!row) co_return row.error();
    const DeviceId device = row->device;
    const auto token = co_await rooms.registry.add(std::move(*row), rooms.clock.now());
    if (!token) co_return token.error();
    rooms.device_changed(device);
    co_return text_of(with_token(device, *token));
}

Answer set_device(const OperationRooms& rooms, const Json& arguments)
{
    auto row = row_in(arguments, rooms.policy);
    if (!row) co_return row.error();
    const DeviceId device = row->device;
    const auto changed = co_await rooms.registry.set(std::move(*row), rooms.clock.now());
    if (!changed) co_return changed.error();
    if (changed->verdict == storage::ImportVerdict::rejected) {
        co_return make_error(Errc::conflict, changed->reason);
    }
    if (changed->verdict != storage::ImportVerdict::unchanged) rooms.device_changed(device);
    const Json answer{{"device_id", device.str()}, {"verdict", to_string(changed->verdict)}};
    co_return text_of(answer);
}

Answer pause_device(const OperationRooms& rooms, const Json& arguments)
{
    const auto device = device_in(arguments);
    if (!device) co_return device.error();
    const auto done = co_await rooms.registry.set_paused(*device, true, rooms.clock.now());
    if (!done) co_return done.error();
    rooms.device_changed(*device);
    const Json answer{{"device_id", device->str()}, {"is_paused", true}};
    co_return text_of(answer);
}

Answer renew_token(const OperationRooms& rooms, const Json& arguments)
{
    const auto device = device_in(arguments);
    if (!device) co_return device.error();
    const auto token = co_await rooms.registry.renew_token(*device, rooms.clock.now());
    if (!token) co_return token.error();
    Json answer = with_token(*device, *token);
    const auto known = rooms.registry_reader.device(*device);
    if (known) answer["language"] = mysigfox::to_string(known->language);
    co_return text_of(answer);
}

/// Of the webhook that the device has; it is that of the customer's others with the same URL.
Answer renew_secret(const OperationRooms& rooms, const Json& arguments)
{
    const auto device = device_in(arguments);
    if (!device) co_return device.error();
    const auto now = rooms.registry_reader.ownership(*device);
    if (!now) {
        co_return make_error(Errc::unknown_device, device->str() + " is not in the registry");
    }
    if (now->webhook == kNoWebhook) {
        co_return make_error(Errc::conflict,
                             device->str() + " has no webhook, so nothing of it is signed");
    }
    const auto secret =
        co_await rooms.registry.rotate_secret(now->owner, now->webhook, rooms.clock.now());
    if (!secret) co_return secret.error();
    const Json answer{{"device_id", device->str()},
                      {"webhook", public_id(now->webhook)},
                      {"signing_secret", secret->reveal()}};
    co_return text_of(answer);
}

}  // namespace mysigfox::control
