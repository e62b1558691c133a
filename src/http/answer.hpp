// An answer as the bytes that go out.
#pragma once

#include "mysigfox/http/message.hpp"

#include <string>
#include <string_view>

namespace mysigfox::http {

/// What the request decides about the form of its answer.
struct AnswerForm {
    bool is_http10 = false;
    bool is_head = false;
    bool keep_alive = true;
    bool is_open_ended = false;  ///< the end of the connection ends the body
    std::string_view date;       ///< of the Date field; empty: none
};

/// Appends the answer to `out`. False, and nothing appended, if it must not go out as it is: a
/// status out of range, a name that is no token, a value with CR, LF or NUL, or a field that
/// belongs to the connection (Content-Length, Transfer-Encoding, Connection).
bool append_answer(std::string& out, const Response& response, const AnswerForm& form);

/// "404 Not Found".
std::string status_text(int status);

}  // namespace mysigfox::http
