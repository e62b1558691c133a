// One client's connection: its requests, one after the other, and their answers.
#pragma once

#include "http/answer.hpp"
#include "http/date_field.hpp"
#include "http/gate.hpp"
#include "http/read_buffer.hpp"
#include "http/roster.hpp"
#include "http/tally.hpp"
#include "http/tls_session.hpp"
#include "mysigfox/http/server.hpp"

#include <boost/asio/generic/stream_protocol.hpp>

#include <memory>
#include <optional>
#include <string>

namespace mysigfox::http {

class RequestParser;

/// TCP or Unix: generic, so that one server serves both.
using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, Executor>;

/// What the connections of one server have in common; outlives them.
struct House {
    net::Sweep& sweep;
    const Router& router;
    const ServerLimits& limits;
    const ServerTrust& trust;
    Roster& roster;
    Tally& tally;
    DateField& date;
    const bool& is_stopping;
    const net::TlsContext& tls;
};

/// Sees to the greeting, reads requests under the limits, hands them to their handlers and writes
/// the answers, in order. Each phase has one deadline; a handler watches its own. Confined to the
/// loop.
class Connection final : public Guest {
public:
    Connection(Socket socket, const IpAddress& peer, Greeting greeting, const House& house);
    ~Connection() override;

    /// Serves until the connection is over. Lets no exception out.
    Task<void> serve();

    void cut() override;
    void ask_to_stop() override;

private:
    // False: the connection is over, or refusal_ says why.
    Task<bool> greet();
    Task<bool> read_proxy_header();
    Task<bool> shake_hands();
    Task<bool> await_request();
    Task<bool> serve_request();
    Task<bool> read_head(HeadGate& gate);
    Task<bool> read_body(const HeadGate& gate, std::uint64_t limit);
    Task<bool> read_length();
    Task<bool> read_chunks(std::uint64_t limit);
    Task<bool> read_some();
    Task<bool> read_sealed();
    Task<bool> read_wire();
    Task<bool> send(std::string_view text);
    Task<bool> send_sealed(std::string_view text);
    Task<bool> push(std::string_view bytes);
    Task<bool> push_outgoing();
    Task<bool> answer(bool has_unread_body);
    Task<bool> stream();

    Task<void> call(const Route& route);
    Task<void> refuse();
    Task<void> linger();

    bool parse_head(const HeadGate& gate);
    std::size_t parse(std::size_t count);  ///< how much was used; 0: Beast refuses
    const Route* choose_route();           ///< null: response_ is the answer
    const Route* turn_down(Response response);
    void write_out();
    bool refuse_proxy_header(const char* why);
    bool fail_handshake();
    void say_goodbye();
    bool went_well(const boost::system::error_code& ec);
    bool fail(int status, const char* why);
    bool broke_off();
    bool end(Ending how);

    Socket socket_;
    IpAddress peer_;  // whom the PROXY header names, if there is one
    bool is_behind_proxy_ = false;
    const Greeting greeting_;
    const House& house_;
    std::unique_ptr<TlsSession> tls_;
    ReadBuffer received_;
    std::unique_ptr<RequestParser> parser_;  // of the current request, which views its fields
    Request request_;
    Response response_;
    AnswerForm form_;
    std::string out_;
    Refusal refusal_;
    std::optional<Ending> ending_;
    std::shared_ptr<Feed> feed_;  // while it streams
    bool is_idle_ = false;
    bool is_cut_ = false;
    net::Limit limit_;     // acts on socket_
    Roster::Place place_;  // last: nobody may reach a connection that is not whole
};

}  // namespace mysigfox::http
