// A place where coroutines wait until a test lets them pass.
#pragma once

#include "mysigfox/base/task.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>

namespace mysigfox::test {

/// Open at first. Whoever is cancelled at a closed gate passes, too.
class Gate {
public:
    explicit Gate(Executor home) : opening_(home, std::chrono::steady_clock::time_point::max()) {}

    void close() { is_open_ = false; }
    void open()
    {
        is_open_ = true;
        opening_.cancel();
    }

    Task<void> pass()
    {
        if (!is_open_) co_await opening_.async_wait(as_result);
    }

private:
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
        opening_;  // never expires; cancelled to open
    bool is_open_ = true;
};

}  // namespace mysigfox::test
