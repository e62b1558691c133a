// The way in and out: ID and token, mailed links, lost tokens.
#pragma once

#include "api/device_desk.hpp"

#include <memory>

namespace mysigfox::api {

void add_door_routes(http::Router& router, const std::shared_ptr<DeviceDesk>& desk,
                     Language language);

}  // namespace mysigfox::api
