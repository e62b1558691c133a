#include "app/loop_room.hpp"

#include "mysigfox_generated/version.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>

namespace mysigfox::app {
namespace {

/// So long look-ups may share what they see of registry.db, if nothing is committed to it.
constexpr std::chrono::milliseconds kRegistryHold{100};

/// The caps of a configuration are for the whole daemon; each loop holds its share.
std::size_t share_of(std::size_t total, std::size_t loops)
{
    return std::max<std::size_t>(1, (total + loops - 1) / loops);
}

http::ServerLimits server_limits(const config::Settings& settings, std::size_t loops)
{
    http::ServerLimits limits;
    limits.max_connections = share_of(settings.listen.max_connections, loops);
    // The kernel spreads the connections of one source over the loops as it likes, so a share
    // of this cap would refuse some that are within it.
    limits.max_per_source = settings.listen.max_per_source;
    return limits;
}

http::ServerTrust server_trust(const config::Settings& settings)
{
    http::ServerTrust trust;
    trust.trusted_proxies = settings.listen.trusted_proxies;
    for (const sigfox::Account& account : settings.accounts) {
        trust.trusted_sources.insert(trust.trusted_sources.end(), account.allowed_sources.begin(),
                                     account.allowed_sources.end());
    }
    return trust;
}

/// So many connections to webhooks in all may be busy, and as many kept for the next message: what
/// hangs holds its place for half a minute, and one that is made anew costs several times the
/// message. But never more than half of the descriptors that the process may have.
std::size_t most_connections(std::size_t loops)
{
    constexpr std::size_t kMost = 8'192;
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0) return share_of(kMost, loops);
    return share_of(std::min<std::size_t>(kMost, descriptors.rlim_cur / 2), loops);
}

client::ClientLimits client_limits(const config::Settings& settings, std::size_t loops)
{
    client::ClientLimits limits;
    limits.idle_total = most_connections(loops);
    limits.total = settings.delivery.total_timeout;
    limits.first_byte = limits.total;  // slow receivers may use it all
    return limits;
}

std::string user_agent()
{
    return std::string{"MySigfox/"} + kVersion;
}

delivery::DispatcherOptions dispatcher_options(const config::Settings& settings, std::size_t loops)
{
    delivery::DispatcherOptions options;
    options.give_up_after = settings.delivery.give_up_after;
    options.order_window = settings.delivery.order_window;
    options.in_flight_per_lane = settings.delivery.in_flight_per_webhook;
    options.in_flight_per_origin = share_of(settings.delivery.in_flight_per_origin, loops);
    options.in_flight_total = most_connections(loops);
    options.user_agent = user_agent();
    return options;
}

/// Delivery and mail know nothing of each other.
delivery::TellNews tell_mail_room(mail::PostOffice& mail)
{
    return [&mail](const delivery::LaneNews& news) {
        mail.hear({news.webhook, news.device, news.now, news.cause, news.status, news.waiting});
    };
}

net::ResolverOptions resolver_options(const config::Settings& settings, Metrics& metrics)
{
    net::ResolverOptions options;
    options.metrics = &metrics;
    options.servers = settings.delivery.dns_servers;
    return options;
}

}  // namespace

LoopRoom::LoopRoom(const Executor& home, std::size_t loops, const Shared& shared,
                   std::shared_ptr<const api::Rules> rules)
    : home_(home),
      shared_(shared),
      rules_(std::move(rules)),
      policy_(rules_->policy),
      sweep_(home),
      resolver_(net::make_resolver(home, resolver_options(shared.settings, shared.metrics))),
      registry_(shared.stores.registry->make_loop_reader()),
      registry_hold_(sweep_,
                     [this] {
                         registry_->rest();
                         registry_hold_.set(kRegistryHold);
                     }),
      outbox_(shared.stores.messages->make_reader()),
      inbox_(shared.stores.inbox->make_reader()),
      client_(client::make_webhook_client(home, sweep_, *resolver_, shared.tls, policy_,
                                          client_limits(shared.settings, loops), shared.metrics)),
      dispatcher_(delivery::make_dispatcher(
          home, dispatcher_options(shared.settings, loops),
          delivery::DispatcherRooms{shared.clock, shared.stores.messages->outbox(), *outbox_,
                                    *registry_, *shared.stores.inbox, *client_, policy_,
                                    shared.metrics, shared.egress_census,
                                    tell_mail_room(shared.mail), &shared.stores.messages->copies()},
          shared.hand_over)),
      trials_({shared.clock, *client_, policy_, registry_.get(), shared.stores.inbox.get()},
              user_agent()),
      customers_(shared.stores.registry->make_customer_reader()),
      intake_(shared.clock, *registry_, shared.stores.messages->log(),
              shared.stores.messages->outbox(), shared.hand_over, shared.metrics),
      api_rooms_{shared.clock,
                 [this] { return rules_; },
                 intake_,
                 shared.stores.registry->registry(),
                 *shared.stores.inbox,
                 *inbox_,
                 shared.guesses,
                 shared.new_inboxes,
                 shared.device_changed,
                 shared.webhook_confirmed,
                 shared.metrics,
                 shared.bell,
                 shared.live_seats,
                 shared.mail,
                 shared.mail,
                 [&mail = shared.mail](DeviceId device) { mail.heard(device); },
                 [this](DeviceId device) { return try_webhook(device); }},
      device_rooms_{api_rooms_,
                    shared.stores.registry->customers(),
                    *customers_,
                    *registry_,
                    shared.history,
                    shared.mail,
                    shared.links,
                    shared.email_changes,
                    shared.mails,
                    shared.api_calls,
                    shared.wrong_api_keys,
                    [this](std::vector<DeviceId> devices, CustomerId owner,
                           std::vector<std::string> inboxes) {
                        claims_.spawn(let_go(std::move(devices), owner, std::move(inboxes)));
                    }},
      claims_(home),
      server_(http::make_server(home, sweep_, router_, server_limits(shared.settings, loops),
                                server_trust(shared.settings), shared.metrics))
{
    api::add_callback_routes(router_, api_rooms_);
    api::add_form_routes(router_, api_rooms_);
    api::add_inbox_routes(router_, api_rooms_);
    api::add_help_routes(router_, api_rooms_);
    api::add_unsubscribe_routes(router_, api_rooms_);
    api::add_front_routes(router_, api_rooms_);
    api::add_device_routes(router_, device_rooms_);
    api::add_v1_routes(router_, device_rooms_);
}

