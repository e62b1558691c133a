#include "mysigfox/net/io_threads.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace mysigfox::net {
namespace {

/// A defect in one handler must not take the loop, and everybody on it, down.
void run_until_done(boost::asio::io_context& io)
{
    for (;;) {
        try {
            io.run();
            return;
        } catch (const std::exception& error) {
            spdlog::error("event loop: {}", error.what());
        }
    }
}

}  // namespace

IoThreads::IoThreads(std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>());
}

IoThreads::~IoThreads()
{
    finish();
}

void IoThreads::start()
{
    for (const auto& loop : loops_) {
        threads_.emplace_back([&io = loop->io] { run_until_done(io); });
    }
}

void IoThreads::finish()
{
    for (const auto& loop : loops_) loop->stay.reset();
    threads_.clear();
}

}  // namespace mysigfox::net
