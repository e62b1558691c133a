// The customer's own pages: signing in, his devices, what became of their messages.
#pragma once

#include "mysigfox/api/routes.hpp"
#include "mysigfox/api/tickets.hpp"
#include "mysigfox/mail/letters.hpp"
#include "mysigfox/storage/customers.hpp"
#include "mysigfox/storage/history.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace mysigfox::api {

using storage::SignedIn;

/// What a mailed link does.
struct MailedLink {
    CustomerId customer = kNobody;
    std::optional<DeviceId> new_token_for{};  ///< none: signs in
};

/// Another e-mail address, not yet confirmed by the link that was mailed to it.
struct EmailChange {
    SignedIn by;  ///< who asked: void when he could not ask any more
    storage::Fleet fleet;
    EmailAddress to;
};

using Links = Tickets<MailedLink>;
using EmailChanges = Tickets<EmailChange>;
inline constexpr std::chrono::minutes kLinkLife{15};
inline constexpr std::size_t kMostTickets = 20'000;
inline constexpr std::size_t kMostEmailChanges = 1'000;  // all are looked at to show one

/// What these pages work with, beside the rooms of the others. Must outlive the router.
struct DeviceRooms {
    const Rooms& rooms;
    storage::Customers& customers;
    storage::CustomerReader& reader;           ///< of this loop
    storage::RegistryReader& registry_reader;  ///< of this loop
    storage::History& history;
    mail::Letterbox& letters;
    Links& links;
    EmailChanges& email_changes;
    RateLimit& mails;       ///< per address asked for, and per source
    RateLimit& calls;       ///< of programs, per key
    RateLimit& wrong_keys;  ///< of programs, per source
    /// They left this customer: what waits is dropped, what was is erased, in its own time; so
    /// are the requests in these built-in inboxes (their names to write to), where no webhook
    /// leads there any more.
    std::function<void(std::vector<DeviceId>, CustomerId, std::vector<std::string>)> owner_left;
};

void add_device_routes(http::Router& router, const DeviceRooms& rooms);
/// /api/v1, for their programs.
void add_v1_routes(http::Router& router, const DeviceRooms& rooms);

}  // namespace mysigfox::api
