// Many devices at once: import, and adoption of those heard but never imported.
#include "control/verbs.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace mysigfox::control {
namespace {

constexpr std::size_t kMostRows = 10'000;  // one transaction; the command line sends fewer

/// The rows that could be read, and the place of each in the request.
struct Batch {
    std::vector<storage::ImportRow> rows;
    std::vector<std::size_t> places;
    Json results = Json::array();  ///< one a row of the request; the rejected are filled in
};

Json rejected(std::string reason)
{
    return Json{{"verdict", "rejected"}, {"reason", std::move(reason)}};
}

Batch judge(const Json& rows, const TargetPolicy& policy, bool pauses)
{
    Batch batch;
    batch.rows.reserve(rows.size());
    for (std::size_t place = 0; place < rows.size(); ++place) {
        auto row = row_in(rows[place], policy);
        batch.results.push_back(row ? Json() : rejected(row.error().detail));
        if (!row) continue;
        row->pauses = pauses;
        batch.rows.push_back(std::move(*row));
        batch.places.push_back(place);
    }
    return batch;
}

Json to_result(const storage::ImportedRow& imported)
{
    if (imported.verdict == storage::ImportVerdict::rejected) return rejected(imported.reason);
    Json result{{"verdict", to_string(imported.verdict)}};
    if (imported.new_token) result["token"] = imported.new_token->reveal();
    return result;
}

bool concerns_delivery(const storage::ImportedRow& imported)
{
    return imported.needs_claim || imported.verdict == storage::ImportVerdict::updated;
}

/// What an import would do, as far as it can be told without the secrets of the registry: a
/// token that differs from the one on file counts as unchanged.
storage::ImportedRow foresee(const OperationRooms& rooms, const storage::ImportRow& row)
{
    using storage::ImportVerdict;
    const auto known = rooms.registry_reader.device(row.device);
    if (!known) return {ImportVerdict::created, {}, {}, false};
    const auto on_file = EmailAddress::parse(known->email);
    if (row.email && on_file && *row.email != *on_file) {
        return {ImportVerdict::rejected, {}, "email: the device has another one on file", false};
    }
    const bool is_updated = (row.email && !on_file) ||
                            (!row.webhook_url.empty() && row.webhook_url != known->webhook_url) ||
                            (row.language && *row.language != known->language) ||
                            (row.pauses && !known->is_paused);
    return {is_updated ? ImportVerdict::updated : ImportVerdict::unchanged, {}, {}, false};
}

/// The batch goes in, and its results to their places.
Task<Result<void>> carry_out(const OperationRooms& rooms, Batch& batch)
{
    std::vector<DeviceId> devices;
    devices.reserve(batch.rows.size());
    for (const storage::ImportRow& row : batch.rows) devices.push_back(row.device);
    const auto imported = co_await rooms.registry.import(std::move(batch.rows), rooms.clock.now());
    if (!imported) co_return imported.error();
    for (std::size_t i = 0; i < imported->size(); ++i) {
        batch.results[batch.places[i]] = to_result((*imported)[i]);
        if (concerns_delivery((*imported)[i])) rooms.device_changed(devices[i]);
    }
    co_return Result<void>{};
}

bool flag_in(const Json& arguments, const char* name)
{
    const auto flag = arguments.find(name);
    return flag != arguments.end() && flag->is_boolean() && flag->get<bool>();
}

/// Which unknown devices an adoption is about: the one named, or all.
Result<std::vector<DeviceId>> to_adopt(const OperationRooms& rooms, const Json& arguments)
{
    std::vector<DeviceId> heard;
    for (const auto& unknown : unknown_devices(rooms)) heard.push_back(unknown.device);
    if (flag_in(arguments, "all")) return heard;
    const auto device = device_in(arguments);
    if (!device) return device.error();
    if (std::ranges::find(heard, *device) != heard.end()) return std::vector{*device};
    const bool is_known = rooms.registry_reader.device(*device).has_value();
    return make_error(is_known ? Errc::conflict : Errc::not_found,
                      device->str() + (is_known ? " is in the registry already"
                                                : " has not been heard lately: `device add` "
                                                  "takes it in all the same"));
}

}  // namespace

Answer import_devices(const OperationRooms& rooms, const Json& arguments)
{
    const auto rows = arguments.find("rows");
    if (rows == arguments.end() || !rows->is_array() || rows->size() > kMostRows) {
        co_return make_error(Errc::invalid_value,
                             "rows: expected a list of at most " + std::to_string(kMostRows));
    }
    Batch batch = judge(*rows, rooms.policy, flag_in(arguments, "paused"));
    if (flag_in(arguments, "dry_run")) {
        for (std::size_t i = 0; i < batch.rows.size(); ++i) {
            batch.results[batch.places[i]] = to_result(foresee(rooms, batch.rows[i]));
        }
    } else {
        const auto done = co_await carry_out(rooms, batch);
        if (!done) co_return done.error();
    }
    Json answer = Json::object();
    answer["results"] = std::move(batch.results);
    co_return text_of(answer);
}

Answer adopt_devices(const OperationRooms& rooms, const Json& arguments)
{
    const auto devices = to_adopt(rooms, arguments);
    if (!devices) co_return devices.error();
    std::vector<storage::ImportRow> rows;
    for (const DeviceId device : *devices) {
        storage::ImportRow row;
        row.device = device;
        rows.push_back(std::move(row));
    }
    const auto imported = co_await rooms.registry.import(std::move(rows), rooms.clock.now());
    if (!imported) co_return imported.error();
    Json answer = Json::object();
    answer["devices"] = Json::array();
    for (std::size_t i = 0; i < imported->size(); ++i) {
        const storage::ImportedRow& row = (*imported)[i];
        if (!row.new_token) continue;
        answer["devices"].push_back(with_token((*devices)[i], *row.new_token));
        rooms.device_changed((*devices)[i]);
    }
    co_return text_of(answer);
}

}  // namespace mysigfox::control
