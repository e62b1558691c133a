// A listening socket that keeps accepting whatever happens.
#pragma once

#include "http/tally.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/ip_address.hpp"

#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include <functional>

namespace mysigfox::http {

/// Takes over an accepted, non-blocking descriptor of that address family.
using Welcome = std::function<void(int descriptor, int family, const IpAddress& peer)>;

/// Accepts on one loop. When descriptors run out, a spare one is given up for a moment to take
/// the next client in and send it away: otherwise it would stay at the door and ring for ever.
class Listener {
public:
    Listener(const Executor& home, int descriptor, Tally& tally);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// Ends after close().
    Task<void> accept(Welcome welcome);
    void close();

private:
    enum class Outcome { accepted, nobody_there, out_of_descriptors, failed };

    bool accept_some(const Welcome& welcome);
    Outcome accept_one(const Welcome& welcome);
    void send_one_away();
    Task<void> pause();

    boost::asio::posix::basic_stream_descriptor<Executor> socket_;
    Tally& tally_;
    int spare_;
};

}  // namespace mysigfox::http
