// Plays the Sigfox Backend in an open loop: callbacks are due at fixed times, whatever the answers.
//   callback_generator --port P --rate R --seconds S [--connections C] [--devices N]
//       [--first-device ID] [--first-sequence N] [--secret S] [--acknowledged FILE]
// A latency counts from when its callback was due. Rate 0: as fast as the answers come. A device
// sends one message after the other: its next one goes when the one before was answered.
#include "benchmark/tools/arguments.hpp"
#include "benchmark/tools/callback_bytes.hpp"
#include "benchmark/tools/histogram.hpp"
#include "benchmark/tools/sockets.hpp"
#include "benchmark/tools/stamp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <deque>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using namespace mysigfox::benchmark;

constexpr std::uint64_t kSecond = 1'000'000'000;
/// Callbacks that fall due within it go out together: a wake-up each would cost the machine more
/// than what is measured. It is less than what is counted in the latency anyway.
constexpr std::uint64_t kTick = 200'000;
constexpr std::uint64_t kPatience = 20 * kSecond;

struct Callback {
    std::uint32_t sequence = 0;  // of this run
    std::uint32_t device = 0;
    std::uint64_t due = 0;
};

/// One keep-alive connection with at most one callback under way.
struct Connection {
    int fd = -1;
    Callback callback;
    std::string answer;
};

