// The page of API keys, for whoever has signed in.
#pragma once

#include "api/device_desk.hpp"

#include <memory>

namespace mysigfox::api {

/// GET and POST …/keys; the deeds are told apart by their field `action`.
void add_key_routes(http::Router& router, const std::shared_ptr<DeviceDesk>& desk,
                    Language language);

}  // namespace mysigfox::api
