// A test delivery: what was sent to a webhook, and what came back.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/attempt.hpp"

#include <string>
#include <utility>
#include <vector>

namespace mysigfox {

/// For the eyes of the webhook's owner.
struct Trial {
    Timestamp begun;
    std::string url;
    /// As sent, in order, but for the values of the customer's own: those are not shown again.
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    AttemptResult result;
};

}  // namespace mysigfox
