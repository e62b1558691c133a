// Callbacks of the Sigfox Backend: refused for a reason, or stored and then acknowledged.
#include "api/answers.hpp"
#include "mysigfox/api/routes.hpp"
#include "mysigfox/base/encoding.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <map>

namespace mysigfox::api {
namespace {

constexpr std::array<std::string_view, 2> kUplinkPaths{"/sigfox/uplink", "/sigfox/bidir"};
constexpr std::array<std::string_view, 8> kLaterPaths{
    "/sigfox/status",   "/sigfox/acknowledge", "/sigfox/geoloc", "/sigfox/data-advanced",
    "/sigfox/repeater", "/sigfox/error",       "/sigfox/event",  "/sigfox/batch"};

constexpr std::string_view kForm = "application/x-www-form-urlencoded";
constexpr std::string_view kJson = "application/json";

/// "text/plain; charset=utf-8" without its parameters.
std::string_view media_type(const http::RequestHead& head)
{
    const std::string_view type = head.field("Content-Type");
    return trimmed(type.substr(0, type.find(';')));
}

/// "application/json", or one of the types built on it (RFC 6839): "application/ld+json".
bool is_json_type(std::string_view type)
{
    constexpr std::string_view kSuffix = "+json";
    return equals_ignoring_case(type, kJson) ||
           (type.size() > kSuffix.size() &&
            equals_ignoring_case(type.substr(type.size() - kSuffix.size()), kSuffix));
}

bool is_readable_type(std::string_view type)
{
    return type.empty() || is_json_type(type) || equals_ignoring_case(type, kForm) ||
           equals_ignoring_case(type.substr(0, 5), "text/");
}

/// The Backend packs nothing, and what is not unpacked would be read as garbage.
bool is_packed(const http::RequestHead& head)
{
    const std::string_view coding = head.field("Content-Encoding");
    return !coding.empty() && !equals_ignoring_case(coding, "identity");
}

/// A secret may stand in the body of whatever is not plainly something else.
bool may_bring_secret(const http::RequestHead& head)
{
    const bool has_body = head.method == "POST" || head.method == "PUT";
    return has_body && !is_json_type(media_type(head));
}

sigfox::Credentials credentials_of(const http::RequestHead& head, std::string_view secret)
{
    return {head.field("Authorization"), secret, head.source, head.is_forwarded};
}

http::Response refuse(int status, std::string_view detail)
{
    http::Response response = http::json_error(status, detail);
    if (status == 401) {
        response.fields.emplace_back("WWW-Authenticate", "Bearer realm=\"sigfox\"");
        response.fields.emplace_back("WWW-Authenticate", "Basic realm=\"sigfox\"");
    }
    if (status == 405) response.fields.emplace_back("Allow", "GET, POST, PUT");
    if (status == 503) response.fields.emplace_back("Retry-After", kRetryAfter);
    return response;
}

std::string_view outcome_of(const Error& error)
{
    switch (http_status(error)) {
        case 400:
            return "malformed";
        case 401:
            return "unauthorized";
        case 403:
            return "forbidden";
        case 404:
            return "unknown_device";
        default:
            return "unavailable";
    }
}

std::string_view outcome_of(intake::Accepted accepted)
{
    switch (accepted) {
        case intake::Accepted::stored:
            return "stored";
        case intake::Accepted::copy:
            return "copy";
        case intake::Accepted::dropped:
            return "dropped";
    }
    return "stored";
}

/// What a label of Prometheus may hold.
std::string quoted_label(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c == '\n' ? ' ' : c;
    }
    return quoted + '"';
}

/// The callbacks of one loop.
class CallbackHandler {
public:
    explicit CallbackHandler(const Rooms& rooms) : rooms_(rooms) {}

