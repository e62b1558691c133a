// Everything that one event loop owns, from its listening sockets to its lanes.
#pragma once

#include "app/listeners.hpp"
#include "app/stores.hpp"
#include "app/watch.hpp"

#include "mysigfox/api/device_routes.hpp"
#include "mysigfox/api/routes.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/client/webhook_client.hpp"
#include "mysigfox/delivery/dispatcher.hpp"
#include "mysigfox/delivery/trials.hpp"
#include "mysigfox/http/server.hpp"
#include "mysigfox/intake/intake.hpp"
#include "mysigfox/mail/post_office.hpp"
#include "mysigfox/net/resolver.hpp"
#include "mysigfox/net/sweep.hpp"
#include "mysigfox/net/task_group.hpp"

#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace mysigfox::app {

/// What the loops share: things that any of them may call.
struct Shared {
    const config::Settings& settings;
    const Clock& clock;
    Metrics& metrics;
    Stores& stores;
    boost::asio::ssl::context& tls;
    api::RateLimit& guesses;
    api::RateLimit& new_inboxes;
    Bell& bell;
    api::Seats& live_seats;
    mail::PostOffice& mail;
    api::RateLimit& trials;
    api::RateLimit& mails;
    api::RateLimit& api_calls;
    api::RateLimit& wrong_api_keys;
    api::Links& links;
    api::EmailChanges& email_changes;
    storage::History& history;
    delivery::EgressCensus& egress_census;
    std::function<void(DeviceId)> device_changed;
    std::function<void(WebhookId)> webhook_confirmed;
    delivery::HandOver hand_over;
};

/// One loop's rooms, in the order in which each needs the ones before it. Made on any thread
/// before the loop runs; afterwards touched on the loop alone.
class LoopRoom {
public:
    LoopRoom(const Executor& home, std::size_t loops, const Shared& shared,
             std::shared_ptr<const api::Rules> rules);

    Executor home() const noexcept { return home_; }

    void start(const std::vector<Door>& doors);
    void use_certificates(net::TlsContext context);
    void replace_rules(std::shared_ptr<const api::Rules> rules);
    void enqueue(WebhookId webhook, storage::PendingDelivery pending,
                 std::unique_ptr<storage::Delivery> fresh);
    void restore(const storage::LaneState& state) { dispatcher_->restore(state); }
    void reconsider(DeviceId device);
    void pause(WebhookId webhook) { dispatcher_->pause(webhook); }
    void resume(WebhookId webhook) { dispatcher_->resume(webhook); }
    LoopVitals vitals() const;
    /// The device has a webhook now: hands over what waited for that.
    void claim(DeviceId device);

    /// Finishes what is in flight within `grace`, cuts the rest, and leaves the loop with
    /// nothing to do.
    Task<void> stop(std::chrono::milliseconds grace);

private:
    Task<void> claim_waiting(DeviceId device);
    Task<Result<Trial>> try_webhook(DeviceId device);
    Task<void> let_go(std::vector<DeviceId> devices, CustomerId owner,
                      std::vector<std::string> inboxes);
    Task<Result<void>> empty_unless_used(std::set<std::string> inboxes);

    Executor home_;
    const Shared shared_;
    bool is_stopping_ = false;
    std::shared_ptr<const api::Rules> rules_;
    TargetPolicy policy_;  // a copy of its own: replaced by reload while nobody looks at it
    net::Sweep sweep_;
    std::unique_ptr<net::Resolver> resolver_;
    std::unique_ptr<storage::RegistryReader> registry_;
    net::Limit registry_hold_;
    std::unique_ptr<storage::OutboxReader> outbox_;
    std::unique_ptr<storage::InboxStore::Reader> inbox_;
    std::unique_ptr<client::WebhookClient> client_;
    std::unique_ptr<delivery::Dispatcher> dispatcher_;
    delivery::Trials trials_;
    std::unique_ptr<storage::CustomerReader> customers_;
    intake::Intake intake_;
    api::Rooms api_rooms_;
    api::DeviceRooms device_rooms_;
    net::TaskGroup claims_;  // and what owners who left leave behind
    http::Router router_;
    std::unique_ptr<http::Server> server_;  // last: nobody may knock before the rest stands
};

}  // namespace mysigfox::app
