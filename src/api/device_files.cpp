// CSV (RFC 4180) and JSON of what became of messages.
#include "api/device_files.hpp"

#include "mysigfox/base/encoding.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>

namespace mysigfox::api {
namespace {

using Json = nlohmann::ordered_json;

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

template <typename T>
std::string cell(const std::optional<T>& value)
{
    return value ? fmt::format("{}", *value) : std::string{};
}

std::string row_of(const storage::PastDelivery& past)
{
    const Uplink& uplink = past.delivery.uplink;
    std::string cause;
    if (past.cause) cause = to_string(*past.cause);
    std::string delivered;
    if (past.state == storage::DeliveryState::delivered && past.at) delivered = to_text(*past.at);
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", id_of(past),
                       to_text(past.delivery.pending.received), to_text(Timestamp{uplink.time}),
                       uplink.data, cell(uplink.sequence), cell(uplink.snr), cell(uplink.rssi),
                       uplink.station, to_text(past.state), past.delivery.pending.attempts, cause,
                       past.status == 0 ? std::string{} : std::to_string(past.status), delivered);
}

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

Json json_of(const storage::PastDelivery& past)
{
    const Uplink& uplink = past.delivery.uplink;
    Json json;
    json["id"] = id_of(past);
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

http::Response file(const char* type, const std::string& name, std::string body)
{
    http::Response response;
    response.fields.emplace_back("Content-Type", type);
    response.fields.emplace_back("Content-Disposition", "attachment; filename=\"" + name + '"');
    response.fields.emplace_back("Cache-Control", "no-store");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = std::move(body);
    return response;
}

}  // namespace

http::Response csv_file(DeviceId device, const std::vector<storage::PastDelivery>& messages)
{
    std::string body =
        "id,received,device_time,data,sequence,snr,rssi,station,state,attempts,last_cause,"
        "last_status,delivered\r\n";
    for (const storage::PastDelivery& past : messages) body += row_of(past);
    return file("text/csv; charset=utf-8", device.str() + ".csv", std::move(body));
}

http::Response json_file(DeviceId device, const std::vector<storage::PastDelivery>& messages)
{
    Json all = Json::array();
    for (const storage::PastDelivery& past : messages) all.push_back(json_of(past));
    // An answer may hold any bytes.
    return file("application/json", device.str() + ".json",
                all.dump(1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace mysigfox::api
