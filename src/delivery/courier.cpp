#include "delivery/courier.hpp"

#include "delivery/request.hpp"
#include "mysigfox/base/secret.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace mysigfox::delivery {
namespace {

using storage::Delivery;
using storage::DeliveryState;
using storage::DeliveryUpdate;
using storage::PendingDelivery;
using storage::Target;

constexpr int kOk = 200;
constexpr int kUnavailable = 503;
/// A client that cuts unasked is being stopped: no reason to hurry.
constexpr std::chrono::milliseconds kAfterCut = std::chrono::seconds{1};

enum class Verdict { send, hold, move, drop };

/// Asked at the moment of sending. A message that was another customer's goes to nobody.
Verdict judge(const std::optional<Target>& target, const PendingDelivery& pending, WebhookId lane)
{
    if (!target) return Verdict::drop;
    const storage::Ownership& now = target->ownership;
    if (now.owner_left || now.webhook == kNoWebhook) return Verdict::drop;
    if (now.owner != pending.owner) return Verdict::drop;
    if (now.webhook != lane) return Verdict::move;
    return now.is_paused ? Verdict::hold : Verdict::send;
}

AttemptResult refused(UrlProblem problem)
{
    AttemptResult result;
    result.cause = Cause::url_refused;
    result.detail = to_string(problem);
    return result;
}

DeliveryUpdate update_for(const PendingDelivery& pending, const AttemptResult& result,
                          const Decision& decision, Timestamp now)
{
    DeliveryUpdate update;
    update.id = pending.id;
    update.attempts = static_cast<std::uint16_t>(pending.attempts + 1);
    update.due = pending.due;
    update.at = now;
    update.cause = result.cause;
    update.status = result.status;
    if (std::holds_alternative<Delivered>(decision)) update.state = DeliveryState::delivered;
    if (std::holds_alternative<Park>(decision)) update.state = DeliveryState::parked;
    if (const auto* retry = std::get_if<RetryAt>(&decision)) update.due = retry->due;
    return update;
}

Outcome outcome(Outcome::Next next, const Waiting& waiting)
{
    Outcome made;
    made.next = next;
    made.waiting = waiting;
    return made;
}

/// For the log: where it went and what was seen there.
std::string describe(const AttemptResult& result, const std::string& where)
{
    std::string text = fmt::format("{}: {}", where, to_string(result.cause));
    if (result.status != 0) text += fmt::format(" {}", result.status);
    if (!result.detail.empty()) text += fmt::format(" ({})", result.detail);
    return text;
}

void log_attempt(const Delivery& delivery, const DeliveryUpdate& update,
                 const AttemptResult& result, const std::string& where)
{
    const bool is_parked = update.state == DeliveryState::parked;
    const auto level = is_parked ? spdlog::level::warn : spdlog::level::debug;
    if (!spdlog::should_log(level)) return;
    spdlog::log(level, "{} of {}: attempt {} at {}{}",
                public_id(delivery.message, delivery.pending.received),
                delivery.pending.device.str(), update.attempts, describe(result, where),
                is_parked ? ": given up, the message is kept" : "");
}

}  // namespace

Courier::Courier(const DispatcherOptions& options, const DispatcherRooms& rooms, Recorder& recorder,
                 HandOver hand_over)
    : rooms_(rooms),
      user_agent_(options.user_agent),
      policy_(options.give_up_after),
      hand_over_(std::move(hand_over)),
      recorder_(recorder),
      counters_(rooms.metrics),
      dice_(static_cast<std::minstd_rand::result_type>(random_number()))
{
}

