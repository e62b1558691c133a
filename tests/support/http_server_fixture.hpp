// A real server on a loop of its own, with handlers that tests can watch and hold back.
#pragma once

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/http/server.hpp"
#include "mysigfox/net/io_threads.hpp"
#include "mysigfox/net/sweep.hpp"
#include "support/raw_client.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace mysigfox::testing_support {

using namespace std::chrono_literals;

class HttpServerTest : public testing::Test {
protected:
    ~HttpServerTest() override
    {
        if (server_) stop(0ms);
        boost::asio::post(io_.at(0), [this] { sweep_.stop(); });
        io_.finish();
    }

    void add(std::string path, std::vector<std::string> methods, http::Handler handler,
             http::Admission admit = {}, std::uint64_t body_limit = 64 * 1024)
    {
        http::Route route;
        route.path = std::move(path);
        route.methods = std::move(methods);
        route.handle = std::move(handler);
        route.admit = std::move(admit);
        route.body_limit = body_limit;
        router_.add(std::move(route));
    }

    /// Answers 200 with the body it got.
    static Task<http::Response> echo(const http::Request& request)
    {
        co_return http::plain_response(200, request.body);
    }

    /// Answers once it is let, and counts who waits.
    Task<http::Response> hold(const http::Request&)
    {
        ++held_;
        boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                          boost::asio::wait_traits<std::chrono::steady_clock>,
                                          Executor>
            timer{io_.at(0)};
        while (!may_go_) {
            timer.expires_after(5ms);
            co_await timer.async_wait(use_task);
        }
        co_return http::plain_response(200, "held");
    }
    http::Handler holding()
    {
        return [this](const http::Request& request) { return hold(request); };
    }

    void start()
    {
        server_ = http::make_server(io_.at(0), sweep_, router_, limits_, trust_, metrics_);
        const int socket = http::open_listener({boost::asio::ip::address_v4::loopback(), 0}, true);
        port_ = port_of(socket);
        if (certificates_) server_->use_certificates(certificates_);
        server_->listen(socket, greeting_);
        sweep_.start();
        io_.start();
    }

    static std::uint16_t port_of(int socket)
    {
        sockaddr_in address{};
        socklen_t size = sizeof(address);
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
        return ntohs(address.sin_port);
    }

    std::future<void> begin_to_stop(std::chrono::milliseconds grace)
    {
        return boost::asio::co_spawn(io_.at(0), server_->stop(grace), boost::asio::use_future);
    }

    void stop(std::chrono::milliseconds grace)
    {
        begin_to_stop(grace).get();
        server_.reset();
    }

    std::size_t connections()
    {
        const auto ask = [this] { return server_->connections(); };
        return boost::asio::dispatch(io_.at(0), std::packaged_task<std::size_t()>{ask}).get();
    }

    template <typename Claim>
    static bool comes_true(Claim claim)
    {
        const auto until = std::chrono::steady_clock::now() + 10s;
        while (!claim()) {
            if (std::chrono::steady_clock::now() > until) return false;
            std::this_thread::sleep_for(2ms);
        }
        return true;
    }

    std::uint64_t count(const std::string& name, const std::string& labels = {})
    {
        return metrics_.counter(name, labels).value();
    }

    net::IoThreads io_{1};
    net::Sweep sweep_{io_.at(0)};
    http::Router router_;
    http::ServerLimits limits_;
    http::ServerTrust trust_;
    http::Greeting greeting_;
    net::TlsContext certificates_;
    Metrics metrics_;
    std::unique_ptr<http::Server> server_;
    std::uint16_t port_ = 0;
    std::atomic<int> held_ = 0;
    std::atomic<bool> may_go_ = false;
};

}  // namespace mysigfox::testing_support
