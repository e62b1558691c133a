#include "mysigfox/delivery/dispatcher.hpp"

#include "delivery/courier.hpp"
#include "delivery/lane_keeper.hpp"
#include "delivery/lane_log.hpp"
#include "delivery/recorder.hpp"
#include "delivery/schedule.hpp"
#include "mysigfox/base/secret.hpp"
#include "mysigfox/net/deadline.hpp"
#include "mysigfox/net/task_group.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::delivery {
namespace {

namespace asio = boost::asio;

/// Attempts started before others on the loop get their turn.
constexpr std::size_t kBatch = 64;
/// The wall clock may be set meanwhile: look at it again after that.
constexpr std::chrono::milliseconds kLongestSleep = std::chrono::minutes{1};
/// After a defect, or a read that failed.
constexpr std::chrono::milliseconds kAfterFailure = std::chrono::seconds{30};

/// Looking for what has to follow its device means looking at all that waits.
constexpr std::chrono::milliseconds kFollowEvery = std::chrono::seconds{1};

LaneNews news_of(const LaneChange& change, const Pick& pick, const Outcome& outcome)
{
    return {.webhook = change.webhook,
            .device = pick.waiting.device,
            .now = change.now,
            .cause = outcome.cause,
            .status = outcome.status,
            .waiting = change.waiting};
}

LaneOptions lane_options(const DispatcherOptions& options)
{
    return {options.in_flight_per_lane, options.order_window, options.give_up_after};
}

/// Without the owner, whom nobody asks for before the disk is read again.
storage::PendingDelivery pending_for(const Waiting& waiting)
{
    storage::PendingDelivery pending;
    pending.id = waiting.id;
    pending.device = waiting.device;
    pending.attempts = waiting.attempts;
    pending.due = waiting.due;
    pending.received = waiting.received();
    pending.is_replay = waiting.is_replay != 0;
    return pending;
}

class LoopDispatcher final : public Dispatcher {
public:
    LoopDispatcher(Executor home, const DispatcherOptions& options, const DispatcherRooms& rooms,
                   HandOver hand_over)
        : home_(home),
          clock_(rooms.clock),
          tell_(rooms.tell),
          registry_(rooms.registry),
          outbox_(rooms.outbox),
          hand_over_(std::move(hand_over)),
          counters_(rooms.metrics),
          origins_(options.in_flight_per_origin, counters_, rooms.census),
          schedule_(lane_options(options), options.in_flight_total, origins_),
          recorder_(home, rooms.outbox, options.record_again_after),
          courier_(options, rooms, recorder_, origins_, counters_, hand_over_),
          dice_(static_cast<std::minstd_rand::result_type>(random_number())),
          timer_(home),
          keeper_(home, rooms.outbox, options.record_again_after, tasks_),
          tasks_(home)
    {
    }

    void enqueue(WebhookId webhook, storage::PendingDelivery pending,
                 std::unique_ptr<storage::Delivery> fresh) override
    {
        if (is_stopping_) return;
        schedule_.add(webhook, waiting_for(pending), std::move(fresh), clock_.now());
        wake_soon();
    }

    void restore(const storage::LaneState& state) override
    {
        schedule_.restore(state, clock_.now());
        counters_.lane_changed(std::nullopt, state.condition);
        wake_soon();
    }

    void reconsider(DeviceId device) override
    {
        if (is_stopping_) return;
        schedule_.reconsider(device, clock_.now());
        changed_.push_back(device);
        wake_soon();
    }

    void pause(WebhookId webhook) override
    {
        if (is_stopping_) return;
        schedule_.pause(webhook, clock_.now());
        wake_soon();
    }

    void resume(WebhookId webhook) override
    {
        if (is_stopping_) return;
        schedule_.resume(webhook, clock_.now());
        wake_soon();
    }

    Task<void> stop(std::chrono::milliseconds grace) override
    {
        co_await asio::this_coro::throw_if_cancelled(false);
        is_stopping_ = true;
        timer_.cancel();
        recorder_.stop();
        keeper_.stop();
        const auto left = co_await net::with_deadline(tasks_.join(), grace);
        if (!left) {
            outbox_.attempts_were_cut();
            tasks_.cancel(asio::cancellation_type::terminal);
        }
        co_await tasks_.join();
        // What was posted before this runs before this goes on, and finds us still here.
        co_await asio::post(home_, use_task);
    }

    Totals totals() const override
    {
        return {schedule_.waiting(), schedule_.in_flight(), schedule_.lanes()};
    }

    std::optional<Timestamp> first_due() const override { return schedule_.first_due(); }

private:
    /// Not at once: whoever enqueues has an answer to give first, and may enqueue more.
    void wake_soon()
    {
        if (std::exchange(is_waking_, true)) return;
        asio::post(home_, [this] {
            is_waking_ = false;
            wake();
        });
    }

