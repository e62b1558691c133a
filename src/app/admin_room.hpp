// The server of the admin listener.
#pragma once

#include "mysigfox/admin/routes.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/http/server.hpp"
#include "mysigfox/net/sweep.hpp"

#include <chrono>
#include <memory>

namespace mysigfox::app {

/// Answers monitoring, on a loop that carries no messages. Confined to it.
class AdminRoom {
public:
    AdminRoom(const Executor& home, admin::Sources sources);

    Executor home() const noexcept { return home_; }

    /// Takes over a listening socket.
    void start(int listening_descriptor);
    /// To be the last to stop, so that /readyz says 503 meanwhile.
    Task<void> stop(std::chrono::milliseconds grace);

private:
    Executor home_;
    Metrics unseen_;  // scrapes are not counted among the callbacks
    net::Sweep sweep_;
    http::Router router_;
    std::unique_ptr<http::Server> server_;  // last: it calls all of the above
};

}  // namespace mysigfox::app
