// Where accepted messages become durable.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/ids.hpp"
#include "mysigfox/domain/uplink.hpp"

#include <string>

namespace mysigfox::storage {

/// A message at the door: what was said, and whose it is at this moment.
struct Arrival {
    Uplink uplink;
    Timestamp received;
    std::string account;          ///< name of the Sigfox account it came by
    CustomerId owner = kNobody;   ///< of the device; nobody: kept for whoever registers it first
    bool has_webhook = false;     ///< false: it waits for a registration, in no lane
    bool is_known_device = true;  ///< false: kept by `unknown_device = "keep"`, for 7 days, bounded
};

/// What became of an arrival.
struct Stored {
    MessageId message{};
    DeliveryId delivery{};
    bool is_copy = false;  ///< the same message is stored already: nothing was added, ids are 0
};

/// Where accepted messages become durable. Callable from any loop.
class MessageLog {
public:
    virtual ~MessageLog() = default;

    /// Completes on the caller's loop once the message and its first delivery are on disk.
    ///
    /// A copy (same device, time, sequence, data; the Backend's own time given) of a message
    /// remembered is recognised here, on the one thread that writes: so 50 copies at once make
    /// one message, and a copy of a message in the same batch shares its fate.
    /// Not cancellable: whether a message was stored is never left in doubt.
    /// Fails with overloaded (nothing was tried; also: over retention.max_size with nothing
    /// left to prune) or storage_unavailable.
    virtual Task<Result<Stored>> append(Arrival arrival) = 0;
};

}  // namespace mysigfox::storage
