// What became of messages as JSON and words: for files, and for programs.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/storage/history.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace mysigfox::api {

using Json = nlohmann::ordered_json;

/// "2026-11-23T04:31:54.120Z"
std::string to_text(Timestamp time);
/// waiting, delivered, given_up or not_sent.
std::string_view to_text(storage::DeliveryState state) noexcept;
/// The public id of its message.
std::string id_of(const storage::PastDelivery& past);

/// With its attempts. An answer in it may hold any bytes: to be written with replacement.
Json message_json(const storage::PastDelivery& past);

}  // namespace mysigfox::api
