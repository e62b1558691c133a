// The way down: who takes from others stops first, who is asked how it goes stops last.
#include "app/application.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <csignal>
#include <future>
#include <utility>

namespace mysigfox::app {

namespace asio = boost::asio;

namespace {

/// For a question that comes just before the end.
constexpr std::chrono::milliseconds kLastAnswers{200};

using Work = std::vector<std::pair<Executor, Task<void>>>;

/// Runs the coroutines, each on its own loop, and waits for all.
void run_on_loops(Work&& tasks)
{
    std::vector<std::future<void>> done;
    done.reserve(tasks.size());
    for (auto& [home, task] : tasks) {
        done.push_back(asio::co_spawn(home, std::move(task), asio::use_future));
    }
    for (std::future<void>& future : done) future.get();
}

Task<void> nothing()
{
    co_return;
}

}  // namespace

void Application::stop()
{
    // A second signal cuts at once: what was acknowledged is on disk.
    signals_.clear();
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);

    manager_.stops(settings_.shutdown_grace);
    monitoring_->drains();
    stop_rooms();
    // Nobody calls the stores any more. Their threads commit what is left and checkpoint.
    monitoring_.reset();
    rooms_.clear();
    certificates_.reset();
    control_.reset();
    backup_.reset();
    mail_.reset();
    history_.reset();
    stores_.reset();
    loops_.finish();
    control_loop_.finish();
    spdlog::info("stopped");
}

/// The command line and monitoring get their answers until all others are gone.
void Application::stop_rooms()
{
    const auto began = std::chrono::steady_clock::now();
    Work first;
    for (const auto& room : rooms_) {
        first.emplace_back(room->home(), room->stop(settings_.shutdown_grace));
    }
    if (certificates_) first.emplace_back(control_->home(), certificates_->stop());
    run_on_loops(std::move(first));

    const auto used = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    const std::chrono::milliseconds left = settings_.shutdown_grace - used;
    Work last;
    last.emplace_back(control_->home(), control_->stop(std::max(left, kLastAnswers)));
    last.emplace_back(control_->home(), monitoring_->stop());
    run_on_loops(std::move(last));

    // What the last command posted to the control loop, and that to the others, finds them there.
    Work control;
    control.emplace_back(control_->home(), nothing());
    run_on_loops(std::move(control));
    Work loops;
    for (const auto& room : rooms_) loops.emplace_back(room->home(), nothing());
    run_on_loops(std::move(loops));
}

}  // namespace mysigfox::app
