// Reads, routes and answers requests, and takes leave so that the last answer arrives.
#include "http/connection.hpp"

#include "http/chunk_gate.hpp"
#include "http/origin.hpp"
#include "http/request_parser.hpp"
#include "http/target.hpp"
#include "mysigfox/base/encoding.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace mysigfox::http {

using boost::system::error_code;

namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::array<std::string_view, 7> kMethods{"GET",    "HEAD",  "POST",   "PUT",
                                                   "DELETE", "PATCH", "OPTIONS"};
constexpr const char* kUnparsable = "the request cannot be parsed";
constexpr const char* kAllMethods = "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS";

/// Beside a head: enough for a chunk's size line or an extension that the gate lets pass.
constexpr std::size_t kBodyPiece = 8UL * 1024;

HeadLimits head_limits(const ServerLimits& limits)
{
    return {limits.header_bytes, limits.max_fields};
}

Response with_allow(Response response, std::string allow)
{
    response.fields.emplace_back("Allow", std::move(allow));
    return response;
}

}  // namespace

Connection::Connection(Socket socket, const IpAddress& peer, Greeting greeting, const House& house)
    : socket_(std::move(socket)),
      peer_(peer),
      greeting_(greeting),
      house_(house),
      received_(house.limits.header_bytes + kBodyPiece),
      limit_(house.sweep,
             [this] {
                 error_code ignored;
                 socket_.cancel(ignored);
             }),
      place_(house.roster.enter(*this, peer))
{
}

Connection::~Connection()
{
    house_.roster.leave(place_);
}

void Connection::cut()
{
    is_cut_ = true;
    error_code ignored;
    socket_.close(ignored);
    if (feed_) feed_->cancel();
}

void Connection::ask_to_stop()
{
    error_code ignored;
    if (is_idle_) socket_.cancel(ignored);
    if (feed_) feed_->cancel();
}

Task<void> Connection::serve()
{
    try {
        bool goes_on = true;
        if (greeting_.has_proxy_header || greeting_.has_tls) goes_on = co_await greet();
        while (goes_on) {
            goes_on = co_await await_request();
            if (goes_on) goes_on = co_await serve_request();
        }
    } catch (const std::exception& error) {
        // Whoever is cut while its handler waits is thrown out of there, and that is no failure.
        if (!is_cut_) spdlog::error("a connection failed: {}", error.what());
        end(Ending::cut);
    }
    say_goodbye();
    error_code ignored;
    socket_.close(ignored);
    house_.tally.count_ending(ending_.value_or(Ending::done));
}

Task<bool> Connection::await_request()
{
    if (!received_.empty()) co_return true;  // the client is ahead of us
    if (house_.is_stopping) co_return end(Ending::stopped);
    limit_.set(house_.limits.idle);
    is_idle_ = true;
    const bool came = co_await read_some();
    is_idle_ = false;
    co_return came;
}

Task<bool> Connection::serve_request()
{
    form_ = {};
    request_.head.path = {};  // of the request before
    HeadGate gate{head_limits(house_.limits)};
    bool is_fine = co_await read_head(gate);
    if (is_fine) is_fine = parse_head(gate);
    const Route* route = is_fine ? choose_route() : nullptr;
    if (is_fine && route == nullptr) co_return co_await answer(gate.framing() != Framing::none);
    if (is_fine) is_fine = co_await read_body(gate, route->body_limit);
    if (!is_fine) {
        co_await refuse();
        co_return false;
    }
    house_.roster.has_request(place_);
    request_.body = parser_->take_body();
    co_await call(*route);
    co_return co_await answer(false);
}

Task<bool> Connection::read_head(HeadGate& gate)
{
    limit_.set(house_.limits.header);
    GateState state = gate.look(received_.text());
    while (state == GateState::need_more) {
        const bool more = co_await read_some();
        if (!more) co_return broke_off();
        state = gate.look(received_.text());
    }
    if (state == GateState::complete) co_return true;
    co_return fail(gate.refusal().status, gate.refusal().why);
}

