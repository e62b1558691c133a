// The pages of one device, read only.
#pragma once

#include "api/device_desk.hpp"

#include <memory>

namespace mysigfox::api {

void add_show_routes(http::Router& router, const std::shared_ptr<DeviceDesk>& desk,
                     Language language);

/// The page of settings, with what is to be said above it.
http::Response settings_response(const DeviceDesk& desk, const Visitor& visitor, DeviceId device,
                                 const pages::Notice& notice, std::string typed_url = {},
                                 int status = 200);

}  // namespace mysigfox::api
