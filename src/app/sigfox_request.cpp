#include "app/sigfox_request.hpp"

#include "app/lone_client.hpp"
#include "mysigfox_generated/version.hpp"

#include <string>
#include <utility>

namespace mysigfox::app {
namespace {

Task<void> send_once(LoneClient& lone, client::WebhookRequest request, AttemptResult& into)
{
    into = co_await lone.client().post(std::move(request));
}

}  // namespace

Result<AttemptResult> ask_sigfox(const config::Settings& settings, const TargetPolicy& policy,
                                 const sigfox::ApiRequest& request)
{
    client::ClientLimits limits;
    limits.total = settings.delivery.total_timeout;
    limits.drain = settings.delivery.total_timeout;
    limits.kept_answer = sigfox::kMostApiAnswer;
    limits.body_bytes = 2 * sigfox::kMostApiAnswer;
    const auto lone = LoneClient::make(settings, policy, limits);
    if (!lone) return lone.error();
    client::WebhookRequest asked{request.url, request.fields, request.body, request.method};
    asked.fields.emplace_back("User-Agent", std::string{"MySigfox/"} + kVersion);
    AttemptResult result;
    (*lone)->run(send_once(**lone, std::move(asked), result));
    return result;
}

}  // namespace mysigfox::app
