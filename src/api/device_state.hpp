// What the stores say of a device at this moment, as its page shows it.
#pragma once

#include "api/device_views.hpp"

#include <optional>

namespace mysigfox::api {

/// All but the month. Nothing if there is no such device, or the stores do not answer.
Task<std::optional<pages::DeviceView>> device_view(const DeviceDesk& desk, Visitor visitor,
                                                   HistoryChoice choice);

/// The month of the view, and how many messages of it were given up. False: the stores do not
/// answer. It looks at every message of the month.
Task<bool> add_month(const DeviceDesk& desk, pages::DeviceView& view, storage::Fleet fleet);

}  // namespace mysigfox::api
