#include "cli/backup_copy.hpp"

#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/control/channel.hpp"
#include "mysigfox/storage/backup.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace mysigfox::cli {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kBetweenQuestions{100};
constexpr const char* kCopying = "copying  ";

/// What the daemon says until it has finished, one way or the other.
int wait_for_daemon(const config::Settings& settings)
{
    ProgressLine line;
    for (;;) {
        const auto answer = control::ask_daemon(settings.control_socket, "work.progress", "{}");
        if (!answer) return fail(answer.error());
        const json told = json::parse(*answer, nullptr, /*allow_exceptions=*/false);
        const std::string state = told.is_object() ? told.value("state", "") : "";
        if (state == "done") return kDone;
        if (state != "working") {
            return fail(kIoError, "the daemon could not do it: " + told.value("problem", state));
        }
        line.show(kCopying, told.value("done_bytes", std::uint64_t{0}),
                  told.value("total_bytes", std::uint64_t{0}));
        std::this_thread::sleep_for(kBetweenQuestions);
    }
}

/// Says why not.
std::optional<storage::StateDirectory> take_lock(const config::Settings& settings, int& code)
{
    auto directory = storage::StateDirectory::open(settings.state_directory);
    if (directory) return std::move(*directory);
    code = fail(directory.error());
    if (directory.error().code != Errc::conflict) return std::nullopt;
    code = kUnreachable;
    tell("mysigfox: it does not answer on " + settings.control_socket.string());
    return std::nullopt;
}

int scrub_alone(const config::Settings& settings)
{
    int code = kDone;
    const auto directory = take_lock(settings, code);
    if (!directory) return code;
    const Result<void> done = storage::scrub(*directory);
    return done ? static_cast<int>(kDone) : fail(done.error());
}

int copy_alone(const config::Settings& settings)
{
    int code = kDone;
    const auto directory = take_lock(settings, code);
    if (!directory) return code;
    const auto key = SecretKey::open_or_create(directory->key_file());
    if (!key) return fail(key.error());
    ProgressLine line;
    storage::CopyOrder order;
    order.file = storage::StateDirectory::copy_in(directory->path());
    order.key_id = storage::key_id(*key);
    order.now = SystemClock{}.now();
    order.tell = [&line](std::uint64_t done, std::uint64_t total) {
        line.show(kCopying, done, total);
    };
    const Result<void> copied = storage::copy_stores(*directory, order);
    return copied ? static_cast<int>(kDone) : fail(copied.error());
}

/// Whoever takes the lock gives up being root; this process may need that to put the backup where
/// it was wanted.
int in_a_child(const std::function<int()>& work)
{
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child < 0) return fail(kTryAgain, "no process can be made");
    if (child == 0) {
        const int code = work();
        std::fflush(nullptr);
        ::_exit(code);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(kIoError);
}

int by_daemon_or_alone(const config::Settings& settings, std::string_view verb,
                       int (*alone)(const config::Settings&))
{
    const auto begun = control::ask_daemon(settings.control_socket, verb, "{}");
    if (begun) return wait_for_daemon(settings);
    if (begun.error().code != Errc::unreachable) return fail(begun.error());
    if (!std::filesystem::exists(settings.state_directory)) {
        return fail(kIoError, settings.state_directory.string() + ": is not there");
    }
    return in_a_child([&] { return alone(settings); });
}

}  // namespace

int copy_into_state_directory(const config::Settings& settings)
{
    return by_daemon_or_alone(settings, "backup.begin", copy_alone);
}

int scrub_stores(const config::Settings& settings)
{
    return by_daemon_or_alone(settings, "scrub.begin", scrub_alone);
}

}  // namespace mysigfox::cli
