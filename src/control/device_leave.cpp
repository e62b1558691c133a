// The owner leaves a device: what was still on its way to him is dropped.
#include "control/verbs.hpp"

namespace mysigfox::control {
namespace {

/// The registry has let go of the owner already: should this fail, delivery itself finds out
/// that he left, and drops what is open.
Task<Result<std::size_t>> let_go(const OperationRooms& rooms, DeviceId device)
{
    auto dropped = co_await rooms.outbox.drop_open(device, rooms.clock.now());
    rooms.device_changed(device);
    co_return dropped;
}

std::string left(DeviceId device, std::size_t dropped)
{
    return text_of(Json{{"device_id", device.str()}, {"dropped_messages", dropped}});
}

}  // namespace

Answer transfer_device(const OperationRooms& rooms, const Json& arguments)
{
    const auto device = device_in(arguments);
    if (!device) co_return device.error();
    auto email = email_in(arguments);
    if (!email) co_return email.error();
    const auto token =
        co_await rooms.registry.transfer(*device, std::move(*email), rooms.clock.now());
    if (!token) co_return token.error();
    const auto dropped = co_await let_go(rooms, *device);
    Json answer = with_token(*device, *token);
    // The token exists now and is shown only here: a failure to drop must not hide it.
    answer["dropped_messages"] = dropped ? Json(*dropped) : Json();
    co_return text_of(answer);
}

Answer unregister_device(const OperationRooms& rooms, const Json& arguments)
{
    const auto device = device_in(arguments);
    if (!device) co_return device.error();
    const auto done = co_await rooms.registry.unregister(*device, rooms.clock.now());
    if (!done) co_return done.error();
    const auto dropped = co_await let_go(rooms, *device);
    if (!dropped) co_return dropped.error();
    co_return left(*device, *dropped);
}

Answer remove_device(const OperationRooms& rooms, const Json& arguments)
{
    const auto device = device_in(arguments);
    if (!device) co_return device.error();
    const auto done = co_await rooms.registry.remove(*device);
    if (!done) co_return done.error();
    const auto dropped = co_await let_go(rooms, *device);
    if (!dropped) co_return dropped.error();
    co_return left(*device, *dropped);
}

}  // namespace mysigfox::control
