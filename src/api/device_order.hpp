// What a customer asks for, and of what.
#pragma once

#include "api/device_desk.hpp"
#include "api/fleet_deeds.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mysigfox::api {

/// One device, or all that are his; checked already.
struct Order {
    Visitor visitor;
    Form form;
    storage::Fleet fleet;

    const std::optional<DeviceId>& device() const noexcept { return fleet.only; }
    std::string value(std::string_view name) const
    {
        return http::form_value(form, name).value_or("");
    }
};

/// What several deeds have in common. Confined to its loop.
class OrderDesk {
public:
    explicit OrderDesk(std::shared_ptr<DeviceDesk> desk)
        : desk_(std::move(desk)), deeds_(desk_->rooms())
    {
    }

    const DeviceDesk& desk() const noexcept { return *desk_; }
    const DeviceRooms& rooms() const noexcept { return desk_->rooms(); }
    const FleetDeeds& deeds() const noexcept { return deeds_; }
    Timestamp now() const { return desk_->now(); }

    /// Back to the page of the device, or to the list.
    http::Response done(const Order& order, pages::Note note, std::size_t count = 0) const;
    /// The same, to where it was asked for in the settings.
    http::Response saved(const Order& order, pages::Note note) const;
    /// Asked again, with the reason.
    http::Response refuse(const Order& order, const pages::Notice& notice, int status,
                          std::string typed_url = {}) const;
    /// Not stored: his no longer, or the stores refuse.
    http::Response failed(const Order& order, const Error& error) const;

private:
    std::shared_ptr<DeviceDesk> desk_;
    FleetDeeds deeds_;
};

/// The list of all devices of a customer who came by mail.
http::Response fleet_response(const DeviceDesk& desk, const Visitor& visitor, const Form& query,
                              const pages::Notice& notice, int status = 200);

}  // namespace mysigfox::api
