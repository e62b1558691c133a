#include "delivery/request.hpp"

#include "mysigfox/delivery/payload.hpp"

#include <chrono>
#include <string_view>
#include <utility>

namespace mysigfox::delivery {
namespace {

constexpr std::size_t kFields = 4;

std::string_view query_of(const WebhookUrl& url)
{
    const std::string_view target = url.target();
    const std::size_t mark = target.find('?');
    return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

}  // namespace

client::WebhookRequest request_for(const storage::Delivery& delivery, WebhookUrl url,
                                   const std::string& user_agent, Timestamp now)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
    client::WebhookRequest request{std::move(url), {}, classic_payload(delivery.uplink)};
    request.fields.reserve(kFields);
    request.fields.emplace_back("Content-Type", "application/json");
    request.fields.emplace_back("User-Agent", user_agent);
    request.fields.emplace_back("webhook-id",
                                public_id(delivery.message, delivery.pending.received));
    request.fields.emplace_back("webhook-timestamp", std::to_string(seconds.count()));
    return request;
}

storage::InboxRequest inbox_request(const client::WebhookRequest& request, Timestamp now)
{
    storage::InboxRequest kept;
    kept.received = now;
    kept.method = "POST";
    kept.query = query_of(request.url);
    kept.fields.emplace_back("Host", request.url.authority());
    kept.fields.insert(kept.fields.end(), request.fields.begin(), request.fields.end());
    kept.fields.emplace_back("Content-Length", std::to_string(request.body.size()));
    kept.body = request.body;
    return kept;
}

}  // namespace mysigfox::delivery
