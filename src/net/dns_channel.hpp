// c-ares on one loop: questions out, answers in, no thread and no blocking call.
#pragma once

#include "mysigfox/base/task.hpp"
#include "mysigfox/net/resolver.hpp"

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct ares_addrinfo;
struct ares_channeldata;

namespace mysigfox::net {

enum class Family { v4, v6 };

/// What one question brought.
struct DnsAnswer {
    Resolution resolution;
    std::chrono::seconds ttl{0};  ///< the shortest of the answer, aliases included
};

/// A c-ares channel whose sockets are watched by the loop. Confined to it.
class DnsChannel {
public:
    using Done = std::function<void(DnsAnswer)>;

    DnsChannel(Executor home, const ResolverOptions& options);
    ~DnsChannel();
    DnsChannel(const DnsChannel&) = delete;
    DnsChannel& operator=(const DnsChannel&) = delete;

    /// Calls done once: never inside this call and never inside c-ares, so that it may ask again.
    void ask(const std::string& name, Family family, Done done);

    /// Answers everything open with `failed` and closes the sockets. Nothing may be asked after.
    void stop();

private:
    struct Question;
    struct Watch;
    struct Destroy {
        void operator()(ares_channeldata* channel) const noexcept;
    };

    static void on_answer(void* question, int status, int timeouts, ares_addrinfo* result) noexcept;
    static void on_socket_state(void* self, int socket, int readable, int writable) noexcept;

    void watch(int socket, bool readable, bool writable);
    void arm(const std::shared_ptr<Watch>& watch);
    void process(int readable, int writable);
    void tick();

    Executor home_;
    std::size_t open_ = 0;
    std::vector<std::pair<Done, DnsAnswer>> answered_;  ///< not yet handed over
    std::map<int, std::shared_ptr<Watch>> watches_;
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
        ticker_;
    bool ticking_ = false;
    std::unique_ptr<ares_channeldata, Destroy> channel_;  // last: its end calls into the others
};

}  // namespace mysigfox::net
