#include "mysigfox/intake/intake.hpp"

#include <utility>

namespace mysigfox::intake {
namespace {

storage::Arrival arrival_of(Uplink uplink, Timestamp received, const sigfox::Account& account,
                            const std::optional<storage::Ownership>& ownership)
{
    storage::Arrival arrival{.uplink = std::move(uplink), .received = received};
    arrival.account = account.name;
    arrival.is_known_device = ownership.has_value();
    if (ownership) {
        arrival.owner = ownership->owner;
        arrival.has_webhook = ownership->webhook != kNoWebhook;
    }
    return arrival;
}

/// The delivery just committed, so that its first try reads nothing from disk.
std::unique_ptr<storage::Delivery> fresh_delivery(const storage::Stored& stored,
                                                  const storage::Arrival& arrival)
{
    auto fresh = std::make_unique<storage::Delivery>(
        storage::Delivery{.message = stored.message, .uplink = arrival.uplink});
    fresh->pending.id = stored.delivery;
    fresh->pending.device = arrival.uplink.device;
    fresh->pending.owner = arrival.owner;
    fresh->pending.due = arrival.received;
    fresh->pending.received = arrival.received;
    return fresh;
}

bool can_be_delivered(const std::optional<storage::Ownership>& ownership) noexcept
{
    return ownership && !ownership->owner_left && ownership->webhook != kNoWebhook;
}

}  // namespace

Intake::Intake(const Clock& clock, storage::RegistryReader& registry, storage::MessageLog& log,
               storage::Outbox& outbox, HandOver hand_over, Metrics& metrics)
    : clock_(clock),
      registry_(registry),
      log_(log),
      outbox_(outbox),
      hand_over_(std::move(hand_over)),
      stored_(metrics.counter("messages_total", R"(outcome="stored")")),
      copies_(metrics.counter("messages_total", R"(outcome="copy")")),
      dropped_(metrics.counter("messages_total", R"(outcome="dropped")"))
{
}

Task<Result<Accepted>> Intake::accept(Uplink uplink, const sigfox::Account& account)
{
    const std::optional<storage::Ownership> ownership = registry_.ownership(uplink.device);
    if (!ownership && account.unknown_device == sigfox::UnknownDevice::reject) {
        co_return make_error(Errc::unknown_device,
                             "device " + uplink.device.str() + " is not in the registry");
    }
    const bool nobody_wants_it =
        ownership ? ownership->owner_left : account.unknown_device == sigfox::UnknownDevice::drop;
    if (nobody_wants_it) {
        dropped_.add();
        co_return Accepted::dropped;
    }

    const storage::Arrival arrival =
        arrival_of(std::move(uplink), clock_.now(), account, ownership);
    const Result<storage::Stored> stored = co_await log_.append(arrival);
    if (!stored) co_return stored.error();
    if (stored->is_copy) {
        copies_.add();
        co_return Accepted::copy;
    }
    stored_.add();
    if (arrival.has_webhook) {
        auto fresh = fresh_delivery(*stored, arrival);
        const storage::PendingDelivery pending = fresh->pending;
        hand_over_(ownership->webhook, pending, std::move(fresh));
    } else if (can_be_delivered(registry_.ownership(arrival.uplink.device))) {
        // Its owner registered between our look-up and the commit: his claim came too early to
        // find this message.
        const Result<std::size_t> claimed = co_await claim_waiting(arrival.uplink.device);
        (void)claimed;  // if the claim fails, the next start makes it
    }
    co_return Accepted::stored;
}

Task<Result<std::size_t>> Intake::claim_waiting(DeviceId device)
{
    const std::optional<storage::Ownership> ownership = registry_.ownership(device);
    if (!can_be_delivered(ownership)) co_return std::size_t{0};
    const auto claimed = co_await outbox_.claim(device, ownership->owner, clock_.now());
    if (!claimed) co_return claimed.error();
    for (const storage::PendingDelivery& pending : *claimed) {
        hand_over_(ownership->webhook, pending, nullptr);
    }
    co_return claimed->size();
}

void Intake::resend(const std::vector<storage::PendingDelivery>& again)
{
    for (const storage::PendingDelivery& delivery : again) {
        const auto ownership = registry_.ownership(delivery.device);
        // Without an owner the courier finds that out, and records it.
        hand_over_(ownership ? ownership->webhook : kNoWebhook, delivery, nullptr);
    }
}

}  // namespace mysigfox::intake
