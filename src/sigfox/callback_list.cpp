// The API's list of callbacks, read.
#include "mysigfox/sigfox/callback_list.hpp"

#include "mysigfox/base/ascii.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace mysigfox::sigfox {
namespace {

using nlohmann::json;

constexpr std::size_t kMostIdSize = 64;

/// What has no value does not stand in the list.
std::string text_of(const json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return {};
    return found->get<std::string>();
}

bool flag_of(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

bool has_number(const json& object, const char* key, int number)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() && *found == number;
}

std::map<std::string, std::string> headers_of(const json& object)
{
    std::map<std::string, std::string> headers;
    const auto found = object.find("headers");
    if (found == object.end() || !found->is_object()) return headers;
    for (const auto& [name, value] : found->items()) {
        if (value.is_string()) headers.emplace(name, value.get<std::string>());
    }
    return headers;
}

bool is_uplink_to_url(const json& object)
{
    return text_of(object, "channel") == "URL" && has_number(object, "callbackType", kDataType) &&
           has_number(object, "callbackSubtype", kUplinkSubtype);
}

/// It becomes part of a path.
bool is_id(std::string_view text)
{
    return !text.empty() && text.size() <= kMostIdSize && std::ranges::all_of(text, [](char c) {
        return is_alphanumeric(c) || c == '-' || c == '_';
    });
}

ListedCallback read_one(const json& object)
{
    ListedCallback callback;
    callback.id = text_of(object, "id");
    callback.is_dead = flag_of(object, "dead");
    callback.settings.url = text_of(object, "url");
    callback.settings.method = text_of(object, "httpMethod");
    callback.settings.content_type = text_of(object, "contentType");
    callback.settings.body = text_of(object, "bodyTemplate");
    callback.settings.headers = headers_of(object);
    callback.settings.sends_sni = flag_of(object, "sendSni");
    callback.settings.is_enabled = flag_of(object, "enabled");
    return callback;
}

bool has_further_pages(const json& answer)
{
    const auto paging = answer.find("paging");
    return paging != answer.end() && paging->is_object() && !text_of(*paging, "next").empty();
}

Error no_list(const char* found)
{
    return make_error(Errc::malformed_callback, std::string{"found "} + found);
}

}  // namespace

CallbackSettings settings_of(const CallbackTemplate& callback)
{
    CallbackSettings settings;
    settings.url = callback.url;
    settings.method = callback.method;
    settings.content_type = callback.content_type;
    settings.body = callback.body;
    const std::size_t colon = callback.header.find(": ");
    if (colon != callback.header.npos) {
        settings.headers[callback.header.substr(0, colon)] = callback.header.substr(colon + 2);
    }
    settings.sends_sni = callback.url.starts_with("https://");
    settings.is_enabled = true;
    return settings;
}

Result<std::vector<ListedCallback>> read_callbacks(std::string_view text)
{
    const json answer = json::parse(text, nullptr, false);
    if (answer.is_discarded()) return no_list("what is no JSON, or only a part of it");
    if (!answer.is_object()) return no_list("JSON that is no object");
    const auto data = answer.find("data");
    if (data == answer.end() || !data->is_array()) return no_list("JSON without a list \"data\"");
    // What does not stand here would be made a second time.
    if (has_further_pages(answer)) return no_list("only the first page of several");
    std::vector<ListedCallback> callbacks;
    for (const json& one : *data) {
        if (!one.is_object() || !is_uplink_to_url(one)) continue;
        callbacks.push_back(read_one(one));
        if (!is_id(callbacks.back().id)) return no_list("a callback without a proper \"id\"");
    }
    return callbacks;
}

}  // namespace mysigfox::sigfox