    std::optional<http::Response> admit(const http::RequestHead& head)
    {
        const std::shared_ptr<const Rules> rules = rooms_.rules();
        const std::string secret = sigfox::find_form_secret({{}, head.query, {}});
        const sigfox::Credentials credentials = credentials_of(head, secret);
        const bool body_decides =
            !sigfox::Authenticator::has_credentials(credentials) && may_bring_secret(head);
        if (!body_decides) {
            const auto account = rules->authenticator.authenticate(credentials);
            if (!account) return refused({}, account.error());
        }
        if (head.method == "HEAD") return turned_away(405, "a callback is no HEAD request");
        if (!is_readable_type(media_type(head))) {
            return turned_away(415, "Content-Type: expected application/json, a form or text");
        }
        if (is_packed(head)) return turned_away(415, "Content-Encoding: expected none");
        return std::nullopt;
    }

    Task<http::Response> handle(const http::Request& request)
    {
        const std::shared_ptr<const Rules> rules = rooms_.rules();  // outlives `account`
        const sigfox::CallbackBytes bytes{request.head.field("Content-Type"), request.head.query,
                                          request.body};
        const std::string secret = sigfox::find_form_secret(bytes);
        const Result<const sigfox::Account*> found =
            rules->authenticator.authenticate(credentials_of(request.head, secret));
        if (!found) co_return refused({}, found.error());
        const sigfox::Account& account = **found;

        const auto received = std::chrono::floor<std::chrono::seconds>(rooms_.clock.now());
        Result<Uplink> uplink = sigfox::parse_uplink(bytes, rules->aliases, received);
        if (!uplink) co_return refused(account.name, uplink.error());

        const DeviceId device = uplink->device;
        const Result<intake::Accepted> accepted =
            co_await rooms_.intake.accept(std::move(*uplink), account);
        if (!accepted) co_return refused(account.name, accepted.error());

        const bool is_new = *accepted == intake::Accepted::stored;
        if (is_new && rooms_.device_heard) rooms_.device_heard(device);
        count(account.name, outcome_of(*accepted));
        co_return http::plain_response(204);
    }

private:
    http::Response refused(std::string_view account, const Error& error)
    {
        const std::string_view outcome = outcome_of(error);
        count(account, outcome);
        spdlog::warn("callback refused ({}): {}", outcome, error.detail);
        return refuse(http_status(error), error.detail);
    }

    http::Response turned_away(int status, std::string_view detail)
    {
        count({}, "unreadable");
        spdlog::warn("callback refused (unreadable): {}", detail);
        return refuse(status, detail);
    }

    /// Outcomes are literals.
    void count(std::string_view account, std::string_view outcome)
    {
        auto known = counters_.find(account);
        if (known == counters_.end()) {
            known = counters_.emplace(account, std::map<std::string_view, Counter*>{}).first;
        }
        Counter*& counter = known->second[outcome];
        if (counter == nullptr) {
            counter =
                &rooms_.metrics.counter("callbacks_total", "account=" + quoted_label(account) +
                                                               ",outcome=" + quoted_label(outcome));
        }
        counter->add();
    }

    const Rooms& rooms_;
    /// By account and outcome: the look-up in Metrics takes a lock.
    std::map<std::string, std::map<std::string_view, Counter*>, std::less<>> counters_;
};

std::vector<std::string> callback_methods()
{
    return {"GET", "POST", "PUT"};
}

http::Route later_route(std::string_view path)
{
    http::Route route;
    route.path = path;
    route.methods = callback_methods();
    route.has_head = false;
    route.admit = [](const http::RequestHead&) -> std::optional<http::Response> {
        return refuse(404, "callbacks of this kind are not accepted yet");
    };
    route.handle = [](const http::Request&) -> Task<http::Response> {
        co_return refuse(404, "callbacks of this kind are not accepted yet");
    };
    return route;
}

}  // namespace

void add_callback_routes(http::Router& router, const Rooms& rooms)
{
    const auto handler = std::make_shared<CallbackHandler>(rooms);
    for (const std::string_view path : kUplinkPaths) {
        http::Route route;
        route.path = path;
        route.methods = callback_methods();
        route.has_head = false;
        route.admit = [handler](const http::RequestHead& head) { return handler->admit(head); };
        route.handle = [handler](const http::Request& request) { return handler->handle(request); };
        router.add(std::move(route));
    }
    for (const std::string_view path : kLaterPaths) router.add(later_route(path));
}

}  // namespace mysigfox::api
