// A message log in memory: what was promised, or a failure.
#pragma once

#include "mysigfox/storage/message_log.hpp"

#include <optional>
#include <vector>

namespace mysigfox::test {

class FakeMessageLog final : public storage::MessageLog {
public:
    std::vector<storage::Arrival> appended;
    std::optional<Error> failure;
    bool all_are_copies = false;

    Task<Result<storage::Stored>> append(storage::Arrival arrival) override
    {
        if (failure) co_return *failure;
        appended.push_back(std::move(arrival));
        storage::Stored stored;
        stored.is_copy = all_are_copies;
        if (!all_are_copies) {
            stored.message = MessageId{static_cast<std::int64_t>(appended.size())};
            stored.delivery = DeliveryId{static_cast<std::int64_t>(appended.size())};
        }
        co_return stored;
    }
};

}  // namespace mysigfox::test
