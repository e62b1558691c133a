// Questions go out to the loops and come home again; nobody waits for them.
#include "app/watch.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace mysigfox::app {
namespace {

constexpr std::chrono::seconds kBetweenLooks{1};
constexpr std::chrono::milliseconds kBetweenAnswers{5};

std::vector<std::string> names_of(const std::vector<Watch::Loop>& loops,
                                  const std::vector<Watch::Writer>& writers)
{
    std::vector<std::string> names;
    names.reserve(loops.size() + writers.size());
    for (const Watch::Loop& loop : loops) names.push_back(loop.name);
    for (const Watch::Writer& writer : writers) names.push_back(writer.name);
    return names;
}

}  // namespace

Watch::Watch(const Executor& home, std::vector<Loop> loops, std::vector<Writer> writers)
    : home_(home),
      loops_(std::move(loops)),
      writers_(std::move(writers)),
      places_(loops_.size()),
      rounds_(writers_.size()),
      pulse_(names_of(loops_, writers_), std::chrono::steady_clock::now()),
      timer_(home)
{
}

void Watch::start(OnLook on_look)
{
    on_look_ = std::move(on_look);
    is_running_ = true;
    boost::asio::post(home_, [this] { look(); });
}

Task<void> Watch::stop()
{
    is_running_ = false;
    timer_.cancel();
    while (is_owed_an_answer()) {
        timer_.expires_after(kBetweenAnswers);
        co_await timer_.async_wait(as_result);
    }
}

bool Watch::is_owed_an_answer() const noexcept
{
    return std::ranges::any_of(places_, &Place::is_asked);
}

LoopVitals Watch::vitals() const
{
    LoopVitals all;
    for (const Place& place : places_) {
        all.in_flight += place.last.in_flight;
        const std::optional<Timestamp>& due = place.last.first_due;
        if (due && (!all.first_due || *due < *all.first_due)) all.first_due = due;
    }
    return all;
}

void Watch::look()
{
    if (!is_running_) return;
    for (std::size_t i = 0; i < loops_.size(); ++i) {
        if (!places_[i].is_asked) ask(i);
    }
    listen_to_writers();
    on_look_();
    wait();
}

void Watch::wait()
{
    timer_.expires_after(kBetweenLooks);
    timer_.async_wait([this](const boost::system::error_code& ec) {
        if (!ec) look();
    });
}

void Watch::ask(std::size_t loop)
{
    places_[loop].is_asked = true;
    boost::asio::post(loops_[loop].home, [this, loop] {
        boost::asio::post(home_, [this, loop, vitals = loops_[loop].ask()] {
            places_[loop] = Place{vitals, false};
            pulse_.heard(loop, std::chrono::steady_clock::now());
        });
    });
}

void Watch::listen_to_writers()
{
    for (std::size_t i = 0; i < writers_.size(); ++i) {
        const std::uint64_t rounds = writers_[i].meter->rounds.value();
        if (rounds == std::exchange(rounds_[i], rounds)) continue;
        pulse_.heard(loops_.size() + i, std::chrono::steady_clock::now());
    }
}

}  // namespace mysigfox::app