Task<Outcome> Courier::deliver(Pick& pick)
{
    const std::unique_ptr<Delivery> delivery = message_of(pick);
    if (!delivery) co_return Outcome{};
    const PendingDelivery& pending = delivery->pending;

    const std::optional<Target> target = rooms_.registry.target(pending.device);
    switch (judge(target, pending, pick.webhook)) {
        case Verdict::drop:
            co_return co_await drop(pending);
        case Verdict::move:
            hand_over_(target->ownership.webhook, pending, nullptr);
            co_return Outcome{};
        case Verdict::hold:
            co_return outcome(Outcome::Next::hold, pick.waiting);
        case Verdict::send:
            break;
    }

    auto url = WebhookUrl::parse(target->url, rooms_.policy);
    if (!url) {
        const AttemptResult result = refused(url.error());
        co_return co_await conclude(*delivery, result, "the stored URL");
    }
    std::string where = url->without_query();
    const AttemptResult result = co_await attempt(*delivery, std::move(*url));
    co_return co_await conclude(*delivery, result, std::move(where));
}

/// Nothing if the entry is out of date: the delivery is no longer pending, or another entry of
/// it was attempted meanwhile. What is on disk decides.
std::unique_ptr<Delivery> Courier::message_of(Pick& pick) const
{
    if (pick.fresh) return std::move(pick.fresh);
    std::optional<Delivery> stored = rooms_.reader.find(pick.waiting.id);
    if (!stored || stored->pending.attempts != pick.waiting.attempts) return nullptr;
    return std::make_unique<Delivery>(std::move(*stored));
}

Task<Outcome> Courier::drop(const PendingDelivery& pending)
{
    DeliveryUpdate update;
    update.id = pending.id;
    update.state = DeliveryState::dropped;
    update.attempts = pending.attempts;
    update.due = pending.due;
    update.at = rooms_.clock.now();
    update.cause = Cause::cut;
    const bool recorded = co_await recorder_.record(update);
    if (!recorded) co_return Outcome{};
    counters_.recorded(update.state);
    spdlog::debug("a message of {} is dropped: it is nobody's any more", pending.device.str());
    co_return Outcome{};
}

Task<AttemptResult> Courier::attempt(const Delivery& delivery, WebhookUrl url)
{
    client::WebhookRequest request =
        request_for(delivery, std::move(url), user_agent_, rooms_.clock.now());
    if (request.url.inbox_name()) co_return co_await put_into_inbox(request);
    co_return co_await rooms_.client.post(std::move(request));
}

Task<AttemptResult> Courier::put_into_inbox(const client::WebhookRequest& request)
{
    std::string name{*request.url.inbox_name()};
    storage::InboxRequest kept = inbox_request(request, rooms_.clock.now());
    const Result<void> taken = co_await rooms_.inbox.append(std::move(name), std::move(kept));
    AttemptResult result;
    result.cause = Cause::delivered;
    result.status = kOk;
    if (taken) co_return result;

    const bool is_gone = taken.error().code == Errc::not_found;
    result.cause = is_gone ? Cause::inbox_gone : Cause::status;
    result.status = is_gone ? 0 : kUnavailable;
    result.detail = taken.error().detail;
    co_return result;
}

Task<Outcome> Courier::conclude(const Delivery& delivery, const AttemptResult& result,
                                std::string where)
{
    const PendingDelivery& pending = delivery.pending;
    const Timestamp now = rooms_.clock.now();
    counters_.attempted(result.cause);
    Waiting waiting = waiting_for(pending);
    if (result.cause == Cause::cut) {
        waiting.due = now + kAfterCut;
        co_return outcome(Outcome::Next::again, waiting);
    }

    const double chance = std::uniform_real_distribution{0.0, 1.0}(dice_);
    const Decision decision =
        policy_.decide(result, pending.attempts + 1, pending.received, now, chance);
    const DeliveryUpdate update = update_for(pending, result, decision, now);
    const bool recorded = co_await recorder_.record(update);
    if (!recorded) co_return Outcome{};

    counters_.recorded(update.state);
    log_attempt(delivery, update, result, where);
    const bool is_pending = update.state == DeliveryState::pending;
    waiting.attempts = update.attempts;
    waiting.due = update.due;
    Outcome made = outcome(is_pending ? Outcome::Next::again : Outcome::Next::nothing, waiting);
    made.works = update.state == DeliveryState::delivered;
    if (!*made.works) made.seen = describe(result, where);
    co_return made;
}

}  // namespace mysigfox::delivery
