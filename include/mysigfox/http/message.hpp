// A request as handlers see it, and their answer. No Beast type in sight.
#pragma once

#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/ip_address.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::http {

/// The start line and the fields, snapshotted before the body: a trailer cannot add to them.
/// Views are valid while the handler runs.
struct RequestHead {
    std::string_view method;  ///< "GET", "POST", …: one of the router's allow-list
    std::string_view path;    ///< as sent, begins with '/', no query; not percent-decoded
    std::string_view query;   ///< after the '?', as sent
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    IpAddress source = IpAddress::v4(0);  ///< of the peer, or what a trusted proxy said it is
    bool is_forwarded = false;            ///< came with Forwarded or X-Forwarded-For: never local

    /// The value of the first field of that name (ASCII case ignored); empty if there is none.
    std::string_view field(std::string_view name) const noexcept;
};

struct Request {
    RequestHead head;
    std::string body;
};

/// A body that comes piece by piece, for as long as it lasts; confined to the connection's loop.
class Feed {
public:
    virtual ~Feed() = default;
    /// The next piece: waits for one, `limit` at most, and then says that we are still there.
    /// Nothing at the end.
    virtual Task<std::optional<std::string>> next(std::chrono::milliseconds limit) = 0;
    /// The client has left, or the server stops: next() completes soon.
    virtual void cancel() = 0;
};

/// Checked when the answer is written. A defect, and a 500: a value with CR, LF or NUL, a name
/// that is no token, a status below 200, or one of Content-Length, Transfer-Encoding, Connection.
struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    /// If set, it follows instead of `body`, and the connection closes behind it. A client that
    /// does not take a piece within the time for an answer is cut.
    std::shared_ptr<Feed> feed;
};

Response plain_response(int status, std::string text = {});
/// {"error": "..."} with Content-Type application/json; `detail` may hold any UTF-8.
Response json_error(int status, std::string_view detail);
Response json_response(int status, std::string json);
Response html_response(int status, std::string html);

using Handler = std::function<Task<Response>(const Request&)>;

/// Judges a head before its body is read: an answer refuses it.
using Admission = std::function<std::optional<Response>(const RequestHead&)>;

/// The parameters of a query or of a form body, decoded, in order; a key may stand twice.
std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text);
/// The first value of that name.
std::optional<std::string> form_value(const std::vector<std::pair<std::string, std::string>>& form,
                                      std::string_view name);

}  // namespace mysigfox::http
