// Every attempt that was made, for people to see why something failed.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/ids.hpp"

#include <vector>

namespace mysigfox::storage {

/// One POST, or one that could not be made. Written with what it changes, in one transaction.
struct AttemptRecord {
    DeliveryId delivery{};
    std::uint16_t number = 0;  ///< of the delivery, from 1; 0: a probe, which spends no attempt
    Timestamp begun;
    AttemptResult result;
    /// Told by the log: an earlier one may have been under way when the daemon was killed, so the
    /// receiver may have got the message before.
    bool may_repeat = false;
};

/// Reads the log on a connection of its own, by one thread.
class AttemptLogReader {
public:
    virtual ~AttemptLogReader() = default;

    /// In the order they were made; those older than the retention are gone.
    virtual std::vector<AttemptRecord> attempts(DeliveryId delivery) = 0;
};

}  // namespace mysigfox::storage
