#include "cli/backup_copy.hpp"

#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/control/channel.hpp"
#include "mysigfox/storage/backup.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <thread>

namespace mysigfox::cli {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kBetweenQuestions{100};
constexpr const char* kCopying = "copying  ";

/// What the daemon says until it has finished, one way or the other.
int wait_for_copy(const config::Settings& settings)
{
    ProgressLine line;
    for (;;) {
        const auto answer = control::ask_daemon(settings.control_socket, "backup.progress", "{}");
        if (!answer) return fail(answer.error());
        const json told = json::parse(*answer, nullptr, /*allow_exceptions=*/false);
        const std::string state = told.is_object() ? told.value("state", "") : "";
        if (state == "copied") return kDone;
        if (state != "copying") {
            return fail(kIoError, "the daemon made no copy: " + told.value("problem", state));
        }
        line.show(kCopying, told.value("done_bytes", std::uint64_t{0}),
                  told.value("total_bytes", std::uint64_t{0}));
        std::this_thread::sleep_for(kBetweenQuestions);
    }
}

int copy_alone(const config::Settings& settings)
{
    const auto directory = storage::StateDirectory::open(settings.state_directory);
    if (!directory && directory.error().code == Errc::conflict) {
        return fail(kUnreachable, "a daemon (or another command) holds " +
                                      (settings.state_directory / "lock").string() +
                                      ", but does not answer on " +
                                      settings.control_socket.string());
    }
    if (!directory) return fail(directory.error());
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

}  // namespace

int copy_into_state_directory(const config::Settings& settings)
{
    const auto begun = control::ask_daemon(settings.control_socket, "backup.begin", "{}");
    if (begun) return wait_for_copy(settings);
    if (begun.error().code != Errc::unreachable) return fail(begun.error());
    if (!std::filesystem::exists(settings.state_directory)) {
        return fail(kIoError, settings.state_directory.string() + ": is not there");
    }
    return in_a_child([&settings] { return copy_alone(settings); });
}

}  // namespace mysigfox::cli
