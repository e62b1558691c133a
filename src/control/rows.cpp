#include "control/rows.hpp"
#include "mysigfox/base/counted.hpp"
#include "mysigfox/domain/url_text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace mysigfox::control {
namespace {

constexpr std::size_t kShown = 80;

Error refusal(std::string_view field, std::string_view found, std::string_view expected)
{
    const bool is_long = found.size() > kShown;
    return make_error(Errc::invalid_value,
                      fmt::format("{}: found \"{}{}\", expected {}", field, found.substr(0, kShown),
                                  is_long ? "…" : "", expected));
}

/// What stands in a field; empty if nothing does.
Result<std::string_view> text_in(const Json& arguments, const char* field)
{
    const auto value = arguments.find(field);
    if (value == arguments.end() || value->is_null()) return std::string_view{};
    if (const auto* text = value->get_ptr<const std::string*>()) return std::string_view{*text};
    return make_error(Errc::invalid_value,
                      fmt::format("{}: found {}, expected a text", field, value->type_name()));
}

// Each reader below leaves the row alone when its field is not given.

Result<void> read_token(const Json& arguments, storage::ImportRow& row)
{
    const auto text = text_in(arguments, "token");
    if (!text) return text.error();
    if (text->empty()) return {};
    row.token = Token::parse(*text);
    if (row.token) return {};
    return make_error(Errc::invalid_value,
                      fmt::format("token: found something of {} (not shown), expected "
                                  "{} letters from A to Z",
                                  counted(text->size(), "character"), Token::kLetters));
}

Result<void> read_email(const Json& arguments, storage::ImportRow& row)
{
    const auto text = text_in(arguments, "email");
    if (!text) return text.error();
    if (text->empty()) return {};
    row.email = EmailAddress::parse(*text);
    if (row.email) return {};
    return refusal("email", *text, "an address such as name@example.org");
}

Result<void> read_url(const Json& arguments, const TargetPolicy& policy, storage::ImportRow& row)
{
    const auto text = text_in(arguments, "webhook_url");
    if (!text) return text.error();
    if (text->empty()) return {};
    const auto url = WebhookUrl::parse(*text, policy);
    if (!url) {
        return refusal("webhook_url", shown_url(*text),
                       fmt::format("a URL that we may POST to ({})", to_string(url.error())));
    }
    row.webhook_url = url->str();
    return {};
}

Result<void> read_language(const Json& arguments, storage::ImportRow& row)
{
    const auto text = text_in(arguments, "language");
    if (!text) return text.error();
    if (text->empty()) return {};
    row.language = parse_language(*text);
    if (row.language) return {};
    return refusal("language", *text, "cs or en");
}

}  // namespace

std::string text_of(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<DeviceId> device_in(const Json& arguments)
{
    const auto text = text_in(arguments, "device_id");
    if (!text) return text.error();
    if (const auto device = DeviceId::parse(*text)) return *device;
    return refusal("device_id", *text, "1 to 8 hexadecimal digits");
}

Result<WebhookId> webhook_in(const Json& arguments)
{
    const auto text = text_in(arguments, "webhook_id");
    if (!text) return text.error();
    if (const auto webhook = parse_webhook_id(*text)) return *webhook;
    return refusal("webhook_id", *text, "wh_ and what follows it in the log");
}

Error no_webhook(WebhookId id)
{
    return make_error(Errc::not_found, public_id(id) + " is no webhook");
}

Result<EmailAddress> email_in(const Json& arguments)
{
    storage::ImportRow row;
    const auto read = read_email(arguments, row);
    if (!read) return read.error();
    if (row.email) return *row.email;
    return refusal("email", "", "an address such as name@example.org");
}

Result<storage::ImportRow> row_in(const Json& arguments, const TargetPolicy& policy)
{
    if (!arguments.is_object()) {
        return make_error(Errc::invalid_value, "row: found something else, expected an object");
    }
    storage::ImportRow row;
    const auto device = device_in(arguments);
    if (!device) return device.error();
    row.device = *device;
    if (const auto read = read_token(arguments, row); !read) return read.error();
    if (const auto read = read_email(arguments, row); !read) return read.error();
    if (const auto read = read_url(arguments, policy, row); !read) return read.error();
    if (const auto read = read_language(arguments, row); !read) return read.error();
    return row;
}

Json to_json(const storage::DeviceRecord& device)
{
    return Json{
        {"device_id", device.id.str()},
        {"email", device.email},
        {"webhook_url", device.webhook_url},
        {"webhook", device.webhook == kNoWebhook ? "" : public_id(device.webhook)},
        {"language", mysigfox::to_string(device.language)},
        {"is_paused", device.is_paused},
        {"owner_left", device.owner_left},
        {"created", to_text(device.created)},
        {"changed", to_text(device.changed)},
    };
}

Json to_json(const storage::OutboxReader::UnknownDevice& device)
{
    return Json{
        {"device_id", device.device.str()},
        {"messages", device.messages},
        {"last_heard", to_text(device.last)},
        {"account", device.account},
    };
}

Json to_import_columns(const storage::DeviceRecord& device)
{
    return Json{
        {"device_id", device.id.str()},
        {"email", device.email},
        {"webhook_url", device.webhook_url},
        {"language", mysigfox::to_string(device.language)},
    };
}

Json with_token(DeviceId device, const Token& token)
{
    return Json{{"device_id", device.str()}, {"token", token.reveal()}};
}

std::string to_string(storage::ImportVerdict verdict)
{
    switch (verdict) {
        case storage::ImportVerdict::created:
            return "created";
        case storage::ImportVerdict::updated:
            return "updated";
        case storage::ImportVerdict::unchanged:
            return "unchanged";
        case storage::ImportVerdict::rejected:
            return "rejected";
    }
    return "rejected";
}

std::string to_text(Timestamp time)
{
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(seconds));
}

}  // namespace mysigfox::control
