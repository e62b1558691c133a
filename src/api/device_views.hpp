// What the stores hold, as the pages show it.
#pragma once

#include "api/device_desk.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::api {

/// What stood in the query of a device page, judged.
struct HistoryChoice {
    storage::HistoryQuestion question;
    pages::FilterView filter;
};
HistoryChoice choice_in(const Form& query, DeviceId device, CustomerId owner);
pages::Condition condition_of(const storage::DeviceRecord& device,
                              const std::optional<storage::LaneState>& lane) noexcept;
pages::ShownMessage shown(const storage::PastDelivery& past);
/// The last attempt that failed.
std::optional<pages::ShownAttempt> reason_in(const std::vector<pages::ShownMessage>& messages);
/// The query of the page that begins there.
std::string query_of(const pages::FilterView& filter, DeliveryId from);

/// Thirty of them, the last one that of `now`.
std::vector<pages::DayView> days_of(const std::vector<storage::HistoryPoint>& points,
                                    Timestamp now);
inline constexpr std::chrono::days kShownDays{30};

}  // namespace mysigfox::api
