// Looking at devices: pages of the registry, one device, and those nobody imported.
#include "control/verbs.hpp"

#include <algorithm>

namespace mysigfox::control {
namespace {

constexpr std::size_t kUsualPage = 1'000;
constexpr std::size_t kLargestPage = 5'000;
constexpr std::size_t kMostUnknown = 100'000;  // so many of their messages are kept

struct Page {
    std::optional<DeviceId> after;
    std::size_t limit = kUsualPage;
};

Result<Page> page_in(const Json& arguments)
{
    Page page;
    const auto after = arguments.find("after");
    if (after != arguments.end() && after->is_string()) {
        page.after = DeviceId::parse(after->get_ref<const std::string&>());
        if (!page.after) {
            return make_error(Errc::invalid_value, "after: expected a device ID");
        }
    }
    const auto limit = arguments.find("limit");
    if (limit != arguments.end() && limit->is_number_unsigned()) {
        page.limit = std::clamp<std::size_t>(limit->get<std::size_t>(), 1, kLargestPage);
    }
    return page;
}

/// {"devices": […], "next": what `after` is to be for the next page, or null at the end}
Result<std::string> page_of_devices(const OperationRooms& rooms, const Json& arguments,
                                    Json (*as_json)(const storage::DeviceRecord&))
{
    const auto page = page_in(arguments);
    if (!page) return page.error();
    const auto devices = rooms.registry_reader.devices(page->after, page->limit);
    Json answer = Json::object();
    answer["devices"] = Json::array();
    for (const storage::DeviceRecord& device : devices) {
        answer["devices"].push_back(as_json(device));
    }
    const bool is_last = devices.size() < page->limit;
    answer["next"] = is_last ? Json() : Json(devices.back().id.str());
    return text_of(answer);
}

}  // namespace

std::vector<storage::OutboxReader::UnknownDevice> unknown_devices(const OperationRooms& rooms)
{
    auto devices = rooms.outbox_reader.unknown_devices(kMostUnknown);
    // Taken in since: its old messages still say that it was unknown when they came.
    std::erase_if(devices, [&](const auto& unknown) {
        return rooms.registry_reader.ownership(unknown.device).has_value();
    });
    return devices;
}

Answer list_devices(const OperationRooms& rooms, const Json& arguments)
{
    co_return page_of_devices(rooms, arguments, to_json);
}

Answer export_devices(const OperationRooms& rooms, const Json& arguments)
{
    co_return page_of_devices(rooms, arguments, to_import_columns);
}

Answer list_unknown_devices(const OperationRooms& rooms, const Json&)
{
    Json answer = Json::object();
    answer["devices"] = Json::array();
    for (const auto& device : unknown_devices(rooms)) answer["devices"].push_back(to_json(device));
    co_return text_of(answer);
}

Answer show_device(const OperationRooms& rooms, const Json& arguments)
{
    const auto device = device_in(arguments);
    if (!device) co_return device.error();
    const auto record = rooms.registry_reader.device(*device);
    if (!record)
        co_return make_error(Errc::unknown_device, device->str() + " is not in the registry");
    Json answer = to_json(*record);
    answer["unclaimed_messages"] = rooms.outbox_reader.count_unclaimed(*device);
    answer["url_history"] = Json::array();
    for (const auto& change : rooms.registry_reader.url_history(*device)) {
        const Json entry{{"at", to_text(change.at)}, {"webhook_url", change.url}};
        answer["url_history"].push_back(entry);
    }
    co_return text_of(answer);
}

}  // namespace mysigfox::control
