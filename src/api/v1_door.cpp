// Bearer keys, and how often they may be shown.
#include "api/v1_door.hpp"

#include "api/same_origin.hpp"
#include "api/v1_answers.hpp"
#include "mysigfox/base/encoding.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <string>

namespace mysigfox::api {
namespace {

constexpr std::string_view kScheme = "Bearer ";

void ask_for_key(http::Response& response)
{
    response.fields.emplace_back("WWW-Authenticate", "Bearer realm=\"MySigfox\"");
}

}  // namespace

std::optional<http::Response> V1Door::admit(const http::RequestHead& head) const
{
    if (key_of(head)) return std::nullopt;
    if (rooms_.wrong_keys.try_spend(source_key(head.source), now())) return no_key();
    return v1_refusal(429, "too many requests with a key that does not work");
}

std::optional<storage::ApiKeyRecord> V1Door::key_of(const http::RequestHead& head) const
{
    const std::string_view shown = head.field("Authorization");
    if (!equals_ignoring_case(shown.substr(0, kScheme.size()), kScheme)) return std::nullopt;
    const auto key = ApiKey::parse(shown.substr(kScheme.size()));
    if (!key) return std::nullopt;
    return rooms_.reader.api_key(*key);
}

bool V1Door::may_call(const storage::ApiKeyRecord& key) const
{
    return rooms_.calls.try_spend(std::to_string(static_cast<std::int64_t>(key.id)), now());
}

Task<void> V1Door::note_use(storage::ApiKeyRecord key) const
{
    const bool is_noted = key.used && now() < *key.used + std::chrono::days{1};
    if (is_noted) co_return;
    const auto noted = co_await rooms_.customers.api_key_was_used(key.id, now());
    if (!noted) spdlog::debug("api: a use is not noted: {}", noted.error().detail);
}

bool V1Door::reaches(const storage::Fleet& reach, DeviceId device) const
{
    if (reach.only && *reach.only != device) return false;
    return rooms_.reader.owner(device) == reach.owner;
}

http::Response V1Door::no_key()
{
    http::Response response =
        v1_refusal(401, V1Problem{"Authorization", {}, "Bearer and an API key that is in force"});
    ask_for_key(response);
    return response;
}

http::Response V1Door::too_many_calls()
{
    return v1_refusal(429, "too many calls with this key: at most 5 a second, 60 at once");
}

}  // namespace mysigfox::api
