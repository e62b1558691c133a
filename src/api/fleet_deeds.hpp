// What a customer does to his devices, by whatever way he came: a page, or a program's key.
#pragma once

#include "mysigfox/api/device_routes.hpp"
#include "mysigfox/domain/webhook_url.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::api {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// Unless mail is off.
void write_letter(const DeviceRooms& rooms, const storage::CustomerRecord& to,
                  mail::Occasion occasion, Facts facts);

/// Each deed with all that follows from it: lanes learn of it, and the address on file. They fail
/// with unknown_device if nothing of that is his (any more), or as the stores do. Who may ask is
/// judged before. Confined to its loop.
class FleetDeeds {
public:
    explicit FleetDeeds(const DeviceRooms& rooms) : rooms_(rooms) {}

    /// How many devices were not so before.
    Task<Result<std::size_t>> pause(storage::Fleet fleet) const;
    Task<Result<std::size_t>> resume(storage::Fleet fleet) const;
    Task<Result<storage::Pointed>> point(storage::Fleet fleet, WebhookUrl url) const;

    /// The old address is told.
    Task<Result<storage::Readdressed>> readdress(storage::Fleet fleet, EmailAddress to) const;

    /// Those of them that are his and over; how many there were.
    Task<Result<std::size_t>> resend(std::vector<DeliveryId> ids, CustomerId owner) const;
    struct Resent {
        std::size_t count = 0;
        bool is_all = true;  ///< false: so many at once are enough, and there may be more
    };
    /// What was given up and had been received since then.
    Task<Result<Resent>> resend_failed(storage::Fleet fleet, Timestamp since) const;
    /// Their webhooks work, says the owner or a test: what waits goes now. What the operator
    /// paused stays so.
    Task<void> confirm(const storage::Fleet& fleet) const;

    void changed(const std::vector<DeviceId>& devices) const;
    /// To the address on file.
    void tell(CustomerId customer, mail::Occasion occasion, Facts facts) const;
    /// How mail calls what was changed: one device by its name, several by their number.
    static std::pair<std::string, std::string> fact_of(const storage::Fleet& fleet,
                                                       std::size_t devices);

private:
    Timestamp now() const { return rooms_.rooms.clock.now(); }
    Task<void> confirm(WebhookId webhook) const;
    std::vector<WebhookId> webhooks_of(const storage::Fleet& fleet) const;

    const DeviceRooms& rooms_;
};

}  // namespace mysigfox::api
