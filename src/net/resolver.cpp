#include "mysigfox/net/resolver.hpp"

#include "net/answer_cache.hpp"
#include "net/dns_channel.hpp"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <string_view>
#include <utility>

namespace mysigfox::net {
namespace {

namespace asio = boost::asio;
using SteadyClock = std::chrono::steady_clock;
using Time = SteadyClock::time_point;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

constexpr std::chrono::seconds kSettle{1};  ///< what a silent family gets after the other's answer
constexpr std::size_t kMostWaiting = 4'096;

/// One name being looked up, for everybody who asks meanwhile.
struct Lookup {
    std::string name;
    Resolution found;
    std::chrono::seconds ttl = std::chrono::seconds::max();
    int answers = 0;
    bool over = false;
    Time settled = Time::max();  ///< when nobody waits for the other family any more
    std::vector<Timer*> waiting;

    void wake() const
    {
        for (Timer* timer : waiting) timer->cancel();
    }

    void finish()
    {
        over = true;
        wake();
    }

    void add(const DnsAnswer& answer)
    {
        ++answers;
        found.problem = std::max(found.problem, answer.resolution.problem);
        if (answer.resolution.addresses.empty()) return;
        ttl = std::min(ttl, answer.ttl);
        settled = SteadyClock::now() + kSettle;
        // IPv4 first, whichever answer came first: broken IPv6 is the commoner of the two.
        const std::vector<IpAddress>& more = answer.resolution.addresses;
        const auto place = more.front().is_v6() ? found.addresses.end() : found.addresses.begin();
        found.addresses.insert(place, more.begin(), more.end());
    }
};

/// One coroutine's place among those who wait for a Lookup.
class Waiter {
public:
    Waiter(Executor home, Lookup& lookup) : timer_(home), lookup_(lookup)
    {
        lookup_.waiting.push_back(&timer_);
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() { std::erase(lookup_.waiting, &timer_); }

    Timer& timer() noexcept { return timer_; }

private:
    Timer timer_;
    Lookup& lookup_;
};

/// Look-ups by what they came to.
class DnsTally {
public:
    explicit DnsTally(Metrics* metrics)
    {
        if (metrics == nullptr) return;
        for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
            const std::string outcome{kOutcomes[i]};
            counters_[i] = &metrics->counter("dns_lookups_total", "outcome=\"" + outcome + '"');
        }
    }

    void count(const Resolution& resolution) noexcept
    {
        Counter* const counter = counters_[index_of(resolution)];
        if (counter != nullptr) counter->add();
    }

private:
    /// Those of ResolveProblem first, in its order.
    static constexpr std::array<std::string_view, 5> kOutcomes{"not_found", "failed", "timed_out",
                                                               "found", "cached"};

    static std::size_t index_of(const Resolution& resolution) noexcept
    {
        if (resolution.was_known) return 4;
        if (!resolution.addresses.empty()) return 3;
        return static_cast<std::size_t>(resolution.problem);
    }

    std::array<Counter*, kOutcomes.size()> counters_{};
};

Resolution without_addresses(ResolveProblem problem)
{
    return {{}, problem};
}

class CaresResolver final : public Resolver {
public:
    CaresResolver(Executor home, const ResolverOptions& options)
        : home_(home),
          options_(options),
          tally_(options.metrics),
          cache_(options.cached_names),
          channel_(home, options)
    {
    }

    Task<Resolution> resolve(std::string host, std::chrono::milliseconds limit) override
    {
        Resolution found = co_await look_up(std::move(host), limit);
        tally_.count(found);
        co_return found;
    }

    void stop() override
    {
        stopped_ = true;
        queue_.clear();
        channel_.stop();
        for (const auto& [name, lookup] : std::exchange(lookups_, {})) {
            lookup->found.problem = ResolveProblem::failed;
            lookup->finish();
        }
    }

private:
    Task<Resolution> look_up(std::string host, std::chrono::milliseconds limit)
    {
        const Time now = SteadyClock::now();
        if (stopped_) co_return without_addresses(ResolveProblem::failed);
        if (const Resolution* known = cache_.find(host, now)) co_return *known;
        const std::shared_ptr<Lookup> lookup = lookup_of(host);
        if (!lookup) co_return without_addresses(ResolveProblem::timed_out);
        co_await wait_for(*lookup, now + std::min(limit, options_.limit));
        if (!lookup->over && lookup->found.addresses.empty()) {
            co_return without_addresses(ResolveProblem::timed_out);
        }
        co_return lookup->found;
    }

    Task<void> wait_for(Lookup& lookup, Time due)
    {
        Waiter waiter{home_, lookup};
        while (!lookup.over) {
            const Time until = std::min(due, lookup.settled);
            if (SteadyClock::now() >= until) co_return;
            waiter.timer().expires_at(until);
            co_await waiter.timer().async_wait(as_result);
            const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
            if (state.cancelled() != asio::cancellation_type::none) co_return;
        }
    }

    /// The one under way, or a new one; none if too many wait already.
    std::shared_ptr<Lookup> lookup_of(const std::string& host)
    {
        const auto running = lookups_.find(host);
        if (running != lookups_.end()) return running->second;
        if (queue_.size() >= kMostWaiting) return nullptr;
        auto lookup = std::make_shared<Lookup>();
        lookup->name = host;
        lookups_.emplace(host, lookup);
        if (running_ < options_.queries_at_once) {
            start(lookup);
        } else {
            queue_.push_back(lookup);
        }
        return lookup;
    }

    void start(const std::shared_ptr<Lookup>& lookup)
    {
        ++running_;
        for (const Family family : {Family::v4, Family::v6}) {
            channel_.ask(lookup->name, family,
                         [this, lookup](const DnsAnswer& answer) { take(lookup, answer); });
        }
    }

    void start_queued()
    {
        while (!queue_.empty() && running_ < options_.queries_at_once) {
            const std::shared_ptr<Lookup> lookup = std::move(queue_.front());
            queue_.pop_front();
            if (lookup->waiting.empty()) {
                lookups_.erase(lookup->name);  // everybody gave up while it waited for its turn
            } else {
                start(lookup);
            }
        }
    }

    void take(const std::shared_ptr<Lookup>& lookup, const DnsAnswer& answer)
    {
        lookup->add(answer);
        if (lookup->answers < 2) {
            lookup->wake();
            return;
        }
        --running_;
        if (stopped_) return;
        remember(*lookup);
        lookup->finish();
        lookups_.erase(lookup->name);
        start_queued();
    }

    void remember(const Lookup& lookup)
    {
        using std::chrono::milliseconds;
        milliseconds keep = options_.keep_at_least;
        if (!lookup.found.addresses.empty()) {
            keep = std::clamp<milliseconds>(std::min(lookup.ttl, std::chrono::seconds{86'400}),
                                            options_.keep_at_least, options_.keep_at_most);
        }
        Resolution known = lookup.found;
        known.was_known = true;
        cache_.put(lookup.name, std::move(known), SteadyClock::now() + keep);
    }

    Executor home_;
    const ResolverOptions options_;
    DnsTally tally_;
    AnswerCache cache_;
    std::map<std::string, std::shared_ptr<Lookup>> lookups_;  ///< running and queued
    std::deque<std::shared_ptr<Lookup>> queue_;
    std::size_t running_ = 0;
    bool stopped_ = false;
    DnsChannel channel_;
};

}  // namespace

std::unique_ptr<Resolver> make_resolver(Executor home, const ResolverOptions& options)
{
    return std::make_unique<CaresResolver>(home, options);
}

}  // namespace mysigfox::net
