// Customers and their webhooks, for the operator; and forgetting one.
#include "control/verbs.hpp"

#include "mysigfox/storage/customer_directory.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::control {
namespace {

constexpr std::size_t kListed = 1'000;  // a page

Json to_json(const storage::ListedCustomer& customer)
{
    return Json{{"email", customer.email},
                {"language", to_string(customer.language)},
                {"created", to_text(customer.created)},
                {"devices", customer.devices}};
}

Json to_json(const storage::ListedWebhook& webhook)
{
    return Json{{"webhook_id", public_id(webhook.id)},
                {"email", webhook.email},
                {"webhook_url", webhook.url},
                {"format", to_string(webhook.format)},
                {"has_own_headers", webhook.has_headers},
                {"devices", webhook.devices},
                {"created", to_text(webhook.created)},
                {"changed", to_text(webhook.changed)}};
}

template <typename Listed>
Json all_of(const std::vector<Listed>& listed)
{
    Json all = Json::array();
    for (const Listed& one : listed) all.push_back(to_json(one));
    return all;
}

Error no_directory()
{
    return make_error(Errc::unreachable, "customers cannot be read here");
}

/// As `next` of the page before gave it.
std::int64_t number_in(const Json& arguments, const char* name)
{
    const auto found = arguments.find(name);
    return found != arguments.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

Result<storage::ListedCustomer> customer_in(const OperationRooms& rooms, const Json& arguments)
{
    if (rooms.directory == nullptr) return no_directory();
    const auto email = email_in(arguments);
    if (!email) return email.error();
    const auto found = rooms.directory->customer(*email);
    if (found) return *found;
    return make_error(Errc::not_found, "there is no such customer");
}

/// Nothing of theirs is delivered any more.
Task<Result<void>> drop_open(const OperationRooms& rooms, std::vector<DeviceId> devices)
{
    for (const DeviceId device : devices) {
        const auto dropped = co_await rooms.outbox.drop_open(device, rooms.clock.now());
        if (!dropped) co_return dropped.error();
        rooms.device_changed(device);
    }
    co_return Result<void>{};
}

/// What is in messages.db and in the lanes; no device is his any more.
Task<Result<std::size_t>> forget_messages(const OperationRooms& rooms, CustomerId owner,
                                          const std::vector<storage::ListedWebhook>& webhooks)
{
    const auto erased = co_await rooms.history->erase_all(owner);
    if (!erased) co_return erased.error();
    for (const storage::ListedWebhook& webhook : webhooks) {
        const auto forgotten = co_await rooms.outbox.forget(webhook.id);
        if (!forgotten) co_return forgotten.error();
    }
    co_return *erased;
}

/// What his messages left in built-in inboxes, whoever reads them.
Task<Result<std::size_t>> empty_inboxes(const OperationRooms& rooms,
                                        const std::vector<std::string>& urls)
{
    std::size_t requests = 0;
    if (!rooms.empty_inbox) co_return requests;
    for (const std::string& text : urls) {
        const auto url = WebhookUrl::parse(text, rooms.policy);
        if (!url || !url->inbox_name()) continue;
        std::string name{*url->inbox_name()};
        const auto emptied = co_await rooms.empty_inbox(std::move(name));
        if (!emptied) co_return emptied.error();
        requests += *emptied;
    }
    co_return requests;
}

}  // namespace

Answer list_customers(const OperationRooms& rooms, const Json& arguments)
{
    if (rooms.directory == nullptr) co_return no_directory();
    const auto page =
        rooms.directory->customers(CustomerId{number_in(arguments, "after")}, kListed);
    Json answer{{"customers", all_of(page)}, {"next", Json()}};
    if (page.size() == kListed) answer["next"] = static_cast<std::int64_t>(page.back().id);
    co_return text_of(answer);
}

Answer show_customer(const OperationRooms& rooms, const Json& arguments)
{
    const auto customer = customer_in(rooms, arguments);
    if (!customer) co_return customer.error();
    Json answer = to_json(*customer);
    answer["webhooks"] = all_of(rooms.directory->webhooks(customer->id));
    answer["devices"] = Json::array();
    for (const storage::DeviceRecord& device : rooms.directory->devices(customer->id)) {
        answer["devices"].push_back(to_json(device));
    }
    co_return text_of(answer);
}

Answer forget_customer(const OperationRooms& rooms, const Json& arguments)
{
    const auto customer = customer_in(rooms, arguments);
    if (!customer) co_return customer.error();
    if (rooms.history == nullptr || !rooms.forget_customer) co_return no_directory();
    const auto webhooks = rooms.directory->webhooks(customer->id);
    const auto urls = rooms.directory->urls(customer->id);
    const auto devices = co_await rooms.release_customer(customer->id);
    if (!devices) co_return devices.error();
    const auto dropped = co_await drop_open(rooms, *devices);
    if (!dropped) co_return dropped.error();
    const auto erased = co_await forget_messages(rooms, customer->id, webhooks);
    if (!erased) co_return erased.error();
    const auto requests = co_await empty_inboxes(rooms, urls);
    if (!requests) co_return requests.error();
    const auto email = email_in(arguments);
    if (rooms.forget_letters) rooms.forget_letters(email->key());
    // Last, so that the same command finishes what broke off before.
    const auto late = co_await rooms.forget_customer(customer->id);
    if (!late) co_return late.error();
    const auto dropped_late = co_await drop_open(rooms, *late);
    if (!dropped_late) co_return dropped_late.error();
    const Json answer{{"devices", devices->size() + late->size()},
                      {"messages", *erased},
                      {"inbox_requests", *requests}};
    co_return text_of(answer);
}

Answer list_webhooks(const OperationRooms& rooms, const Json& arguments)
{
    if (rooms.directory == nullptr) co_return no_directory();
    const auto page = rooms.directory->webhooks(CustomerId{number_in(arguments, "after_customer")},
                                                WebhookId{number_in(arguments, "after")}, kListed);
    Json answer{{"webhooks", all_of(page)}, {"next", Json()}};
    if (page.size() == kListed) {
        answer["next"] = Json{{"after_customer", static_cast<std::int64_t>(page.back().owner)},
                              {"after", static_cast<std::int64_t>(page.back().id)}};
    }
    co_return text_of(answer);
}

Answer show_webhook(const OperationRooms& rooms, const Json& arguments)
{
    if (rooms.directory == nullptr || rooms.history == nullptr) co_return no_directory();
    const auto id = webhook_in(arguments);
    if (!id) co_return id.error();
    const auto found = rooms.directory->webhook(*id);
    if (!found) co_return no_webhook(*id);
    Json answer = to_json(*found);
    const auto lane = co_await rooms.history->lane(*id);
    if (!lane) co_return lane.error();
    answer["condition"] = "working";
    if (*lane) answer["condition"] = word_of((*lane)->condition);
    if (*lane) answer["since"] = to_text((*lane)->since);
    co_return text_of(answer);
}

}  // namespace mysigfox::control
