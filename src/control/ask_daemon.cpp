// The command line's side of the control socket.
#include "control/unix_socket.hpp"
#include "control/wire.hpp"
#include "mysigfox/control/channel.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <utility>

namespace mysigfox::control {
namespace {

namespace bhttp = boost::beast::http;

std::string request_for(std::string_view verb, std::string_view arguments)
{
    std::string request = "POST /";
    request += verb;
    request +=
        " HTTP/1.1\r\n"
        "Host: localhost\r\n"
        "Connection: close\r\n"
        "Content-Type: application/json\r\n"
        "Content-Length: ";
    request += std::to_string(arguments.size()) + "\r\n\r\n";
    request += arguments;
    return request;
}

Result<std::string> read_answer(const std::string& bytes)
{
    bhttp::response_parser<bhttp::string_body> parser;
    parser.eager(true);
    parser.body_limit(kMostAnswer);
    boost::system::error_code error;
    parser.put(boost::asio::buffer(bytes), error);
    if (!error && !parser.is_done()) parser.put_eof(error);
    if (error || !parser.is_done()) {
        return make_error(Errc::deadline_exceeded,
                          "the daemon broke off: whether it did what was asked is not known");
    }
    auto response = parser.release();
    if (response.result() == bhttp::status::ok) return std::move(response.body());
    return from_wire(response.body());
}

}  // namespace

Result<std::string> ask_daemon(const std::filesystem::path& path, std::string_view verb,
                               std::string_view arguments)
{
    const auto socket = connect_unix(path);
    if (!socket) return socket.error();
    // A refusal may come before all is sent: then the answer says more than the failed sending.
    const auto sent = send_all(*socket, request_for(verb, arguments));
    const auto bytes = receive_all(*socket, kMostAnswer);
    if (bytes && !bytes->empty()) return read_answer(*bytes);
    if (!sent) return sent.error();
    if (!bytes) return bytes.error();
    return read_answer(*bytes);
}

}  // namespace mysigfox::control
