#include "client/posting.hpp"

#include "mysigfox/net/address_guard.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::client {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMostAddressesTried = 4;

std::chrono::microseconds between(SteadyClock::time_point begin, SteadyClock::time_point end)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(end - begin);
}

std::chrono::microseconds since(SteadyClock::time_point begin)
{
    return between(begin, SteadyClock::now());
}

std::string in_words(std::chrono::milliseconds limit)
{
    return std::to_string(limit.count()) + " ms";
}

}  // namespace

Posting::Posting(const Rooms& rooms, const WebhookRequest& request)
    : rooms_(rooms),
      request_(request),
      place_(place_of(request.url)),
      total_(rooms.sweep,
             [this] {
                 if (connection_) connection_->close();
             }),
      phase_(rooms.sweep, [this] {
          if (connection_) connection_->close();
      })
{
}

Task<void> Posting::run()
{
    total_.set(rooms_.limits.total);
    const std::vector<IpAddress> addresses = co_await find_addresses();
    if (addresses.empty()) co_return;
    const auto refused = net::refused_address(addresses, request_.url.port(), rooms_.policy);
    if (refused) {
        fail(Cause::address_refused, "leads to " + refused->str() + ", where we do not connect");
        co_return;
    }
    const std::string bytes = request_bytes(request_);
    connection_ = rooms_.pool.take(request_.url.origin(), addresses, rooms_.policy);
    if (connection_) {
        rooms_.reused.add();
        facts_ = connection_->facts();
        const bool concluded = co_await talk(bytes);
        if (concluded) co_return;
        rooms_.redials.add();
        was_redialled_ = true;
    }
    const bool connected = co_await dial(addresses);
    if (connected) co_await talk(bytes);
}

Task<std::vector<IpAddress>> Posting::find_addresses()
{
    std::vector<IpAddress> addresses;
    if (request_.url.literal()) {
        addresses.push_back(*request_.url.literal());
        co_return addresses;
    }
    const auto limit = std::min(rooms_.limits.dns, rooms_.limits.total);
    const SteadyClock::time_point begun = SteadyClock::now();
    net::Resolution found = co_await rooms_.resolver.resolve(request_.url.host(), limit);
    if (!found.was_known) phases_.dns = since(begun);
    addresses = std::move(found.addresses);
    if (note_if_late()) {
        addresses.clear();
    } else if (addresses.empty()) {
        switch (found.problem) {
            case net::ResolveProblem::not_found:
                fail(Cause::name_not_found, "has no address: DNS does not know the name");
                break;
            case net::ResolveProblem::failed:
                fail(Cause::name_failed, "could not be looked up: DNS failed");
                break;
            case net::ResolveProblem::timed_out:
                fail(Cause::name_failed, "could not be looked up: DNS did not answer in time");
                break;
        }
    }
    co_return addresses;
}

Task<bool> Posting::dial(const std::vector<IpAddress>& addresses)
{
    const SteadyClock::time_point begun = SteadyClock::now();
    phases_.first_byte.reset();
    facts_.reset();
    is_fresh_ = true;
    connection_ = std::make_unique<Connection>(rooms_.home, request_.url.origin());
    const std::size_t tries = std::min(addresses.size(), kMostAddressesTried);
    const auto share = rooms_.limits.connect / static_cast<int>(tries);
    bool connected = false;
    AttemptResult first;
    for (std::size_t i = 0; i < tries && !connected; ++i) {
        connected = co_await connect(addresses[i], share);
        if (note_if_late()) co_return false;
        if (i == 0) first = result_;
    }
    phase_.clear();
    phases_.connect = since(begun);
    if (!connected) {
        result_ = std::move(first);
        co_return false;
    }
    rooms_.opened.add();
    facts_ = connection_->facts();
    if (!request_.url.is_tls()) co_return true;
    connected = co_await secure();
    co_return connected;
}

