// A device's messages as files.
#pragma once

#include "mysigfox/http/message.hpp"
#include "mysigfox/storage/history.hpp"

#include <vector>

namespace mysigfox::api {

/// One message a row, under a header.
http::Response csv_file(DeviceId device, const std::vector<storage::PastDelivery>& messages);
/// An array of messages, each with its attempts.
http::Response json_file(DeviceId device, const std::vector<storage::PastDelivery>& messages);

}  // namespace mysigfox::api
