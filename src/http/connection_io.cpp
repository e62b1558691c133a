// The half of a connection that touches the socket: reading, answering, taking leave.
#include "http/connection.hpp"
#include "http/request_parser.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace mysigfox::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kMaxDrained = 1024UL * 1024;
constexpr std::size_t kKeptCapacity = 64UL * 1024;
constexpr std::chrono::milliseconds kSignOfLife{15'000};

}  // namespace

Task<void> Connection::call(const Route& route)
{
    limit_.clear();  // handlers know how long they may take
    try {
        Response made = co_await route.handle(request_);
        response_ = std::move(made);
        co_return;
    } catch (const std::exception& error) {
        // The path itself may be a secret, its route is not.
        const auto level = is_cut_ ? spdlog::level::debug : spdlog::level::err;
        spdlog::log(level, "{} {}: {}", request_.head.method, route.path, error.what());
    } catch (...) {
        spdlog::error("{} {}: an unknown exception", request_.head.method, route.path);
    }
    house_.tally.handler_failures.add();
    response_ = house_.router.refusal(request_.head.path, 500);
}

Task<bool> Connection::answer(bool has_unread_body)
{
    form_.is_open_ended = response_.feed != nullptr;
    form_.keep_alive =
        form_.keep_alive && !has_unread_body && !house_.is_stopping && !form_.is_open_ended;
    write_out();
    bool sent = co_await send(out_);
    if (sent && response_.feed && !form_.is_head) sent = co_await stream();
    if (out_.capacity() > kKeptCapacity) out_ = {};
    house_.roster.waits_again(place_);
    if (!sent || form_.keep_alive) co_return sent;
    end(house_.is_stopping ? Ending::stopped : Ending::done);
    co_await linger();
    co_return false;
}

/// A piece, or a sign of life every few seconds, by which we notice who has left.
Task<bool> Connection::stream()
{
    feed_ = std::move(response_.feed);
    bool goes_on = true;
    while (goes_on && !is_cut_ && !house_.is_stopping) {
        limit_.clear();
        std::optional<std::string> piece = co_await feed_->next(kSignOfLife);
        goes_on = piece.has_value();
        if (goes_on) goes_on = co_await send(*piece);
    }
    feed_.reset();
    if (is_cut_) co_return end(Ending::cut);
    co_return !ending_;
}

void Connection::write_out()
{
    out_.clear();
    form_.date = house_.date.at(std::chrono::system_clock::now());
    if (append_answer(out_, response_, form_)) return;
    spdlog::error("{}: an answer with status {} or a field of it is malformed",
                  request_.head.method, response_.status);
    house_.tally.handler_failures.add();
    response_.feed.reset();
    form_.is_open_ended = false;
    append_answer(out_, plain_response(500), form_);
}

Task<void> Connection::refuse()
{
    if (refusal_.status == 0) co_return;
    end(Ending::refused);
    house_.tally.count_refusal(refusal_.status);
    spdlog::debug("request refused with {}: {}", refusal_.status, refusal_.why);
    response_ = house_.router.refusal(request_.head.path, refusal_.status, refusal_.why);
    co_await answer(true);
}

/// Closing with unread bytes would make the system reset the connection, and the client might
/// never see the answer: so the client closes first, if it does so soon.
Task<void> Connection::linger()
{
    say_goodbye();
    error_code ignored;
    socket_.shutdown(asio::socket_base::shutdown_send, ignored);
    limit_.set(house_.limits.linger);
    std::size_t drained = 0;
    bool more = true;
    while (more && drained < kMaxDrained) {
        received_.clear();
        more = co_await read_some();
        drained += received_.size();
    }
}

Task<bool> Connection::read_some()
{
    if (tls_) co_return co_await read_sealed();
    const auto [ec, count] = co_await socket_.async_read_some(received_.space(), as_result);
    received_.commit(count);
    co_return went_well(ec);
}

bool Connection::went_well(const error_code& ec)
{
    if (is_cut_) return end(Ending::cut);
    if (limit_.was_late()) return end(Ending::late);
    if (ec == asio::error::operation_aborted) return end(Ending::stopped);
    return !ec || end(Ending::peer_left);
}

Task<bool> Connection::send(std::string_view text)
{
    limit_.set(house_.limits.send);
    if (tls_) co_return co_await send_sealed(text);
    // Nearly always the system takes all of it at once: no suspension, no wake-up.
    error_code ec;
    const std::size_t sent = socket_.write_some(asio::buffer(text), ec);
    if (sent == text.size() && !is_cut_) co_return true;
    co_return co_await push(text.substr(sent));
}

/// Onto the wire, under the limit that is set.
Task<bool> Connection::push(std::string_view bytes)
{
    while (!bytes.empty()) {
        const asio::const_buffer rest = asio::buffer(bytes);
        const auto [ec, count] = co_await socket_.async_write_some(rest, as_result);
        if (!went_well(ec)) co_return false;
        bytes.remove_prefix(count);
    }
    co_return true;
}

/// The client has gone quiet, or left, in the middle of something.
bool Connection::broke_off()
{
    if (ending_ == Ending::late) return fail(408, "the request took too long");
    if (ending_ == Ending::peer_left) return fail(400, "the request ended too early");
    return false;
}

bool Connection::fail(int status, const char* why)
{
    refusal_ = {status, why};
    return false;
}

bool Connection::end(Ending how)
{
    if (!ending_) ending_ = how;
    return false;
}

}  // namespace mysigfox::http
