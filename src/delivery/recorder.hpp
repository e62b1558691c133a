// Gets what became of a delivery onto the disk, however long the disk refuses.
#pragma once

#include "mysigfox/base/task.hpp"
#include "mysigfox/storage/outbox.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>

namespace mysigfox::delivery {

/// Records outcomes of the deliveries of one loop, and tries again while storage refuses.
///
/// An attempt keeps its slot meanwhile. So a full disk ends in a few messages sent and not yet
/// recorded, and in no customer getting the same message over and over.
class Recorder {
public:
    /// The pause after a refusal doubles from first_pause up to 30 s.
    Recorder(Executor home, storage::Outbox& outbox, std::chrono::milliseconds first_pause);

    /// True once on disk; false only if that failed and stop() was called: then the delivery is
    /// what it was on disk.
    Task<bool> record(storage::DeliveryUpdate update);

    /// Whoever waits tries a last time.
    void stop();

private:
    void pause_after(const Error& error);
    void resume();

    using Timer = boost::asio::basic_waitable_timer<
        std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

    storage::Outbox& outbox_;
    std::chrono::milliseconds first_pause_;
    std::chrono::milliseconds pause_;
    Timer timer_;  // one for all who wait
    bool is_refused_ = false;
    bool is_stopping_ = false;
};

}  // namespace mysigfox::delivery
