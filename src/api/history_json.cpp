// What became of messages as JSON and words.
#include "api/history_json.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace mysigfox::api {
namespace {

Json milliseconds_of(const std::optional<std::chrono::microseconds>& time)
{
    if (!time) return nullptr;
    return static_cast<double>(time->count()) / 1'000;
}

template <typename T>
Json json_of(const std::optional<T>& value)
{
    return value ? Json(*value) : Json();
}

Json json_of(const storage::AttemptRecord& attempt)
{
    const AttemptResult& result = attempt.result;
    Json json;
    json["number"] = attempt.number;
    json["begun"] = to_text(attempt.begun);
    json["cause"] = to_string(result.cause);
    json["status"] = result.status == 0 ? Json() : Json(result.status);
    json["elapsed_ms"] = result.elapsed.count();
    json["dns_ms"] = milliseconds_of(result.phases.dns);
    json["connect_ms"] = milliseconds_of(result.phases.connect);
    json["tls_ms"] = milliseconds_of(result.phases.tls);
    json["first_byte_ms"] = milliseconds_of(result.phases.first_byte);
    json["perhaps_delivered"] = result.perhaps_delivered;
    json["may_repeat"] = attempt.may_repeat;
    json["answer"] = result.answer;
    return json;
}

}  // namespace

std::string to_text(Timestamp time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                       (time - seconds).count());
}

std::string_view to_text(storage::DeliveryState state) noexcept
{
    switch (state) {
        case storage::DeliveryState::pending:
        case storage::DeliveryState::unclaimed:
            return "waiting";
        case storage::DeliveryState::delivered:
            return "delivered";
        case storage::DeliveryState::parked:
            return "given_up";
        case storage::DeliveryState::dropped:
            break;
    }
    return "not_sent";
}

std::string id_of(const storage::PastDelivery& past)
{
    return public_id(past.delivery.message, past.delivery.pending.received);
}

Json message_json(const storage::PastDelivery& past)
{
    const Uplink& uplink = past.delivery.uplink;
    Json json;
    json["id"] = id_of(past);
    json["device_id"] = past.delivery.pending.device.str();
    json["received"] = to_text(past.delivery.pending.received);
    json["device_time"] = to_text(Timestamp{uplink.time});
    json["data"] = uplink.data;
    json["sequence"] = json_of(uplink.sequence);
    json["snr"] = json_of(uplink.snr);
    json["rssi"] = json_of(uplink.rssi);
    json["station"] = uplink.station.empty() ? Json() : Json(uplink.station);
    json["state"] = to_text(past.state);
    json["attempts"] = Json::array();
    for (const storage::AttemptRecord& attempt : past.attempts) {
        json["attempts"].push_back(json_of(attempt));
    }
    return json;
}

}  // namespace mysigfox::api
