// Pausing, resuming, pointing elsewhere, sending again.
#include "api/fleet_deeds.hpp"
#include "mysigfox/domain/url_text.hpp"

#include <algorithm>
#include <optional>

namespace mysigfox::api {
namespace {

constexpr std::size_t kReadAtOnce = 1'000;
/// By one order: a week of a fleet of 3,000.
constexpr std::size_t kMostResent = 100'000;

}  // namespace

void write_letter(const DeviceRooms& rooms, const storage::CustomerRecord& to,
                  mail::Occasion occasion, Facts facts)
{
    if (!rooms.letters.is_open()) return;
    rooms.letters.put({occasion, to.email, to.language, std::move(facts)}, rooms.rooms.clock.now());
}

Task<Result<std::size_t>> FleetDeeds::pause(storage::Fleet fleet) const
{
    const auto paused = co_await rooms_.customers.pause(fleet, true, now());
    if (!paused) co_return paused.error();
    changed(*paused);
    co_return paused->size();
}

Task<Result<std::size_t>> FleetDeeds::resume(storage::Fleet fleet) const
{
    const auto resumed = co_await rooms_.customers.pause(fleet, false, now());
    if (!resumed) co_return resumed.error();
    changed(*resumed);
    co_await confirm(fleet);
    co_return resumed->size();
}

Task<Result<storage::Pointed>> FleetDeeds::point(storage::Fleet fleet, WebhookUrl url) const
{
    auto pointed = co_await rooms_.customers.point(fleet, url.str(), now());
    if (!pointed) co_return pointed.error();
    changed(pointed->devices);
    co_await confirm(pointed->webhook);
    if (!pointed->devices.empty()) {
        tell(fleet.owner, mail::Occasion::webhook_changed,
             {fact_of(fleet, pointed->devices.size()), {"url", shown_url(url.str())}});
    }
    co_return std::move(*pointed);
}

Task<Result<storage::Readdressed>> FleetDeeds::readdress(storage::Fleet fleet,
                                                         EmailAddress to) const
{
    const auto before = rooms_.reader.customer(fleet.owner);
    const bool is_another = before && before->email.key() != to.key();
    auto done = co_await rooms_.customers.readdress(fleet, std::move(to), now());
    if (!done) co_return done.error();
    changed(done->devices);
    if (is_another) {
        // A link that is on its way to the old address lets nobody in any more.
        rooms_.links.revoke_if(
            [&](const MailedLink& link) { return link.customer == fleet.owner; });
        const Facts facts{fact_of(fleet, done->devices.size())};
        write_letter(rooms_, *before, mail::Occasion::email_changed, facts);
    }
    co_return std::move(*done);
}

Task<Result<std::size_t>> FleetDeeds::resend(std::vector<DeliveryId> ids, CustomerId owner) const
{
    if (ids.empty()) co_return std::size_t{0};
    const auto again = co_await rooms_.history.replay(std::move(ids), owner, now());
    if (!again) co_return again.error();
    rooms_.rooms.intake.resend(*again);
    co_return again->size();
}

Task<Result<FleetDeeds::Resent>> FleetDeeds::resend_failed(storage::Fleet fleet,
                                                           Timestamp since) const
{
    storage::ParkedQuestion question;
    question.owner = fleet.owner;
    question.device = fleet.only;
    question.since = since;
    Resent resent;
    for (;;) {
        auto page = co_await rooms_.history.parked(question);
        if (!page) co_return page.error();
        const auto sent = co_await resend(std::move(page->ids), question.owner);
        if (!sent) co_return sent.error();
        resent.count += *sent;
        if (!page->next) break;
        resent.is_all = resent.count < kMostResent;
        if (!resent.is_all) break;
        question.after = *page->next;
    }
    co_await confirm(fleet);
    co_return resent;
}

void FleetDeeds::changed(const std::vector<DeviceId>& devices) const
{
    for (const DeviceId device : devices) rooms_.rooms.device_changed(device);
}

Task<void> FleetDeeds::confirm(const storage::Fleet& fleet) const
{
    const std::vector<WebhookId> webhooks = webhooks_of(fleet);
    for (const WebhookId webhook : webhooks) co_await confirm(webhook);
}

Task<void> FleetDeeds::confirm(WebhookId webhook) const
{
    const auto lane = co_await rooms_.history.lane(webhook);
    const bool is_held = lane && *lane && (*lane)->condition == storage::LaneCondition::paused;
    if (!is_held) rooms_.rooms.webhook_confirmed(webhook);
}

std::vector<WebhookId> FleetDeeds::webhooks_of(const storage::Fleet& fleet) const
{
    std::vector<WebhookId> webhooks;
    if (fleet.only) {
        if (const auto record = rooms_.registry_reader.device(*fleet.only)) {
            webhooks.push_back(record->webhook);
        }
        return webhooks;
    }
    std::optional<DeviceId> after;
    for (;;) {
        const auto devices = rooms_.reader.devices(fleet.owner, after, kReadAtOnce);
        for (const storage::DeviceRecord& device : devices) webhooks.push_back(device.webhook);
        if (devices.size() < kReadAtOnce) break;
        after = devices.back().id;
    }
    std::ranges::sort(webhooks);
    const auto twice = std::ranges::unique(webhooks);
    webhooks.erase(twice.begin(), twice.end());
    return webhooks;
}

void FleetDeeds::tell(CustomerId customer, mail::Occasion occasion, Facts facts) const
{
    if (const auto record = rooms_.reader.customer(customer)) {
        write_letter(rooms_, *record, occasion, std::move(facts));
    }
}

std::pair<std::string, std::string> FleetDeeds::fact_of(const storage::Fleet& fleet,
                                                        std::size_t devices)
{
    if (fleet.only) return {"device", fleet.only->str()};
    return {"devices", std::to_string(devices)};
}

}  // namespace mysigfox::api
