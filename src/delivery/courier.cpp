#include "delivery/courier.hpp"

#include "delivery/conclusion.hpp"
#include "delivery/request.hpp"
#include "mysigfox/base/secret.hpp"
#include "mysigfox/domain/url_text.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace mysigfox::delivery {
namespace {

using storage::AttemptRecord;
using storage::Delivery;
using storage::DeliveryState;
using storage::DeliveryUpdate;
using storage::PendingDelivery;
using storage::Target;

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

/// A decision that was made without an attempt.
DeliveryUpdate decided(const PendingDelivery& pending, DeliveryState state, Timestamp now)
{
    DeliveryUpdate update;
    update.id = pending.id;
    update.state = state;
    update.attempts = pending.attempts;
    update.due = pending.due;
    update.at = now;
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

void log_attempt(const Delivery& delivery, const DeliveryUpdate& update, const std::string& where)
{
    const AttemptResult& result = update.attempt->result;
    const bool is_parked = update.state == DeliveryState::parked && update.attempt->number != 0;
    const auto level = is_parked ? spdlog::level::warn : spdlog::level::debug;
    if (!spdlog::should_log(level)) return;
    spdlog::log(level, "{} of {}: {} {} at {}{}",
                public_id(delivery.message, delivery.pending.received),
                delivery.pending.device.str(), update.attempt->number == 0 ? "probe" : "attempt",
                update.attempts, describe(result, where),
                is_parked ? ": given up, the message is kept" : "");
}

/// A delivery that is not there any more.
Outcome nothing_left(const Pick& pick)
{
    const bool is_revival = pick.errand == Errand::revive;
    return outcome(is_revival ? Outcome::Next::lost : Outcome::Next::nothing, pick.waiting);
}

bool reaches(Evidence evidence)
{
    return evidence == Evidence::works || evidence == Evidence::refuses_message;
}

}  // namespace

Courier::Courier(const DispatcherOptions& options, const DispatcherRooms& rooms, Recorder& recorder,
                 Origins& origins, Counters& counters, HandOver hand_over)
    : rooms_(rooms),
      user_agent_(options.user_agent),
      policy_(options.give_up_after),
      hand_over_(std::move(hand_over)),
      recorder_(recorder),
      origins_(origins),
      counters_(counters),
      latencies_(rooms.metrics),
      dice_(static_cast<std::minstd_rand::result_type>(random_number()))
{
}

Task<Outcome> Courier::deliver(Pick& pick)
{
    const bool is_revival = pick.errand == Errand::revive;
    const std::unique_ptr<Delivery> delivery = message_of(pick);
    if (!delivery) co_return nothing_left(pick);
    const PendingDelivery& pending = delivery->pending;

    const std::optional<Target> target = rooms_.registry.target(pending.device);
    const Verdict verdict = judge(target, pending, pick.webhook);
    if (is_revival && verdict != Verdict::send) co_return nothing_left(pick);
    switch (verdict) {
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
    if (pick.errand == Errand::give_up) co_return co_await give_up(*delivery);
    co_return co_await send(*delivery, pick, *target);
}

Task<Outcome> Courier::send(const Delivery& delivery, Pick& pick, const Target& target)
{
    auto made = std::make_shared<AttemptRecord>();
    made->delivery = delivery.pending.id;
    made->begun = rooms_.clock.now();
    auto url = WebhookUrl::parse(target.url, rooms_.policy);
    if (!url) {
        made->result = refused(url.error());
        co_return co_await record(delivery, pick, kNoOrigin, std::move(made), "the stored URL");
    }
    const bool is_dialled = !url->inbox_name();
    const OriginId origin = is_dialled ? origin_id(url->origin()) : kNoOrigin;
    if (is_dialled && !take_place(pick, origin, made->begun)) {
        Outcome untried = outcome(Outcome::Next::untried, pick.waiting);
        untried.origin = origin;
        co_return untried;
    }
    std::string where = shown_url(url->str());
    made->result = co_await attempt(delivery, target, std::move(*url));
    co_return co_await record(delivery, pick, origin, std::move(made), std::move(where));
}

/// Nothing if the entry is out of date: the delivery is no longer pending, or another entry of
/// it was attempted meanwhile. What is on disk decides.
std::unique_ptr<Delivery> Courier::message_of(Pick& pick) const
{
    if (pick.fresh) return std::move(pick.fresh);
    const bool is_revival = pick.errand == Errand::revive;
    std::optional<Delivery> stored = is_revival ? rooms_.reader.find_parked(pick.waiting.id)
                                                : rooms_.reader.find(pick.waiting.id);
    if (!stored) return nullptr;
    const bool is_same = waiting_for(stored->pending).attempts == pick.waiting.attempts;
    if (!is_same && !is_revival) return nullptr;
    return std::make_unique<Delivery>(std::move(*stored));
}

/// False: all places at the origin are taken, or it is not to be hurried.
bool Courier::take_place(Pick& pick, OriginId origin, Timestamp now)
{
    if (pick.origin == origin) return true;
    const std::optional<Timestamp> start = origins_.next_start(origin, now);
    if (!start || *start > now) return false;
    if (pick.origin != kNoOrigin) origins_.leave(pick.origin);
    origins_.enter(origin, now);
    pick.origin = origin;
    return true;
}

Task<Outcome> Courier::drop(const PendingDelivery& pending)
{
    const DeliveryUpdate update = decided(pending, DeliveryState::dropped, rooms_.clock.now());
    const bool recorded = co_await recorder_.record(update);
    if (!recorded) co_return Outcome{};
    counters_.recorded(update.state);
    spdlog::debug("a message of {} is dropped: it is nobody's any more", pending.device.str());
    co_return Outcome{};
}

Task<Outcome> Courier::give_up(const Delivery& delivery)
{
    const PendingDelivery& pending = delivery.pending;
    const DeliveryUpdate update = decided(pending, DeliveryState::parked, rooms_.clock.now());
    const bool recorded = co_await recorder_.record(update);
    if (!recorded) co_return Outcome{};
    counters_.recorded(update.state);
    spdlog::debug("{} of {}: given up, the message is kept: its webhook did not work in time",
                  public_id(delivery.message, pending.received), pending.device.str());
    co_return outcome(Outcome::Next::given_up, waiting_for(pending));
}

Task<AttemptResult> Courier::attempt(const Delivery& delivery, const Target& target, WebhookUrl url)
{
    const Timestamp now = rooms_.clock.now();
    const std::string id = public_id(delivery.message, delivery.pending.received);
    const bool is_counted =
        rooms_.copies != nullptr && target.settings.format == PayloadFormat::extended;
    const std::uint32_t duplicates = is_counted ? rooms_.copies->of(delivery.uplink) : 0;
    client::WebhookRequest request =
        request_for(id, delivery, std::move(url), target.settings, user_agent_, now, duplicates);
    if (target.secrets) signer_.sign(request, *target.secrets, now);
    co_return co_await delivery::send(rooms_.client, &rooms_.inbox, std::move(request), now);
}

Task<Outcome> Courier::record(const Delivery& delivery, const Pick& pick, OriginId origin,
                              std::shared_ptr<AttemptRecord> made, std::string where)
{
    const Timestamp now = rooms_.clock.now();
    const AttemptResult& result = made->result;
    counters_.attempted(result);
    latencies_.attempted(result);
    if (origin != kNoOrigin) origins_.note(origin, result, now);
    const bool is_ours =
        origins_.egress().is_down() && reach_of(result.cause) == Reach::not_reached;
    const double chance = std::uniform_real_distribution{0.0, 1.0}(dice_);
    Conclusion drawn = conclude(policy_, pick, delivery.pending, result, is_ours, now, chance);
    drawn.outcome.origin = origin;
    if (!drawn.is_recorded) co_return drawn.outcome;

    made->number = drawn.is_spent ? drawn.update.attempts : std::uint16_t{0};
    drawn.update.attempt = std::move(made);
    const bool recorded = co_await recorder_.record(drawn.update);
    if (!recorded) co_return Outcome{};

    const bool is_taken = drawn.update.state == DeliveryState::delivered;
    const bool is_timed = is_taken && pick.waiting.is_replay == 0;
    if (is_timed) latencies_.delivered(rooms_.clock.now() - delivery.pending.received);
    if (drawn.is_spent || is_taken) counters_.recorded(drawn.update.state);
    if (is_probe(pick.errand)) counters_.probed(!is_ours && reaches(drawn.outcome.evidence));
    log_attempt(delivery, drawn.update, where);
    if (!is_taken) drawn.outcome.seen = describe(drawn.update.attempt->result, where);
    drawn.outcome.cause = drawn.update.attempt->result.cause;
    drawn.outcome.status = drawn.update.attempt->result.status;
    co_return drawn.outcome;
}

}  // namespace mysigfox::delivery
