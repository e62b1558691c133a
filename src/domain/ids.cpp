#include "mysigfox/domain/ids.hpp"

#include "mysigfox/base/encoding.hpp"

namespace mysigfox {
namespace {

constexpr std::size_t kTimeDigits = 9;
constexpr std::size_t kWebhookDigits = 12;

std::optional<std::string_view> without_prefix(std::string_view text, std::string_view prefix)
{
    if (!text.starts_with(prefix)) return std::nullopt;
    return text.substr(prefix.size());
}

}  // namespace

std::string public_id(MessageId id, Timestamp received)
{
    return "msg_" + to_base32(static_cast<std::uint64_t>(to_milliseconds(received)), kTimeDigits) +
           to_base32(static_cast<std::uint64_t>(id));
}

std::optional<MessageId> parse_message_id(std::string_view text)
{
    const auto digits = without_prefix(text, "msg_");
    if (!digits || digits->size() <= kTimeDigits) return std::nullopt;
    if (!from_base32(digits->substr(0, kTimeDigits))) return std::nullopt;
    const auto value = from_base32(digits->substr(kTimeDigits));
    if (!value || *value >> 63 != 0) return std::nullopt;
    return MessageId{static_cast<std::int64_t>(*value)};
}

std::string public_id(WebhookId id)
{
    return "wh_" + to_base32(static_cast<std::uint64_t>(id), kWebhookDigits);
}

std::optional<WebhookId> parse_webhook_id(std::string_view text)
{
    const auto digits = without_prefix(text, "wh_");
    if (!digits || digits->size() != kWebhookDigits) return std::nullopt;
    const auto value = from_base32(*digits);
    if (!value) return std::nullopt;
    return WebhookId{static_cast<std::int64_t>(*value)};
}

}  // namespace mysigfox