bool Connection::parse_head(const HeadGate& gate)
{
    house_.tally.requests.add();
    parser_ = std::make_unique<RequestParser>();
    const std::string_view head = received_.text().substr(gate.begin(), gate.end() - gate.begin());
    if (!parser_->put_head(head)) return fail(400, kUnparsable);
    received_.consume(gate.end());

    // A snapshot: trailers join the parser's fields later, and must not be believed.
    RequestHead& snapshot = request_.head;
    const Target target = split_target(parser_->target());
    snapshot.method = parser_->method();
    snapshot.path = target.path;
    snapshot.query = target.query;
    parser_->list_fields(snapshot.fields);
    set_origin(snapshot, peer_, house_.trust);
    snapshot.is_forwarded = snapshot.is_forwarded || is_behind_proxy_;
    form_ = {parser_->is_http10(), snapshot.method == "HEAD", parser_->keep_alive()};
    return true;
}

const Route* Connection::choose_route()
{
    const RequestHead& head = request_.head;
    const Router& router = house_.router;
    if (std::ranges::find(kMethods, head.method) == kMethods.end()) {
        return turn_down(with_allow(router.refusal(head.path, 405), kAllMethods));
    }
    if (head.path == "*") return turn_down(with_allow(plain_response(204), kAllMethods));
    Router::Found found = router.find(head.method, head.path);
    if (found.route == nullptr) {
        Response refusal = router.refusal(head.path, found.status);
        if (found.status == 404) return turn_down(std::move(refusal));
        return turn_down(with_allow(std::move(refusal), std::move(found.allow)));
    }
    if (!found.route->admit) return found.route;
    try {
        std::optional<Response> refusal = found.route->admit(head);
        return refusal ? turn_down(std::move(*refusal)) : found.route;
    } catch (const std::exception& error) {
        spdlog::error("{} {} not judged: {}", head.method, found.route->path, error.what());
        house_.tally.handler_failures.add();
        return turn_down(router.refusal(head.path, 500));
    }
}

const Route* Connection::turn_down(Response response)
{
    if (response.status >= 400) house_.tally.count_refusal(response.status);
    response_ = std::move(response);
    return nullptr;
}

Task<bool> Connection::read_body(const HeadGate& gate, std::uint64_t limit)
{
    const std::string_view expectation = request_.head.field("Expect");
    const bool is_expecting = !expectation.empty() && !form_.is_http10;
    if (is_expecting && !equals_ignoring_case(expectation, "100-continue")) {
        co_return fail(417, "the only expectation is 100-continue");
    }
    if (gate.framing() == Framing::none) co_return true;
    if (gate.content_length() > limit) co_return fail(413, "the body is too long");
    bool is_fine = true;
    if (is_expecting && received_.empty()) is_fine = co_await send(kContinue);
    if (!is_fine) co_return false;
    limit_.set(house_.limits.body);
    parser_->limit_body(limit);
    if (gate.framing() == Framing::chunked) co_return co_await read_chunks(limit);
    co_return co_await read_length();
}

Task<bool> Connection::read_length()
{
    for (;;) {
        if (!received_.empty() && parse(received_.size()) == 0) co_return fail(400, kUnparsable);
        if (parser_->is_done()) co_return true;
        const bool more = co_await read_some();
        if (!more) co_return broke_off();
    }
}

Task<bool> Connection::read_chunks(std::uint64_t limit)
{
    ChunkGate gate{limit, head_limits(house_.limits)};
    std::size_t judged = 0;  // bytes of the buffer that the gate has seen
    for (;;) {
        const GateState state = gate.feed(received_.text().substr(judged));
        if (state == GateState::refused) {
            co_return fail(gate.refusal().status, gate.refusal().why);
        }
        judged += gate.taken();
        const std::size_t passed = judged - gate.held();
        if (passed > 0 && parse(passed) != passed) co_return fail(400, kUnparsable);
        judged = gate.held();
        if (state == GateState::complete) co_return parser_->is_done() || fail(400, kUnparsable);
        const bool more = co_await read_some();
        if (!more) co_return broke_off();
    }
}

std::size_t Connection::parse(std::size_t count)
{
    const std::size_t used = parser_->put(received_.text().substr(0, count)).value_or(0);
    received_.consume(used);
    return used;
}

}  // namespace mysigfox::http
