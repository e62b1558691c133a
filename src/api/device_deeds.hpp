// What a customer does to one of his devices, or to all of them.
#pragma once

#include "api/device_desk.hpp"

#include <memory>
#include <string_view>

namespace mysigfox::api {

/// POST …/do/ID and …/all, told apart by their field `action`.
void add_deed_routes(http::Router& router, const std::shared_ptr<DeviceDesk>& desk,
                     Language language);

}  // namespace mysigfox::api
