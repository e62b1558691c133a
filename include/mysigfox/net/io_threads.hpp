// The event loops: one thread each, and nothing ever changes threads.
#pragma once

#include "mysigfox/base/task.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

namespace mysigfox::net {

/// One event loop per thread, so a coroutine never changes threads: no strands, and
/// nothing that belongs to one loop needs a lock.
class IoThreads {
public:
    explicit IoThreads(std::size_t count);
    ~IoThreads();

    std::size_t count() const noexcept { return loops_.size(); }
    boost::asio::io_context& context(std::size_t index) const
    {
        return loops_[index % loops_.size()]->io;
    }
    Executor at(std::size_t index) const { return context(index).get_executor(); }

    /// Starts the threads. An exception that escapes a handler is logged and the loop goes on.
    void start();

    /// Lets every loop end once it has nothing left to do, and waits for that.
    void finish();

private:
    struct Loop {
        boost::asio::io_context io{1};
        boost::asio::executor_work_guard<Executor> stay{io.get_executor()};
    };

    std::vector<std::unique_ptr<Loop>> loops_;
    std::vector<std::jthread> threads_;
};

}  // namespace mysigfox::net