class Generator {
public:
    explicit Generator(const Arguments& given)
        : port_(given.whole("--port", 8080)),
          gap_(gap_of(given.number("--rate", 1'000))),
          devices_(given.whole("--devices", 10'000U)),
          first_device_(given.whole("--first-device", 0x10000000U)),
          first_sequence_(given.whole("--first-sequence", 0U)),
          request_(given.text("--secret", "the-secret-of-the-callback")),
          connections_(given.whole<std::size_t>("--connections", 64)),
          end_(static_cast<std::uint64_t>(given.number("--seconds", 5) * 1e9))
    {
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            connect(connections_[i], i);
            free_.push_back(i);
        }
        begun_ = now_ns();
        end_ += begun_;
    }

    void run()
    {
        for (now_ = now_ns(); !is_over(); now_ = now_ns()) {
            while (!free_.empty() && next_due() <= now_ && next_due() < end_) take_next();
            for (const epoll_event& event : epoll_.wait(patience())) receive(event.data.u64);
        }
    }

    void report(const std::string& acknowledged_file) const
    {
        std::ofstream out(acknowledged_file, std::ios::binary);
        out.write(acknowledged_.data(), static_cast<std::streamsize>(acknowledged_.size()));
        const auto took = static_cast<double>(last_answer_ - begun_) / 1e9;
        fmt::print(R"({{"sent":{},"acknowledged":{},"unanswered":{},"broken":{},"seconds":{:.3f},)"
                   R"("cpu":{:.3f},"statuses":{{)",
                   sent_, count_of(204), unanswered(), broken_, took,
                   static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
        const char* separator = "";
        for (const auto& [status, count] : statuses_) {
            fmt::print(R"({}"{}":{})", std::exchange(separator, ","), status, count);
        }
        fmt::print("}},\"ack\":{}}}\n", latencies_.json());
    }

private:
    static double gap_of(double rate) { return rate > 0 ? 1e9 / rate : 0; }

    std::uint64_t next_due() const
    {
        return gap_ == 0 ? now_ : begun_ + static_cast<std::uint64_t>(gap_ * sent_);
    }

    bool is_over() const
    {
        if (next_due() < end_) return false;
        return free_.size() == connections_.size() || now_ > end_ + kPatience;
    }

    /// Until the next callback is due; or for answers, when no connection is free or nothing left.
    std::uint64_t patience() const
    {
        const std::uint64_t next = next_due();
        if (free_.empty() || next >= end_) return kSecond / 10;
        return next > now_ + kTick ? next - now_ : kTick;
    }

    void connect(Connection& connection, std::size_t index) const
    {
        connection.fd = checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
        const sockaddr_in relay = address(INADDR_LOOPBACK, port_);
        checked(::connect(connection.fd, reinterpret_cast<const sockaddr*>(&relay), sizeof relay),
                "connect");
        send_at_once(connection.fd);
        epoll_.watch(connection.fd, index);
    }

    void take_next()
    {
        // A stride mixes the devices, so that no webhook gets its messages in a row.
        constexpr std::uint64_t kStride = 7'919;
        const std::uint32_t number = first_sequence_ + sent_;
        const auto device = static_cast<std::uint32_t>(number * kStride % devices_);
        const Callback callback{sent_, device, next_due()};
        ++sent_;
        const auto [line, is_free] = under_way_.try_emplace(device);
        if (!is_free) return line->second.push_back(callback);
        const std::size_t index = free_.back();
        free_.pop_back();
        send(callback, index);
    }

    void send(const Callback& callback, std::size_t index)
    {
        connections_[index].callback = callback;
        const std::uint32_t number = first_sequence_ + callback.sequence;
        const std::string& bytes = request_.about(
            {number, callback.due}, first_device_ + callback.device, number / devices_ % 4'096);
        const ssize_t size =
            ::send(connections_[index].fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size != static_cast<ssize_t>(bytes.size())) start_again(index);
    }

    /// The connection has no callback under way any more: the next of that device has its turn.
    void go_on(std::size_t index)
    {
        const auto line = under_way_.find(connections_[index].callback.device);
        if (line->second.empty()) {
            under_way_.erase(line);
            free_.push_back(index);
            return;
        }
        const Callback next = line->second.front();
        line->second.pop_front();
        send(next, index);
    }

    void receive(std::size_t index)
    {
        Connection& connection = connections_[index];
        char bytes[4096];
        const ssize_t size = ::recv(connection.fd, bytes, sizeof bytes, MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) return start_again(index);
        connection.answer.append(bytes, static_cast<std::size_t>(size));
        if (!is_whole(connection.answer)) return;
        last_answer_ = now_ns();
        latencies_.add_since(connection.callback.due);
        const int status = std::stoi(connection.answer.substr(9, 3));
        ++statuses_[status];
        acknowledged_.resize(sent_);
        acknowledged_[connection.callback.sequence] = status == 204 ? 1 : 0;
        connection.answer.clear();
        go_on(index);
    }

    static bool is_whole(std::string_view answer)
    {
        const std::size_t head = answer.find("\r\n\r\n");
        if (head == std::string_view::npos) return false;
        constexpr std::string_view kLength = "\r\nContent-Length: ";
        const std::size_t length = answer.substr(0, head).find(kLength);
        if (length == std::string_view::npos) return true;
        const auto body = std::strtoul(answer.data() + length + kLength.size(), nullptr, 10);
        return answer.size() >= head + 4 + body;
    }

    void start_again(std::size_t index)
    {
        Connection& connection = connections_[index];
        const bool was_free = std::find(free_.begin(), free_.end(), index) != free_.end();
        ::close(connection.fd);
        connection.answer.clear();
        connect(connection, index);
        if (was_free) return;
        ++broken_;
        go_on(index);
    }

    std::size_t unanswered() const
    {
        std::size_t count = 0;
        for (const auto& [device, behind] : under_way_) count += 1 + behind.size();
        return count;
    }

    std::uint64_t count_of(int status) const
    {
        const auto found = statuses_.find(status);
        return found == statuses_.end() ? 0 : found->second;
    }

    const int port_;
    const double gap_;  // nanoseconds between two callbacks
    const std::uint32_t devices_;
    const std::uint32_t first_device_;
    const std::uint32_t first_sequence_;
    Epoll epoll_;
    CallbackBytes request_;
    std::vector<Connection> connections_;
    std::vector<std::size_t> free_;
    std::unordered_map<std::uint32_t, std::deque<Callback>> under_way_;  // what waits behind it
    std::uint64_t begun_ = 0;
    std::uint64_t end_;
    std::uint64_t now_ = 0;
    std::uint64_t last_answer_ = 0;
    std::uint32_t sent_ = 0;
    std::uint64_t broken_ = 0;
    std::map<int, std::uint64_t> statuses_;
    std::string acknowledged_;  // a byte a callback
    Histogram latencies_;
};

}  // namespace

int main(int argc, char** argv)
{
    const Arguments given{argc, argv};
    Generator generator{given};
    generator.run();
    generator.report(given.text("--acknowledged", "/dev/null"));
}
