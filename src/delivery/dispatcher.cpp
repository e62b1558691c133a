#include "mysigfox/delivery/dispatcher.hpp"

#include "delivery/courier.hpp"
#include "delivery/recorder.hpp"
#include "delivery/schedule.hpp"
#include "mysigfox/net/deadline.hpp"
#include "mysigfox/net/task_group.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace mysigfox::delivery {
namespace {

namespace asio = boost::asio;

/// Attempts started before others on the loop get their turn.
constexpr std::size_t kBatch = 64;
/// The wall clock may be set meanwhile: look at it again after that.
constexpr std::chrono::milliseconds kLongestSleep = std::chrono::minutes{1};
/// After a defect, or a read that failed.
constexpr std::chrono::milliseconds kAfterFailure = std::chrono::seconds{30};

class LoopDispatcher final : public Dispatcher {
public:
    LoopDispatcher(Executor home, const DispatcherOptions& options, const DispatcherRooms& rooms,
                   HandOver hand_over)
        : home_(home),
          clock_(rooms.clock),
          schedule_(options.in_flight_per_lane, options.in_flight_total),
          recorder_(home, rooms.outbox, options.record_again_after),
          courier_(options, rooms, recorder_, std::move(hand_over)),
          timer_(home),
          attempts_(home)
    {
    }

    void enqueue(WebhookId webhook, storage::PendingDelivery pending,
                 std::unique_ptr<storage::Delivery> fresh) override
    {
        if (is_stopping_) return;
        schedule_.add(webhook, waiting_for(pending), std::move(fresh), clock_.now());
        wake_soon();
    }

    void reconsider(DeviceId device) override
    {
        if (is_stopping_) return;
        schedule_.reconsider(device, clock_.now());
        wake_soon();
    }

    Task<void> stop(std::chrono::milliseconds grace) override
    {
        co_await asio::this_coro::throw_if_cancelled(false);
        is_stopping_ = true;
        timer_.cancel();
        recorder_.stop();
        const auto left = co_await net::with_deadline(attempts_.join(), grace);
        if (!left) attempts_.cancel(asio::cancellation_type::terminal);
        co_await attempts_.join();
        // What was posted before this runs before this goes on, and finds us still here.
        co_await asio::post(home_, use_task);
    }

    Totals totals() const override
    {
        return {schedule_.waiting(), schedule_.in_flight(), schedule_.lanes()};
    }

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
        for (std::size_t i = 0; i < kBatch; ++i) {
            std::optional<Pick> pick = schedule_.take(now);
            if (!pick) break;
            attempts_.spawn(attempt(std::move(*pick)));
        }
        sleep_until_due(now);
    }

    void sleep_until_due(Timestamp now)
    {
        const std::optional<Timestamp> due = schedule_.next_due();
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
            outcome.waiting = pick.waiting;
            outcome.waiting.due = clock_.now() + kAfterFailure;
        }
        settle(pick, outcome);
    }

    void settle(const Pick& pick, const Outcome& outcome)
    {
        const Timestamp now = clock_.now();
        if (outcome.works) note_health(pick.webhook, *outcome.works, outcome.seen);
        if (outcome.next == Outcome::Next::again) {
            schedule_.add(pick.webhook, outcome.waiting, nullptr, now);
        }
        if (outcome.next == Outcome::Next::hold) schedule_.hold(pick.webhook, outcome.waiting);
        schedule_.release(pick.webhook, pick.waiting.id, now);
        if (!is_stopping_) wake_soon();
    }

    void note_health(WebhookId webhook, bool works, const std::string& seen)
    {
        if (!schedule_.note_health(webhook, works)) return;
        if (works) {
            spdlog::info("{} works again", public_id(webhook));
        } else {
            spdlog::warn("{} fails, its messages wait: {}", public_id(webhook), seen);
        }
    }

    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock,
                                   asio::wait_traits<std::chrono::steady_clock>, Executor>;

    Executor home_;
    const Clock& clock_;
    Schedule schedule_;
    Recorder recorder_;
    Courier courier_;
    Timer timer_;
    std::optional<Timestamp> alarm_;  // what timer_ is set to
    bool is_waking_ = false;
    bool is_stopping_ = false;
    net::TaskGroup attempts_;  // last: its tasks use all of the above
};

}  // namespace

std::unique_ptr<Dispatcher> make_dispatcher(Executor home, const DispatcherOptions& options,
                                            const DispatcherRooms& rooms, HandOver hand_over)
{
    return std::make_unique<LoopDispatcher>(home, options, rooms, std::move(hand_over));
}

}  // namespace mysigfox::delivery
