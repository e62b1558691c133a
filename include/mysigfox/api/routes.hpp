// The handlers of the public listener, one loop's worth of them.
#pragma once

#include "mysigfox/api/rate_limit.hpp"
#include "mysigfox/api/seats.hpp"
#include "mysigfox/base/bell.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/domain/trial.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/http/router.hpp"
#include "mysigfox/intake/intake.hpp"
#include "mysigfox/mail/letters.hpp"
#include "mysigfox/sigfox/authenticator.hpp"
#include "mysigfox/sigfox/callback.hpp"
#include "mysigfox/storage/inbox_store.hpp"
#include "mysigfox/storage/registry.hpp"

#include <functional>
#include <memory>
#include <string>

namespace mysigfox::api {

/// What reload can replace; handlers look at it afresh at every request.
struct Rules {
    sigfox::Authenticator authenticator;
    sigfox::KeyAliases aliases;
    TargetPolicy policy;
    bool may_replace_email = false;
    bool sends_mail = false;
    std::string security_contact;  ///< "mailto:…" or "https://…"; empty: none
};

/// What the handlers of one loop work with. Must outlive the router.
struct Rooms {
    const Clock& clock;
    std::function<std::shared_ptr<const Rules>()> rules;
    intake::Intake& intake;  ///< of this loop
    storage::Registry& registry;
    storage::InboxStore& inbox;
    storage::InboxStore::Reader& inbox_reader;  ///< of this loop
    RateLimit& guesses;                         ///< form: per address and per device
    RateLimit& new_inboxes;                     ///< per address
    std::function<void(DeviceId)> device_changed;
    /// Its owner sent the form with this URL: if it does not work or is paused, it is tried now.
    std::function<void(WebhookId)> webhook_confirmed;
    Metrics& metrics;
    Bell& bell;         ///< what live pages listen to
    Seats& live_seats;  ///< of those who watch, per page and per source
    mail::Letterbox& letters;
    mail::Subscriptions& subscriptions;
    std::function<void(DeviceId)> device_heard{};  ///< of every new message; may be empty
    /// A test delivery to the device's webhook; rate_limited, overloaded or not_found if none was
    /// made. May be empty: then none is offered.
    std::function<Task<Result<Trial>>(DeviceId)> try_webhook{};
};

void add_callback_routes(http::Router& router, const Rooms& rooms);
void add_form_routes(http::Router& router, const Rooms& rooms);
void add_inbox_routes(http::Router& router, const Rooms& rooms);
void add_help_routes(http::Router& router, const Rooms& rooms);
void add_unsubscribe_routes(http::Router& router, const Rooms& rooms);
void add_front_routes(http::Router& router, const Rooms& rooms);

}  // namespace mysigfox::api
