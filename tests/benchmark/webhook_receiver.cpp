// Plays the customers' servers: proves what arrives, and behaves well or badly as the path says.
//   webhook_receiver [--port P] [--bomb FILE]
// Prints its ports (webhooks; TLS that is reset; nobody listens; DNS that is silent), then obeys
// lines on its input:
//   measure         latencies count from now on
//   report          one line of JSON
//   save FILE       a byte for each sequence number: how often it came
//   down, up        every webhook answers 503 meanwhile
#include "benchmark/tools/arguments.hpp"
#include "benchmark/tools/arrivals.hpp"
#include "benchmark/tools/manners.hpp"
#include "benchmark/tools/request.hpp"
#include "benchmark/tools/sockets.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <deque>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace mysigfox::benchmark;

constexpr std::uint64_t kSecond = 1'000'000'000;

std::string content_of(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Connection {
    bool is_open = false;
    std::uint32_t generation = 0;  // descriptors come again
    std::string received;
    Behaviour behaviour;
    std::uint64_t asked = 0;  // when a request came that is not answered in full; 0: none
    std::string endless;
};

/// When something is to be said on a connection that is taking its time.
struct Reminder {
    std::uint64_t at = 0;
    int fd = -1;
    std::uint32_t generation = 0;
};

class Receiver {
public:
    explicit Receiver(const Arguments& given)
        : bomb_(content_of(given.text("--bomb", "/dev/null"))),
          webhooks_(bound_socket(SOCK_STREAM, given.whole("--port", 0))),
          resets_(bound_socket(SOCK_STREAM, 0)),
          closed_(bound_socket(SOCK_STREAM, 0, /*listens=*/false)),
          silence_(bound_socket(SOCK_DGRAM, 0))
    {
        epoll_.watch(STDIN_FILENO, STDIN_FILENO);
        epoll_.watch(webhooks_, static_cast<std::uint64_t>(webhooks_));
        epoll_.watch(resets_, static_cast<std::uint64_t>(resets_));
        say(fmt::format(R"({{"port":{},"reset":{},"closed":{},"silent":{}}})", port_of(webhooks_),
                        port_of(resets_), port_of(closed_), port_of(silence_)));
    }

    void run()
    {
        while (!is_over_) {
            for (const epoll_event& event : epoll_.wait(kSecond / 10)) serve(event);
            remind();
        }
    }

private:
    static void say(const std::string& line)
    {
        fmt::print("{}\n", line);
        std::fflush(stdout);
    }

    void serve(const epoll_event& event)
    {
        const int fd = static_cast<int>(event.data.u64);
        if (fd == STDIN_FILENO) return obey();
        if (fd == webhooks_) return let_in(fd);
        if (fd == resets_) return reset_all();
        if ((event.events & EPOLLOUT) != 0) go_on_for_ever(fd);
        if ((event.events & ~static_cast<unsigned>(EPOLLOUT)) != 0) receive(fd);
    }

    void obey()
    {
        char bytes[4096];
        const ssize_t size = ::read(STDIN_FILENO, bytes, sizeof bytes);
        is_over_ = size <= 0;
        if (is_over_) return;
        std::istringstream lines{std::string(bytes, static_cast<std::size_t>(size))};
        for (std::string line; std::getline(lines, line);) {
            const std::string word = line.substr(0, line.find(' '));
            if (word == "measure") arrivals_.start_measuring();
            if (word == "save") arrivals_.save(line.substr(word.size() + 1));
            if (word == "down" || word == "up") is_down_ = word == "down";
            say(report());
        }
    }

    std::string report() const
    {
        std::string counts;
        for (std::size_t i = 0; i < kManners.size(); ++i) {
            counts += fmt::format(R"({}"{}":{})", i == 0 ? "" : ",", kManners[i], requests_[i]);
        }
        return fmt::format(R"({{"out_of_order":{},"connections":{},"resets":{},"longest":{:.3f},)"
                           R"("requests":{{{}}},"latency":{}}})",
                           arrivals_.out_of_order(), connections_opened_, resets_made_,
                           static_cast<double>(longest_) / 1e9, counts, arrivals_.latencies());
    }

    void let_in(int listener)
    {
        for (;;) {
            const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0) return;
            if (at_.size() <= static_cast<std::size_t>(fd)) at_.resize(2 * std::size_t(fd) + 64);
            Connection fresh;
            fresh.is_open = true;
            fresh.generation = connection(fd).generation + 1;
            connection(fd) = std::move(fresh);
            ++connections_opened_;
            send_at_once(fd);
            epoll_.watch(fd, static_cast<std::uint64_t>(fd));
        }
    }

    /// In the middle of the handshake.
    void reset_all()
    {
        for (;;) {
            const int fd = ::accept4(resets_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) return;
            char hello = 0;
            const ssize_t size = ::recv(fd, &hello, 1, 0);
            const linger at_once{1, 0};
            ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
            ::close(fd);
            if (size == 1) ++resets_made_;
        }
    }

    void receive(int fd)
    {
        std::array<char, 16'384> bytes;
        const ssize_t size = ::recv(fd, bytes.data(), bytes.size(), 0);
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) return leave(fd);
        Connection& from = connection(fd);
        const std::string_view fresh{bytes.data(), static_cast<std::size_t>(size)};
        if (from.received.empty() && take_request(fd, fresh)) return;
        from.received += fresh;
        if (take_request(fd, from.received)) from.received.clear();
    }

    /// False if it is not whole.
    bool take_request(int fd, std::string_view text)
    {
        const auto request = read_request(text);
        if (request) answer(fd, behaviour_of(request->path), request->body);
        return request.has_value();
    }

    void answer(int fd, Behaviour behaviour, std::string_view body)
    {
        if (is_down_) behaviour.manner = Manner::fail;
        ++requests_[static_cast<std::size_t>(behaviour.manner)];
        const bool takes = takes_messages(behaviour.manner);
        if (takes) arrivals_.note(body, behaviour.manner == Manner::ok);
        const std::string& words = first_words_of(behaviour.manner);
        if (!words.empty()) ::send(fd, words.data(), words.size(), MSG_NOSIGNAL);
        if (takes || behaviour.manner == Manner::fail) return;

        Connection& to = connection(fd);
        to.behaviour = behaviour;
        to.asked = now_ns();
        to.endless = endless_words(behaviour.manner);
        if (!to.endless.empty()) {
            epoll_.watch(fd, static_cast<std::uint64_t>(fd), EPOLLIN | EPOLLOUT);
        }
        if (behaviour.manner == Manner::hang) remind_after(fd, behaviour.seconds);
        if (behaviour.manner == Manner::drip) remind_after(fd, 1);
    }

    const std::string& first_words_of(Manner manner)
    {
        std::string& words = words_[static_cast<std::size_t>(manner)];
        if (words.empty()) words = first_words(manner, bomb_);
        return words;
    }

    void go_on_for_ever(int fd)
    {
        const std::string& words = connection(fd).endless;
        const ssize_t size = ::send(fd, words.data(), words.size(), MSG_NOSIGNAL);
        if (size < 0 && errno != EAGAIN) leave(fd);
    }

    void remind_after(int fd, int seconds)
    {
        const std::uint64_t at = now_ns() + static_cast<std::uint64_t>(seconds) * kSecond;
        reminders_[seconds == 1 ? 1 : 0].push_back({at, fd, connection(fd).generation});
    }

    void remind()
    {
        const std::uint64_t now = now_ns();
        for (std::deque<Reminder>& line : reminders_) {
            for (; !line.empty() && line.front().at <= now; line.pop_front()) speak(line.front());
        }
    }

    void speak(const Reminder& reminder)
    {
        Connection& to = connection(reminder.fd);
        if (!to.is_open || to.generation != reminder.generation || to.asked == 0) return;
        if (to.behaviour.manner == Manner::drip) {
            ::send(reminder.fd, "x", 1, MSG_NOSIGNAL);
            return remind_after(reminder.fd, 1);
        }
        const std::string& words = first_words_of(Manner::ok);
        ::send(reminder.fd, words.data(), words.size(), MSG_NOSIGNAL);
        note_end(to);
    }

    void note_end(Connection& of)
    {
        if (of.asked != 0) longest_ = std::max(longest_, now_ns() - of.asked);
        of.asked = 0;
    }

    void leave(int fd)
    {
        note_end(connection(fd));
        connection(fd).is_open = false;
        ::close(fd);
    }

    Connection& connection(int fd) { return at_[static_cast<std::size_t>(fd)]; }

    const std::string bomb_;
    const int webhooks_;
    const int resets_;
    const int closed_;   // bound, and nobody listens
    const int silence_;  // bound, and never read
    Epoll epoll_;
    std::vector<Connection> at_;  // by descriptor
    std::array<std::string, kManners.size()> words_;
    std::array<std::uint64_t, kManners.size()> requests_{};
    std::array<std::deque<Reminder>, 2> reminders_;  // each in the order of time
    Arrivals arrivals_;
    std::uint64_t connections_opened_ = 0;
    std::uint64_t resets_made_ = 0;
    std::uint64_t longest_ = 0;
    bool is_down_ = false;
    bool is_over_ = false;
};

}  // namespace

int main(int argc, char** argv)
{
    Receiver{Arguments{argc, argv}}.run();
}
