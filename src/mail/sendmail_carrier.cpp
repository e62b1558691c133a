// One letter through a local command such as sendmail, which finds its addressee by itself (-t).
#include "mail/carrier.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

extern char** environ;

namespace mysigfox::mail {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::chrono::milliseconds kLookAtCommand{20};
constexpr int kNoPermission = 77;  // of sysexits.h
constexpr int kUnknownUser = 67;

/// The command with its standard input at our end of a pair of sockets, so that a command that
/// reads nothing cannot stop us.
struct Running {
    pid_t pid = -1;
    int input = -1;
};

int start(const std::vector<std::string>& command, Running& running)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, static_cast<int*>(ends)) != 0) {
        return errno;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int failure = ::posix_spawn(&running.pid, arguments.front(), &actions, nullptr,
                                      arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[0]);
    running.input = ends[1];
    if (failure != 0) ::close(ends[1]);
    return failure;
}

class SendmailCarrier final : public Carrier {
public:
    SendmailCarrier(const MailSettings& settings, IsStopping is_stopping)
        : settings_(settings), is_stopping_(std::move(is_stopping))
    {
    }

    Carried carry(const Envelope& envelope) override
    {
        Running running;
        const int failure = start(settings_.sendmail_command, running);
        if (failure != 0) return {Carried::Verdict::later, std::strerror(failure)};
        const SteadyTime end = std::chrono::steady_clock::now() + settings_.deadline;
        feed(running, envelope.text, end);
        ::close(running.input);
        return wait(running.pid, end);
    }

private:
    bool is_late(SteadyTime end) const
    {
        return is_stopping_() || std::chrono::steady_clock::now() >= end;
    }

    /// As far as the command takes it: how it ends tells the rest.
    void feed(const Running& running, std::string_view text, SteadyTime end) const
    {
        while (!text.empty() && !is_late(end)) {
            const ssize_t sent =
                ::send(running.input, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
            if (sent >= 0) continue;
            if (errno != EAGAIN) return;
            pollfd ready{running.input, POLLOUT, 0};
            ::poll(&ready, 1, static_cast<int>(kLookAtCommand.count()));
        }
    }

    Carried wait(pid_t pid, SteadyTime end) const
    {
        int status = 0;
        while (::waitpid(pid, &status, WNOHANG) == 0) {
            if (is_late(end)) {
                ::kill(pid, SIGKILL);
                ::waitpid(pid, &status, 0);
                return {Carried::Verdict::later, "the command did not end in time"};
            }
            std::this_thread::sleep_for(kLookAtCommand);
        }
        if (!WIFEXITED(status)) return {Carried::Verdict::later, "the command was ended"};
        const int code = WEXITSTATUS(status);
        if (code == 0) return {Carried::Verdict::taken, {}};
        const bool is_final = code == kUnknownUser || code == kNoPermission;
        return {is_final ? Carried::Verdict::never : Carried::Verdict::later,
                fmt::format("the command ended with {}", code)};
    }

    const MailSettings settings_;
    const IsStopping is_stopping_;
};

}  // namespace

std::unique_ptr<Carrier> make_sendmail_carrier(const MailSettings& settings, IsStopping is_stopping)
{
    return std::make_unique<SendmailCarrier>(settings, std::move(is_stopping));
}

}  // namespace mysigfox::mail
