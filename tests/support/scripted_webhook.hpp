// A customer's webhook that behaves as a script says, over plain HTTP or TLS.
#pragma once

#include "support/certificates.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace mysigfox::test {

/// What the webhook does with one request.
struct Scene {
    enum class Then { keep, close, reset, hang };

    std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    std::string for_ever;  ///< said after the bytes, again and again
    Then then = Then::keep;
    std::chrono::milliseconds delay{0};   ///< before the answer
    std::chrono::milliseconds drip{0};    ///< between two bytes of it
    bool is_early = false;                ///< answers without reading more than a few bytes
    std::chrono::milliseconds linger{0};  ///< between the answer and what `then` says
};

inline Scene says(std::string bytes, Scene::Then then = Scene::Then::keep)
{
    Scene scene;
    scene.bytes = std::move(bytes);
    scene.then = then;
    return scene;
}

/// An answer with a status, fields ("A: b\r\n") and a body of its length.
inline Scene answers(int status, const std::string& fields = {}, const std::string& body = {})
{
    return says("HTTP/1.1 " + std::to_string(status) + " Thing\r\n" + fields +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

/// How a TLS server of the test is set up.
struct TlsSetup {
    Identity identity;
    int least_version = TLS1_2_VERSION;
    int most_version = TLS1_3_VERSION;
};

class ScriptedWebhook {
public:
    /// One scene a request, whatever the connection; the last one stays.
    explicit ScriptedWebhook(std::vector<Scene> script) : script_(std::move(script)) { start(); }
    explicit ScriptedWebhook(Scene scene = {}) : ScriptedWebhook(std::vector{std::move(scene)}) {}
    ScriptedWebhook(const Identity& identity, std::vector<Scene> script)
        : ScriptedWebhook(TlsSetup{identity}, std::move(script))
    {
    }
    ScriptedWebhook(const TlsSetup& setup, std::vector<Scene> script)
        : script_(std::move(script)),
          tls_(std::make_unique<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server))
    {
        SSL_CTX* const native = tls_->native_handle();
        SSL_CTX_set_security_level(native, 0);  // or it could not play an outdated server
        SSL_CTX_set_min_proto_version(native, setup.least_version);
        SSL_CTX_set_max_proto_version(native, setup.most_version);
        present(setup.identity);
        SSL_CTX_set_tlsext_servername_arg(native, this);
        SSL_CTX_set_tlsext_servername_callback(native, &on_server_name);
        start();
    }
    ~ScriptedWebhook()
    {
        io_.stop();
        thread_.join();
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    std::string url(const std::string& host = "127.0.0.1", const std::string& target = "/") const
    {
        const std::string scheme = tls_ ? "https://" : "http://";
        return scheme + host + ':' + std::to_string(port()) + target;
    }

    /// Head and body of every request that came in whole, and the start of the others.
    std::vector<std::string> requests() const { return copy(requests_); }
    std::vector<std::string> server_names() const { return copy(server_names_); }
    /// Handshakes that resumed a session.
    std::size_t resumed() const
    {
        const std::lock_guard lock{mutex_};
        return resumed_;
    }
    std::size_t connections() const
    {
        const std::lock_guard lock{mutex_};
        return connections_;
    }
    /// Connections the client has not closed yet.
    std::size_t open_connections() const
    {
        const std::lock_guard lock{mutex_};
        return open_;
    }

private:
    using Tcp = boost::asio::ip::tcp;
    static constexpr auto kToken = boost::asio::as_tuple(boost::asio::use_awaitable);

    static int on_server_name(SSL* ssl, int*, void* self)
    {
        const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
        auto* const webhook = static_cast<ScriptedWebhook*>(self);
        const std::lock_guard lock{webhook->mutex_};
        webhook->server_names_.emplace_back(name == nullptr ? "" : name);
        return SSL_TLSEXT_ERR_OK;
    }

    std::vector<std::string> copy(const std::vector<std::string>& list) const
    {
        const std::lock_guard lock{mutex_};
        return list;
    }

    void start()
    {
        boost::asio::co_spawn(io_, accept(), boost::asio::detached);
        thread_ = std::thread{[this] { io_.run(); }};
    }

    boost::asio::awaitable<void> accept()
    {
        for (;;) {
            auto [error, socket] = co_await acceptor_.async_accept(kToken);
            if (error) {  // a test may leave this process without descriptors for a while
                boost::asio::steady_timer pause{io_, std::chrono::milliseconds{1}};
                co_await pause.async_wait(kToken);
                continue;
            }
            {
                const std::lock_guard lock{mutex_};
                ++connections_;
                ++open_;
            }
            boost::asio::co_spawn(io_, serve(std::move(socket)), boost::asio::detached);
        }
    }

    boost::asio::awaitable<void> serve(Tcp::socket socket)
    {
        if (tls_) {
            boost::asio::ssl::stream<Tcp::socket&> stream{socket, *tls_};
            const auto [error] =
                co_await stream.async_handshake(boost::asio::ssl::stream_base::server, kToken);
            if (!error) note_handshake(stream.native_handle());
            if (!error) co_await play(stream, socket);
        } else {
            co_await play(socket, socket);
        }
        const std::lock_guard lock{mutex_};
        --open_;
    }

    template <typename Stream>
    boost::asio::awaitable<void> play(Stream& stream, Tcp::socket& socket)
    {
        for (;;) {
            const bool is_early = next_scene().is_early;
            const bool heard = co_await read_request(stream, is_early);
            if (!heard) co_return;
            const Scene scene = next_scene();
            ++turn_;
            co_await pause(scene.delay);
            const bool said = co_await say(stream, scene);
            if (!said) co_return;
            co_await pause(scene.linger);
            if (scene.then == Scene::Then::keep) continue;
            if (scene.then == Scene::Then::hang) co_await wait_for_end(stream);
            if (scene.then == Scene::Then::reset) {
                socket.set_option(boost::asio::socket_base::linger{true, 0});
            }
            co_return;
        }
    }

    template <typename Stream>
    boost::asio::awaitable<bool> read_request(Stream& stream, bool only_a_bit)
    {
        std::string request;
        if (only_a_bit) {
            request.resize(16);
            const auto [error, size] =
                co_await stream.async_read_some(boost::asio::buffer(request), kToken);
            request.resize(size);
            note(request);
            co_return !error;
        }
        const auto [error, head] = co_await boost::asio::async_read_until(
            stream, boost::asio::dynamic_buffer(request), "\r\n\r\n", kToken);
        if (error) co_return false;
        const std::size_t whole = head + content_length(request.substr(0, head));
        if (request.size() < whole) {
            const auto missing = boost::asio::transfer_exactly(whole - request.size());
            const auto [cut, size] = co_await boost::asio::async_read(
                stream, boost::asio::dynamic_buffer(request), missing, kToken);
            if (cut) co_return false;
        }
        note(request);
        co_return true;
    }

    template <typename Stream>
    boost::asio::awaitable<bool> say(Stream& stream, const Scene& scene)
    {
        const std::size_t piece = scene.drip.count() > 0 ? 1 : scene.bytes.size();
        for (std::size_t at = 0; at < scene.bytes.size(); at += piece) {
            const auto bytes = boost::asio::buffer(scene.bytes.data() + at, piece);
            const auto [error, size] = co_await boost::asio::async_write(stream, bytes, kToken);
            if (error) co_return false;
            co_await pause(scene.drip);
        }
        while (!scene.for_ever.empty()) {
            const auto bytes = boost::asio::buffer(scene.for_ever);
            const auto [error, size] = co_await boost::asio::async_write(stream, bytes, kToken);
            if (error) co_return false;
        }
        co_return true;
    }

    template <typename Stream>
    boost::asio::awaitable<void> wait_for_end(Stream& stream)
    {
        std::string rest(64, '\0');
        for (bool open = true; open;) {
            const auto [error, size] =
                co_await stream.async_read_some(boost::asio::buffer(rest), kToken);
            open = !error;
        }
    }

    boost::asio::awaitable<void> pause(std::chrono::milliseconds time)
    {
        if (time.count() == 0) co_return;
        boost::asio::steady_timer timer{io_, time};
        co_await timer.async_wait(kToken);
    }

    static std::size_t content_length(const std::string& head)
    {
        static const std::string kField = "\r\nContent-Length: ";
        const std::size_t at = head.find(kField);
        return at == std::string::npos ? 0 : std::stoul(head.substr(at + kField.size()));
    }

    void present(const Identity& identity)
    {
        tls_->use_certificate_chain(boost::asio::buffer(identity.certificate));
        tls_->use_private_key(boost::asio::buffer(identity.key), boost::asio::ssl::context::pem);
    }
    void note_handshake(const SSL* ssl)
    {
        const std::lock_guard lock{mutex_};
        if (SSL_session_reused(ssl) == 1) ++resumed_;
    }
    void note(const std::string& request)
    {
        const std::lock_guard lock{mutex_};
        requests_.push_back(request);
    }
    const Scene& next_scene() const { return script_.at(std::min(turn_, script_.size() - 1)); }

    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::vector<std::string> server_names_;
    std::size_t resumed_ = 0;
    std::size_t connections_ = 0;
    std::size_t open_ = 0;
    std::vector<Scene> script_;  ///< this and what follows: touched by thread_ alone
    std::size_t turn_ = 0;
    std::unique_ptr<boost::asio::ssl::context> tls_;
    boost::asio::io_context io_{1};
    Tcp::acceptor acceptor_{io_, Tcp::endpoint{boost::asio::ip::make_address("127.0.0.1"), 0}};
    std::thread thread_;  // last: uses all the others
};

}  // namespace mysigfox::test
