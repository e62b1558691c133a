// Requests to the Backend's API, and its answers when all went well.
#include "mysigfox/sigfox/callbacks_api.hpp"

#include "mysigfox/base/ascii.hpp"
#include "mysigfox/base/encoding.hpp"
#include "mysigfox/domain/url_text.hpp"
#include "mysigfox/sigfox/shown_text.hpp"
#include "sigfox/json_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace mysigfox::sigfox {
namespace {

using nlohmann::json;

constexpr std::size_t kMostTypeSize = 64;
constexpr const char* kExpectedBase = "expected https://, a host and a path such as ";

bool is_device_type(std::string_view text)
{
    return !text.empty() && text.size() <= kMostTypeSize &&
           std::ranges::all_of(text, [](char c) { return is_alphanumeric(c); });
}

bool is_field_text(std::string_view text)
{
    return !text.empty() && std::ranges::none_of(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

Error wrong_base(const std::string& base, std::string_view found)
{
    return make_error(Errc::invalid_value, fmt::format("--api {}: found {}, {}{}", base, found,
                                                       kExpectedBase, kSigfoxApi));
}

/// What the operator's rules for webhooks forbid is forbidden here too, in words for --api.
Error refused_base(const std::string& base, UrlProblem problem)
{
    if (problem == UrlProblem::private_address || problem == UrlProblem::own_address) {
        return make_error(Errc::invalid_value,
                          fmt::format("--api {}: found an address that is not on the public"
                                      " internet, expected it in delivery.allowed_targets",
                                      base));
    }
    return wrong_base(base, to_string(problem));
}

/// Further headers are somebody's, and stay; those that are ours in another spelling go.
json headers_after(const CallbackSettings& found, const CallbackSettings& wanted)
{
    json headers = json::object();
    for (const auto& [name, value] : found.headers) {
        const bool is_ours = std::ranges::any_of(wanted.headers, [&](const auto& header) {
            return equals_ignoring_case(header.first, name);
        });
        if (!is_ours) headers[name] = value;
    }
    for (const auto& [name, value] : wanted.headers) headers[name] = value;
    return headers;
}

std::string written(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Result<ApiCredentials> parse_credentials(std::string_view text)
{
    const std::string_view line = trimmed(text.substr(0, text.find('\n')));
    const std::size_t colon = line.find(':');
    if (colon == line.npos) {
        return make_error(Errc::invalid_value,
                          "found a first line without a colon, expected login:password");
    }
    ApiCredentials credentials{std::string{line.substr(0, colon)},
                               std::string{line.substr(colon + 1)}};
    if (is_field_text(credentials.login) && is_field_text(credentials.password)) return credentials;
    return make_error(Errc::invalid_value,
                      "found an empty login or password, or control characters in it, expected"
                      " login:password");
}

Result<CallbacksApi> CallbacksApi::make(Setup setup, const TargetPolicy& policy)
{
    if (!is_device_type(setup.device_type)) {
        return make_error(Errc::invalid_value,
                          fmt::format("device type: found \"{}\", expected its id, 24 hexadecimal"
                                      " digits in the address of its page at the Backend",
                                      shown_text(setup.device_type, setup.hidden)));
    }
    while (setup.base.ends_with('/')) setup.base.pop_back();
    const std::string shown = shown_url(shown_text(setup.base, setup.hidden));
    if (setup.base.find('?') != setup.base.npos) return wrong_base(shown, "a query");
    const auto url = WebhookUrl::parse(setup.base, policy);
    if (!url) return refused_base(shown, url.error());
    const bool is_here = url->literal() && url->literal()->is_loopback();
    if (!url->is_tls() && !is_here) {
        return wrong_base(shown, "plain HTTP, which would show the password to everybody");
    }
    setup.hidden.push_back(setup.credentials.password);
    return CallbacksApi{std::move(setup), policy};
}

ApiRequest CallbacksApi::request(std::string_view method, std::string_view callback_id,
                                 std::string body) const
{
    std::string url = setup_.base + "/device-types/" + setup_.device_type + "/callbacks";
    if (!callback_id.empty()) url.append("/").append(callback_id);
    const auto& [login, password] = setup_.credentials;
    ApiRequest request{WebhookUrl::parse(url, policy_).value(), method, {}, std::move(body)};
    request.fields.emplace_back("Authorization", "Basic " + to_base64(login + ':' + password));
    request.fields.emplace_back("Accept", "application/json");
    if (!request.body.empty()) request.fields.emplace_back("Content-Type", "application/json");
    return request;
}

ApiRequest CallbacksApi::list() const
{
    return request("GET", {}, {});
}

ApiRequest CallbacksApi::create(const CallbackSettings& wanted) const
{
    const json body{{"channel", "URL"},
                    {"callbackType", kDataType},
                    {"callbackSubtype", kUplinkSubtype},
                    {"enabled", wanted.is_enabled},
                    {"url", wanted.url},
                    {"httpMethod", wanted.method},
                    {"headers", wanted.headers},
                    {"sendSni", wanted.sends_sni},
                    {"bodyTemplate", wanted.body},
                    {"contentType", wanted.content_type}};
    return request("POST", {}, written(body));
}

ApiRequest CallbacksApi::change(const ListedCallback& found, const CallbackSettings& wanted) const
{
    const CallbackSettings& old = found.settings;
    json body{{"channel", "URL"}};  // tells the API which kind of callback the rest is about
    if (old.url != wanted.url) body["url"] = wanted.url;
    if (old.method != wanted.method) body["httpMethod"] = wanted.method;
    if (old.content_type != wanted.content_type) body["contentType"] = wanted.content_type;
    if (old.body != wanted.body) body["bodyTemplate"] = wanted.body;
    if (old.sends_sni != wanted.sends_sni) body["sendSni"] = wanted.sends_sni;
    if (old.is_enabled != wanted.is_enabled) body["enabled"] = wanted.is_enabled;
    const json headers = headers_after(old, wanted);
    if (headers != json(old.headers)) body["headers"] = headers;
    return request("PUT", found.id, written(body));
}

Result<std::vector<ListedCallback>> CallbacksApi::read_list(const AttemptResult& result) const
{
    const Result<void> taken = judge(result, Asked::list);
    if (!taken) return taken.error();
    if (result.answer.size() >= kMostApiAnswer) {
        return refusal(result, fmt::format("found an answer of {} bytes or more, expected the list"
                                           " of callbacks",
                                           kMostApiAnswer));
    }
    auto callbacks = read_callbacks(result.answer);
    if (callbacks) return callbacks;
    return refusal(result, callbacks.error().detail +
                               ", expected the list of callbacks. Is --api the Sigfox API?");
}

Result<std::string> CallbacksApi::read_created(const AttemptResult& result) const
{
    const Result<void> taken = judge(result, Asked::create);
    if (!taken) return taken.error();
    const json answer = json::parse(result.answer, nullptr, false);
    return answer.is_object() ? text_of(answer, "id") : std::string{};
}

Result<void> CallbacksApi::read_changed(const AttemptResult& result) const
{
    return judge(result, Asked::change);
}

}  // namespace mysigfox::sigfox
