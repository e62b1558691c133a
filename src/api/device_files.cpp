// CSV (RFC 4180) and JSON of what became of messages.
#include "api/device_files.hpp"

#include "api/history_json.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace mysigfox::api {
namespace {

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
    for (const storage::PastDelivery& past : messages) all.push_back(message_json(past));
    // An answer may hold any bytes.
    return file("application/json", device.str() + ".json",
                all.dump(1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace mysigfox::api
