// What only some listeners ask for: who the proxy says is there, and TLS.
#include "http/connection.hpp"
#include "http/proxy_header.hpp"
#include "http/request_parser.hpp"
#include "mysigfox/base/counted.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/buffer.hpp>

#include <bit>
#include <cstdint>

namespace mysigfox::http {

using boost::system::error_code;

Task<bool> Connection::greet()
{
    limit_.set(house_.limits.greeting);
    is_idle_ = true;  // whoever stops us need not wait for the end of it
    bool is_fine = true;
    if (greeting_.has_proxy_header) is_fine = co_await read_proxy_header();
    if (is_fine && greeting_.has_tls) is_fine = co_await shake_hands();
    is_idle_ = false;
    if (is_fine) co_return true;
    if (refusal_.status != 0) {
        co_await refuse();
    } else if (ending_ == Ending::refused) {
        co_await linger();
    }
    co_return false;
}

Task<bool> Connection::read_proxy_header()
{
    ProxyHeader header;
    do {
        const bool more = co_await read_some();
        if (!more) co_return false;
        header = http::read_proxy_header(received_.text());
    } while (header.state == ProxyHeaderState::need_more);
    if (header.state == ProxyHeaderState::refused) co_return refuse_proxy_header(header.why);
    received_.consume(header.size);
    if (!header.source) co_return true;
    if (!house_.roster.rename(place_, *header.source)) {
        house_.tally.over_source_cap.add();
        co_return greeting_.has_tls ? end(Ending::refused) : fail(429, "too many connections");
    }
    peer_ = *header.source;
    is_behind_proxy_ = true;
    co_return true;
}

/// Only trusted proxies come so far: it is for the operator to read, but not with each connection.
bool Connection::refuse_proxy_header(const char* why)
{
    house_.tally.proxy_headers.add();
    const std::uint64_t count = house_.tally.proxy_headers.value();
    if (std::has_single_bit(count)) {
        spdlog::warn("listen.proxy_protocol: the proxy {}: {} ({} by now)", peer_.str(), why,
                     counted(count, "time"));
    }
    return greeting_.has_tls ? end(Ending::refused) : fail(400, why);
}

Task<bool> Connection::shake_hands()
{
    using Progress = TlsSession::Progress;
    tls_ = std::make_unique<TlsSession>(*house_.tls);
    // What came behind the PROXY header is the beginning of the handshake.
    tls_->take(received_.text());
    received_.clear();
    Progress progress = Progress::needs_more;
    while (progress == Progress::needs_more) {
        progress = tls_->shake_hands();
        const bool pushed = co_await push_outgoing();
        if (!pushed) co_return fail_handshake();
        if (progress != Progress::needs_more) break;
        const bool more = co_await read_wire();
        if (!more) co_return fail_handshake();
    }
    if (progress != Progress::done) co_return fail_handshake();
    house_.tally.handshakes.add();
    co_return true;
}

bool Connection::fail_handshake()
{
    house_.tally.handshakes_failed.add();
    spdlog::debug("TLS with {} failed: {}", peer_.str(), tls_->why());
    const bool spoke_http = tls_->spoke_http();
    tls_.reset();
    if (spoke_http) return fail(400, "this port speaks HTTPS");
    return end(Ending::refused);
}

/// Bytes of the wire until one of them is plain.
Task<bool> Connection::read_sealed()
{
    using Progress = TlsSession::Progress;
    for (;;) {
        const Progress progress = tls_->read(received_);
        const bool pushed = co_await push_outgoing();
        if (!pushed) co_return false;
        if (progress == Progress::done) co_return true;
        if (progress != Progress::needs_more) co_return end(Ending::peer_left);
        const bool more = co_await read_wire();
        if (!more) co_return false;
    }
}

Task<bool> Connection::read_wire()
{
    const auto [ec, count] = co_await socket_.async_read_some(tls_->space(), as_result);
    tls_->received(count);
    co_return went_well(ec);
}

Task<bool> Connection::send_sealed(std::string_view text)
{
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, TlsSession::kMostWritten);
        if (!tls_->write(piece)) co_return end(Ending::peer_left);
        const bool pushed = co_await push_outgoing();
        if (!pushed) co_return false;
        text.remove_prefix(piece.size());
    }
    co_return true;
}

Task<bool> Connection::push_outgoing()
{
    const std::string_view bytes = tls_->outgoing();
    if (bytes.empty()) co_return true;
    // As in send(): nearly always all at once.
    error_code ec;
    const std::size_t sent = socket_.write_some(boost::asio::buffer(bytes), ec);
    bool is_fine = sent == bytes.size() && !is_cut_;
    if (!is_fine) is_fine = co_await push(bytes.substr(sent));
    tls_->sent_all();
    co_return is_fine;
}

/// As far as the socket takes it at once: who does not read does not care.
void Connection::say_goodbye()
{
    if (!tls_ || is_cut_) return;
    tls_->say_goodbye();
    error_code ignored;
    socket_.write_some(boost::asio::buffer(tls_->outgoing()), ignored);
    tls_->sent_all();
}

}  // namespace mysigfox::http
