// What programs send: queries and JSON, judged strictly, so that a misspelt name is no surprise.
#pragma once

#include "api/device_desk.hpp"
#include "api/v1_answers.hpp"
#include "mysigfox/storage/history.hpp"

#include <boost/system/result.hpp>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace mysigfox::api {

template <typename T>
using V1Result = boost::system::result<T, V1Problem>;

inline constexpr std::size_t kMostOnPage = 100;

/// A part of a list: at most so many, from where the part before it ended.
struct DevicePart {
    std::size_t limit = 0;
    std::optional<DeviceId> after;
};
V1Result<DevicePart> device_part(const Form& query);
std::string cursor_after(DeviceId device);

/// Filled in but for whose messages they are.
V1Result<storage::HistoryQuestion> message_part(const Form& query);
std::string cursor_at(DeliveryId next);

/// The one member of the object that the body is; a string.
V1Result<std::string> only_member(std::string_view body, std::string_view name);
V1Result<Timestamp> time_of(std::string_view field, const std::string& text);
bool has_json(const http::RequestHead& head);

}  // namespace mysigfox::api
