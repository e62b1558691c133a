// Stores the request and answers as the inbox was told.
#include "delivery/inbox_post.hpp"

#include "client/answer.hpp"
#include "delivery/request.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <utility>

namespace mysigfox::delivery {
namespace {

constexpr int kInboxUnavailable = 503;

using InboxTimer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

AttemptResult failed(const Error& error)
{
    const bool is_gone = error.code == Errc::not_found;
    AttemptResult result;
    result.cause = is_gone ? Cause::inbox_gone : Cause::status;
    result.status = is_gone ? 0 : kInboxUnavailable;
    result.detail = error.detail;
    return result;
}

AttemptResult answered(const WebhookUrl& url, InboxAnswer told)
{
    client::Answer answer;
    answer.status = status_of(told);
    if (told == InboxAnswer::redirect) answer.location = url.origin() + '/';
    if (told == InboxAnswer::busy) answer.retry_after = kInboxRetryAfter;
    AttemptResult result = client::judged(url, std::move(answer));
    if (told == InboxAnswer::slow) result.elapsed = kInboxDelay;
    return result;
}

}  // namespace

Task<AttemptResult> post_to_inbox(storage::InboxStore& inbox, const client::WebhookRequest& request,
                                  Timestamp now)
{
    std::string name{*request.url.inbox_name()};
    storage::InboxRequest kept = inbox_request(request, now);
    const Result<InboxAnswer> told = co_await inbox.append(std::move(name), std::move(kept));
    if (!told) co_return failed(told.error());
    if (*told == InboxAnswer::slow) {
        const Executor home = co_await boost::asio::this_coro::executor;
        InboxTimer timer{home, kInboxDelay};
        const auto [interrupted] = co_await timer.async_wait(as_result);
        AttemptResult cut;
        cut.cause = Cause::cut;
        if (interrupted) co_return cut;
    }
    co_return answered(request.url, *told);
}

}  // namespace mysigfox::delivery