Task<bool> Posting::connect(const IpAddress& address, std::chrono::milliseconds limit)
{
    const Connection::Endpoint endpoint{net::to_asio(address), request_.url.port()};
    phase_.set(limit);
    const error_code error = co_await connection_->connect(endpoint);
    if (error || phase_.was_late()) {
        refuse_connect(address, error);
        co_return false;
    }
    const boost::system::result<Connection::Endpoint> peer = connection_->peer();
    if (peer && net::is_expected_peer(*peer, address, rooms_.policy)) co_return true;
    connection_->close();
    fail(Cause::address_refused, "is not where the connection to " + address.str() + " ended");
    co_return false;
}

Task<bool> Posting::secure()
{
    const SteadyClock::time_point begun = SteadyClock::now();
    phase_.set(rooms_.limits.tls);
    TlsSession session = rooms_.sessions.take(connection_->origin(), begun);
    const auto problem =
        co_await connection_->handshake(rooms_.tls, request_.url, std::move(session));
    const bool in_time = !phase_.was_late();
    phase_.clear();
    phases_.tls = since(begun);
    if (note_if_late()) co_return false;
    if (!in_time) {
        fail(Cause::tls_failed,
             "did not finish the TLS handshake within " + in_words(rooms_.limits.tls));
        co_return false;
    }
    facts_ = connection_->facts();
    if (!problem) co_return true;
    fail(problem->cause, "was not sent anything: " + problem->detail);
    co_return false;
}

Task<bool> Posting::talk(const std::string& bytes)
{
    perhaps_delivered_ = perhaps_delivered_ || done_.sent;
    done_ = {};
    co_await exchange(*connection_, bytes, rooms_.limits, phase_, done_);
    conclude(done_);
    // The ticket of TLS 1.3 comes with the first answer.
    if (is_fresh_ && done_.ending == Ending::answered) {
        rooms_.sessions.put(connection_->origin(), connection_->session());
    }
    if (done_.is_reusable) {
        rooms_.pool.put(std::move(connection_));
    } else {
        connection_->close();
    }
    co_return done_.ending != Ending::silent || done_.was_late || total_.was_late();
}

void Posting::conclude(Exchange& done)
{
    if (done.first_byte) phases_.first_byte = between(done.begun, *done.first_byte);
    switch (done.ending) {
        case Ending::answered:
            result_ = judged(request_.url, std::move(done.answer));
            return;
        case Ending::silent:
            if (done.was_late) {
                fail(Cause::timeout, "gave no answer within " + in_words(rooms_.limits.first_byte));
            } else {
                fail(Cause::closed, "closed the connection without answering");
            }
            break;
        case Ending::broken:
            fail(Cause::closed, "closed the connection in the middle of its answer");
            break;
        case Ending::bad:
            fail(Cause::bad_answer, "answered with something that is not HTTP: " + done.what);
            break;
    }
    note_if_late();
}

AttemptResult Posting::result()
{
    if (result_.status == 0) result_.perhaps_delivered = perhaps_delivered_ || done_.sent;
    result_.phases = phases_;
    result_.was_redialled = was_redialled_;
    if (!facts_) return std::move(result_);
    result_.peer = facts_->peer;
    result_.tls = facts_->tls;
    result_.certificate_ends = facts_->certificate_ends;
    return std::move(result_);
}

void Posting::refuse_connect(const IpAddress& address, const error_code& error)
{
    const std::string where = "(" + address.str() + ") ";
    if (phase_.was_late() || error == asio::error::timed_out) {
        fail(Cause::connect_timeout, where + "did not take the connection in time");
    } else if (error == asio::error::connection_refused) {
        fail(Cause::connect_refused, where + "refused the connection");
    } else {
        fail(Cause::connect_failed, where + "could not be reached: " + error.message());
    }
}

void Posting::fail(Cause cause, const std::string& what)
{
    result_.cause = cause;
    result_.detail = place_ + ' ' + what;
}

bool Posting::note_if_late()
{
    if (!total_.was_late()) return false;
    fail(Cause::timeout, "gave no complete answer within " + in_words(rooms_.limits.total));
    return true;
}

}  // namespace mysigfox::client
