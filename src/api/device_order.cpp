// Answers to deeds, and what follows from every one of them.
#include "api/device_order.hpp"

#include "api/answers.hpp"
#include "api/device_show.hpp"
#include "mysigfox/base/ascii.hpp"
#include "mysigfox/domain/url_text.hpp"

#include <spdlog/spdlog.h>

namespace mysigfox::api {
namespace {

constexpr std::size_t kPage = 50;
constexpr std::size_t kMostDigits = 8;

/// What may stand in an ID, as it is printed.
std::string digits_in(std::string_view typed)
{
    std::string digits;
    for (const char c : typed) {
        if (is_hex_digit(c) && digits.size() < kMostDigits) digits += upper_case(c);
    }
    return digits;
}

}  // namespace

http::Response OrderDesk::done(const Order& order, pages::Note note, std::size_t count) const
{
    const std::string rest = order.device() ? "/show/" + order.device()->str() : std::string{};
    return desk_->to(order.visitor.language, rest, note, count);
}

http::Response OrderDesk::saved(const Order& order, pages::Note note) const
{
    const std::string rest = order.device() ? "/settings/" + order.device()->str() : std::string{};
    return desk_->to(order.visitor.language, rest, note);
}

http::Response OrderDesk::refuse(const Order& order, const pages::Notice& notice, int status,
                                 std::string typed_url) const
{
    if (order.device()) {
        return settings_response(*desk_, order.visitor, *order.device(), notice,
                                 std::move(typed_url), status);
    }
    return fleet_response(*desk_, order.visitor, {}, notice, status);
}

http::Response OrderDesk::failed(const Order& order, const Error& error) const
{
    const bool is_gone = error.code == Errc::unknown_device || error.code == Errc::not_found;
    if (is_gone) return desk_->to_door(order.visitor.language, pages::Note::session_over);
    spdlog::warn("device page: not stored: {}", error.detail);
    return refuse(order, {pages::Note::storage, 0, {}}, 503);
}

http::Response fleet_response(const DeviceDesk& desk, const Visitor& visitor, const Form& query,
                              const pages::Notice& notice, int status)
{
    storage::CustomerReader& reader = desk.rooms().reader;
    const CustomerId owner = visitor.in->customer;
    const auto customer = reader.customer(owner);
    if (!customer) return desk.to_door(visitor.language, pages::Note::session_over);
    pages::FleetView view;
    view.in = desk.signed_view(visitor, notice);
    view.email = customer->email.str();
    view.waiting_email = waiting_email(desk, {owner, {}});
    view.is_mail_open = desk.rooms().letters.is_open();
    view.total = reader.count_devices(owner);
    const auto after = DeviceId::parse(http::form_value(query, "after").value_or(""));
    view.find = digits_in(http::form_value(query, "find").value_or(""));
    const auto devices = view.find.empty()
                             ? reader.devices(owner, after, kPage + 1)
                             : reader.devices_with(owner, view.find, after, kPage + 1);
    for (const storage::DeviceRecord& device : devices) {
        if (view.devices.size() == kPage) {
            view.next = view.devices.back().device;
            break;
        }
        view.devices.push_back({device.id.str(), shown_url(device.webhook_url), device.is_paused});
    }
    return page_response(status, pages::fleet_page(visitor.language, view));
}

}  // namespace mysigfox::api