void LoopRoom::use_certificates(net::TlsContext context)
{
    server_->use_certificates(std::move(context));
}

void LoopRoom::start(const std::vector<Door>& doors)
{
    sweep_.start();
    registry_hold_.set(kRegistryHold);
    for (const Door& door : doors) server_->listen(door.descriptor, door.greeting);
}

void LoopRoom::replace_rules(std::shared_ptr<const api::Rules> rules)
{
    rules_ = std::move(rules);
    policy_ = rules_->policy;
}

void LoopRoom::enqueue(WebhookId webhook, storage::PendingDelivery pending,
                       std::unique_ptr<storage::Delivery> fresh)
{
    dispatcher_->enqueue(webhook, pending, std::move(fresh));
}

void LoopRoom::reconsider(DeviceId device)
{
    dispatcher_->reconsider(device);
}

LoopVitals LoopRoom::vitals() const
{
    return {dispatcher_->totals().in_flight, dispatcher_->first_due()};
}

void LoopRoom::claim(DeviceId device)
{
    if (is_stopping_) return;  // the next start claims
    claims_.spawn(claim_waiting(device));
}

Task<void> LoopRoom::claim_waiting(DeviceId device)
{
    const Result<std::size_t> claimed = co_await intake_.claim_waiting(device);
    if (!claimed) {
        spdlog::error("device {}: its waiting messages stay until the next start: {}", device.str(),
                      claimed.error().detail);
    }
}

/// Who presses the button again and again shall not make us a nuisance to the server.
Task<Result<Trial>> LoopRoom::try_webhook(DeviceId device)
{
    if (!shared_.trials.try_spend(device.str(), shared_.clock.now())) {
        co_return make_error(Errc::rate_limited, "too many test deliveries to " + device.str());
    }
    co_return co_await trials_.run(device);
}

/// Whatever is left undone when we stop is seen by nobody: it is no customer's any more.
Task<void> LoopRoom::let_go(std::vector<DeviceId> devices, CustomerId owner,
                            std::vector<std::string> inboxes)
{
    for (const DeviceId device : devices) {
        if (is_stopping_) co_return;
        storage::Outbox& outbox = shared_.stores.messages->outbox();
        const auto dropped = co_await outbox.drop_open(device, shared_.clock.now());
        const auto erased = co_await shared_.history.erase(device, owner);
        if (!dropped || !erased) {
            spdlog::error("device {}: what its owner left behind stays until it is too old: {}",
                          device.str(), (dropped ? erased.error() : dropped.error()).detail);
        }
    }
    if (is_stopping_ || inboxes.empty()) co_return;
    std::set<std::string> names(inboxes.begin(), inboxes.end());
    const auto emptied = co_await empty_unless_used(std::move(names));
    if (!emptied) {
        spdlog::error("inboxes of an owner who left keep their requests until they expire: {}",
                      emptied.error().detail);
    }
}

/// What others have sent there is theirs to read.
Task<Result<void>> LoopRoom::empty_unless_used(std::set<std::string> inboxes)
{
    const auto used = co_await shared_.stores.registry->customers().inboxes_in_use(inboxes);
    if (!used) co_return used.error();
    for (const std::string& name : inboxes) {
        if (is_stopping_) break;
        if (used->contains(name)) continue;
        const auto emptied = co_await shared_.stores.inbox->empty(name);
        if (!emptied) co_return emptied.error();
    }
    co_return Result<void>{};
}

Task<void> LoopRoom::stop(std::chrono::milliseconds grace)
{
    is_stopping_ = true;
    co_await server_->stop(grace);
    co_await claims_.join();
    co_await dispatcher_->stop(grace);
    client_->stop();
    resolver_->stop();
    sweep_.stop();
}

}  // namespace mysigfox::app