    void wake()
    {
        if (is_stopping_) return;
        const Timestamp now = clock_.now();
        follow_devices(now);
        for (std::size_t i = 0; i < kBatch; ++i) {
            std::optional<Pick> pick = schedule_.take(now, chance());
            if (!pick) break;
            tasks_.spawn(attempt(std::move(*pick)));
        }
        keep_changes({}, {});
        sleep_until_due(now);
    }

    /// What waits in a lane that its device has left goes where the device is now.
    void follow_devices(Timestamp now)
    {
        if (changed_.empty() || now < next_follow_) return;
        next_follow_ = now + kFollowEvery;
        Schedule::Moves moves;
        for (const DeviceId device : std::exchange(changed_, {})) {
            if (const auto webhook = webhook_of(device)) moves.emplace(device, *webhook);
        }
        for (Schedule::Moved& moved : schedule_.extract(moves, now)) {
            moved.waiting.put_off(now);
            hand_over_(moved.to, pending_for(moved.waiting), nullptr);
        }
    }

    /// Nothing if that cannot be told now; without a webhook, whoever sends will find it out.
    std::optional<WebhookId> webhook_of(DeviceId device)
    {
        try {
            const auto ownership = registry_.ownership(device);
            return ownership ? ownership->webhook : kNoWebhook;
        } catch (const std::exception& error) {
            spdlog::error("device {}: {}", device.str(), error.what());
            return std::nullopt;
        }
    }

    void sleep_until_due(Timestamp now)
    {
        std::optional<Timestamp> due = schedule_.next_due();
        if (!changed_.empty()) due = std::min(due.value_or(next_follow_), next_follow_);
        if (!due) return;
        if (*due <= now) return wake_soon();
        if (alarm_ && *alarm_ <= *due) return;  // wakes early enough
        alarm_ = *due;
        timer_.expires_after(std::min(*due - now, kLongestSleep));
        timer_.async_wait([this](const boost::system::error_code& ec) {
            if (ec) return;
            alarm_.reset();
            wake();
        });
    }

    Task<void> attempt(Pick pick)
    {
        co_await asio::this_coro::throw_if_cancelled(false);
        Outcome outcome;
        try {
            outcome = co_await courier_.deliver(pick);
        } catch (const std::exception& error) {
            spdlog::error("delivery {}: {}", static_cast<std::int64_t>(pick.waiting.id),
                          error.what());
            outcome.next = Outcome::Next::again;
            outcome.postpone = clock_.now() + kAfterFailure;
            outcome.waiting = pick.waiting;
            outcome.waiting.put_off(*outcome.postpone);
            if (pick.errand == Errand::revive) outcome.next = Outcome::Next::nothing;
        }
        settle(pick, outcome);
    }

    void settle(const Pick& pick, const Outcome& outcome)
    {
        const Timestamp now = clock_.now();
        if (schedule_.settle(pick, outcome, now, chance())) {
            spdlog::warn("{} fails: {}", public_id(pick.webhook), outcome.seen);
        }
        const bool is_down = origins_.egress().is_down();
        if (std::exchange(was_down_, is_down) && !is_down) {
            schedule_.egress_came_back(origins_.egress().suspect_since(), now);
        }
        keep_changes(pick, outcome);
        if (!is_stopping_) wake_soon();
    }

    /// pick, outcome: what was seen at the webhook that changed, if anything was.
    void keep_changes(const Pick& pick, const Outcome& outcome)
    {
        for (const LaneChange& change : schedule_.changes()) {
            std::optional<storage::LaneCondition> condition;
            if (change.now) condition = change.now->condition;
            counters_.lane_changed(change.before, condition);
            if (condition != change.before) log_change(change, outcome.seen);
            keeper_.note(change.webhook, change.now);
            if (tell_ && change.webhook == pick.webhook) tell_(news_of(change, pick, outcome));
        }
    }

    double chance() { return std::uniform_real_distribution{0.0, 1.0}(dice_); }

    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock,
                                   asio::wait_traits<std::chrono::steady_clock>, Executor>;

    Executor home_;
    const Clock& clock_;
    const TellNews tell_;
    storage::RegistryReader& registry_;
    storage::Outbox& outbox_;
    const HandOver hand_over_;
    Counters counters_;
    Origins origins_;
    Schedule schedule_;
    Recorder recorder_;
    Courier courier_;
    std::minstd_rand dice_;
    std::vector<DeviceId> changed_;  // since devices were followed last
    Timestamp next_follow_;
    bool was_down_ = false;
    Timer timer_;
    std::optional<Timestamp> alarm_;  // what timer_ is set to
    bool is_waking_ = false;
    bool is_stopping_ = false;
    LaneKeeper keeper_;
    net::TaskGroup tasks_;  // last: its tasks use all of the above
};

}  // namespace

std::unique_ptr<Dispatcher> make_dispatcher(Executor home, const DispatcherOptions& options,
                                            const DispatcherRooms& rooms, HandOver hand_over)
{
    return std::make_unique<LoopDispatcher>(home, options, rooms, std::move(hand_over));
}

}  // namespace mysigfox::delivery
