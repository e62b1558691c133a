// /api/v1: what customers' programs may ask and order.
#pragma once

#include "api/fleet_deeds.hpp"
#include "api/v1_answers.hpp"
#include "api/v1_door.hpp"

#include <array>
#include <memory>
#include <string_view>

namespace mysigfox::api {

/// Each deed does what the button of the device page does. Confined to its loop.
class V1 {
public:
    explicit V1(const DeviceRooms& rooms) : rooms_(rooms), deeds_(rooms), door_(rooms) {}

    struct Route;
    const V1Door& door() const noexcept { return door_; }
    /// Judges the key and the device of the path, then does it.
    Task<http::Response> answer(const Route& route, const http::Request& request) const;

    Task<http::Response> devices(const Call& call) const;
    Task<http::Response> device(const Call& call) const;
    Task<http::Response> messages(const Call& call) const;
    Task<http::Response> message(const Call& call) const;
    Task<http::Response> set_url(const Call& call) const;
    Task<http::Response> pause(const Call& call) const;
    Task<http::Response> resume(const Call& call) const;
    Task<http::Response> resend_failed(const Call& call) const;
    Task<http::Response> resend_one(const Call& call) const;

private:
    Task<std::optional<storage::LaneState>> lane_of(WebhookId webhook) const;
    /// The message of the path, if the key reaches it.
    Task<Result<std::optional<storage::PastDelivery>>> find(const Call& call) const;

    const DeviceRooms& rooms_;
    FleetDeeds deeds_;
    V1Door door_;
};

/// A star is a device or a message.
struct V1::Route {
    std::string_view method;
    std::string_view path;
    Task<http::Response> (V1::*perform)(const Call&) const;
};

/// As docs/openapi.json describes them; that has one more, which needs no key: itself.
inline constexpr std::array kV1Routes{
    V1::Route{"GET", "/api/v1/devices", &V1::devices},
    V1::Route{"GET", "/api/v1/devices/*", &V1::device},
    V1::Route{"GET", "/api/v1/devices/*/messages", &V1::messages},
    V1::Route{"PUT", "/api/v1/devices/*/webhook", &V1::set_url},
    V1::Route{"POST", "/api/v1/devices/*/pause", &V1::pause},
    V1::Route{"POST", "/api/v1/devices/*/resume", &V1::resume},
    V1::Route{"POST", "/api/v1/devices/*/resend", &V1::resend_failed},
    V1::Route{"PUT", "/api/v1/webhook", &V1::set_url},
    V1::Route{"POST", "/api/v1/pause", &V1::pause},
    V1::Route{"POST", "/api/v1/resume", &V1::resume},
    V1::Route{"POST", "/api/v1/resend", &V1::resend_failed},
    V1::Route{"GET", "/api/v1/messages/*", &V1::message},
    V1::Route{"POST", "/api/v1/messages/*/resend", &V1::resend_one},
};
inline constexpr std::string_view kV1Description = "/api/v1/openapi.json";

}  // namespace mysigfox::api
