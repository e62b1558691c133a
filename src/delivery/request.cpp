#include "delivery/request.hpp"

#include "delivery/inbox_post.hpp"
#include "mysigfox/delivery/payload.hpp"

#include <chrono>
#include <string_view>
#include <utility>

namespace mysigfox::delivery {
namespace {

constexpr std::size_t kFields = 5;  // with the signature

std::string_view query_of(const WebhookUrl& url)
{
    const std::string_view target = url.target();
    const std::size_t mark = target.find('?');
    return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

}  // namespace

client::WebhookRequest request_for(const std::string& id, const storage::Delivery& delivery,
                                   WebhookUrl url, const storage::WebhookSettings& settings,
                                   const std::string& user_agent, Timestamp now,
                                   std::uint32_t duplicates)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
    const PayloadFacts facts{delivery.pending.received, now, duplicates};
    client::WebhookRequest request{
        std::move(url), {}, payload(settings.format, delivery.uplink, id, facts)};
    request.fields.reserve(kFields + settings.headers.size());
    request.fields.emplace_back("Content-Type", "application/json");
    request.fields.emplace_back("User-Agent", user_agent);
    request.fields.emplace_back("webhook-id", id);
    request.fields.emplace_back("webhook-timestamp", std::to_string(seconds.count()));
    for (const OwnHeader& header : settings.headers) {
        request.fields.emplace_back(header.name(), header.reveal());
    }
    return request;
}

Task<AttemptResult> send(client::WebhookClient& client, storage::InboxStore* inbox,
                         client::WebhookRequest request, Timestamp now)
{
    if (!request.url.inbox_name()) co_return co_await client.post(std::move(request));
    co_return co_await post_to_inbox(*inbox, request, now);
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
