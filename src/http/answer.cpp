// Writes status line, fields and body into one buffer.
#include "http/answer.hpp"

#include "http/characters.hpp"
#include "mysigfox/base/encoding.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <charconv>

namespace mysigfox::http {
namespace {

constexpr int kFirstFinalStatus = 200;
constexpr int kLastStatus = 599;
constexpr int kNoContent = 204;
constexpr int kNotModified = 304;

bool belongs_to_connection(std::string_view name)
{
    return equals_ignoring_case(name, "content-length") ||
           equals_ignoring_case(name, "transfer-encoding") ||
           equals_ignoring_case(name, "connection");
}

bool may_go_out(const std::pair<std::string, std::string>& field)
{
    const auto& [name, value] = field;
    constexpr std::string_view kForbidden{"\r\n\0", 3};
    return !name.empty() && all_are(kTokenByte, name) && !belongs_to_connection(name) &&
           value.find_first_of(kForbidden) == std::string::npos;
}

bool has_content(int status)
{
    return status != kNoContent && status != kNotModified;
}

void append_number(std::string& out, std::size_t number)
{
    char digits[20];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    out.append(digits, end);
}

void append_status(std::string& out, int status)
{
    const auto reason = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(status)));
    append_number(out, static_cast<std::size_t>(status));
    out.append(" ").append(reason.data(), reason.size());
}

void append_connection(std::string& out, const AnswerForm& form)
{
    if (!form.keep_alive) out += "Connection: close\r\n";
    if (form.keep_alive && form.is_http10) out += "Connection: keep-alive\r\n";
}

}  // namespace

bool append_answer(std::string& out, const Response& response, const AnswerForm& form)
{
    const bool is_final = response.status >= kFirstFinalStatus && response.status <= kLastStatus;
    if (!is_final || !std::ranges::all_of(response.fields, may_go_out)) return false;

    out += "HTTP/1.1 ";
    append_status(out, response.status);
    out += "\r\n";
    if (!form.date.empty()) out.append("Date: ").append(form.date).append("\r\n");
    for (const auto& [name, value] : response.fields) {
        out.append(name).append(": ").append(value).append("\r\n");
    }
    if (has_content(response.status) && !form.is_open_ended) {
        out += "Content-Length: ";
        append_number(out, response.body.size());
        out += "\r\n";
    }
    append_connection(out, form);
    out += "\r\n";
    if (has_content(response.status) && !form.is_head) out += response.body;
    return true;
}

std::string status_text(int status)
{
    std::string text;
    append_status(text, status);
    return text;
}

}  // namespace mysigfox::http
