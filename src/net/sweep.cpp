#include "mysigfox/net/sweep.hpp"

#include <utility>

namespace mysigfox::net {
namespace {

constexpr std::chrono::milliseconds kPeriod{100};
constexpr Sweep::Time kNever = Sweep::Time::max();
/// What `due` becomes once on_late has run.
constexpr Sweep::Time kLate = Sweep::Time::min();

}  // namespace

Sweep::Sweep(Executor home) : timer_(home), now_(std::chrono::steady_clock::now()) {}

Sweep::~Sweep() = default;

void Sweep::start()
{
    running_ = true;
    now_ = std::chrono::steady_clock::now();
    wait();
}

void Sweep::stop()
{
    running_ = false;
    timer_.cancel();
}

void Sweep::wait()
{
    timer_.expires_after(kPeriod);
    timer_.async_wait([this](const boost::system::error_code& ec) {
        if (ec || !running_) return;
        look();
        wait();
    });
}

void Sweep::look()
{
    now_ = std::chrono::steady_clock::now();
    for (Entry& entry : entries_) {
        if (entry.due == kLate || now_ < entry.due) continue;
        entry.due = kLate;
        entry.on_late();  // ends operations, whose completions come later: no entry goes away here
    }
}

Limit::Limit(Sweep& sweep, std::function<void()> on_late)
    : sweep_(sweep),
      entry_(sweep.entries_.insert(sweep.entries_.end(), {kNever, std::move(on_late)}))
{
}

Limit::~Limit()
{
    sweep_.entries_.erase(entry_);
}

void Limit::set(std::chrono::steady_clock::duration from_now)
{
    // Not the sweep's own time, which is as old as the loop's last stall: a limit never acts early.
    entry_->due = std::chrono::steady_clock::now() + from_now;
}

void Limit::clear() noexcept
{
    entry_->due = kNever;
}

bool Limit::was_late() const noexcept
{
    return entry_->due == kLate;
}

}  // namespace mysigfox::net
