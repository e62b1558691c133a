// When a customer is told that his webhook does not work, and that it does again. Pure.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/ids.hpp"
#include "mysigfox/mail/letters.hpp"
#include "mysigfox/storage/lane_state.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

namespace mysigfox::mail {

/// What delivery says of a webhook whenever it begins, goes on or ceases to fail.
struct WebhookNews {
    WebhookId webhook{};
    DeviceId device = DeviceId::from_value(0);  ///< whose message it was: leads to the owner
    std::optional<storage::LaneState> now;      ///< nothing: it works
    Cause cause = Cause::status;                ///< what was seen last
    int status = 0;                             ///< of that; 0: no answer came
    std::size_t waiting = 0;                    ///< messages for it
};

/// What is to be told of it.
struct WebhookStory {
    Occasion occasion{};
    WebhookId webhook{};
    DeviceId device = DeviceId::from_value(0);
    bool is_spent = false;  ///< of a paused one: the schedule of its messages ran out
    Cause cause = Cause::status;
    int status = 0;
    Timestamp next;        ///< of a failing one: when it is asked again
    std::size_t late = 0;  ///< of a recovered one: messages that had waited
};

/// Failing is told after six failures and an hour; a pause (410, or the schedule of all its
/// messages ran out) at once; a recovery when it has lasted for two minutes, and only to who has
/// reason to worry. Nothing is heard of webhooks while it is we who reach nobody: then their
/// lanes do not change. Confined to one thread; remembers webhooks in trouble only.
class WebhookWatch {
public:
    static constexpr int kFailures = 6;
    static constexpr std::chrono::milliseconds kPatience = std::chrono::hours{1};
    static constexpr std::chrono::milliseconds kHold = std::chrono::minutes{2};

    std::optional<WebhookStory> hear(const WebhookNews& news, Timestamp now);

    /// Recoveries that have lasted.
    std::vector<WebhookStory> due(Timestamp now);

    std::size_t size() const noexcept { return troubles_.size(); }

private:
    struct Trouble {
        int failures = 0;
        Timestamp since;
        bool is_told = false;  ///< failing or paused, to be followed by its end
        bool is_paused = false;
        std::optional<Timestamp> recovered;
        WebhookStory recovery;
    };

    std::optional<WebhookStory> fails(Trouble& trouble, const WebhookNews& news, Timestamp now);
    static std::optional<WebhookStory> pauses(Trouble& trouble, const WebhookNews& news);
    void works(const WebhookNews& news, Timestamp now);

    std::unordered_map<WebhookId, Trouble> troubles_;
};

}  // namespace mysigfox::mail
