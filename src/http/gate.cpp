// The rules for the head of a request, one element after the other.
#include "http/gate.hpp"

#include "http/characters.hpp"
#include "http/target.hpp"
#include "mysigfox/base/ascii.hpp"
#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <charconv>

namespace mysigfox::http {
namespace {

constexpr std::size_t kMaxLengthDigits = 19;  // every such number fits into 64 bits

constexpr bool is_length(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= kMaxLengthDigits && std::ranges::all_of(text, is_digit);
}

}  // namespace

GateState HeadGate::look(std::string_view seen)
{
    const std::string_view bounded = seen.substr(0, limits_.bytes);
    while (step_ < Step::complete && at_ < bounded.size()) advance(bounded);
    if (step_ == Step::complete) return GateState::complete;
    if (step_ != Step::refused && at_ == limits_.bytes) {
        if (step_ <= Step::version) {
            refuse(414, "the request line is too long");
        } else {
            refuse(431, "the head is too long");
        }
    }
    return step_ == Step::refused ? GateState::refused : GateState::need_more;
}

Framing HeadGate::framing() const noexcept
{
    if (is_chunked_) return Framing::chunked;
    return content_length() > 0 ? Framing::length : Framing::none;
}

void HeadGate::advance(std::string_view seen)
{
    const char c = seen[at_];
    switch (step_) {
        case Step::before_line:
            return read_before_line(c);
        case Step::empty_line:
            return read_empty_line(c);
        case Step::method:
            return read_method(seen);
        case Step::target:
            return read_target(seen);
        case Step::version:
            return read_version(c);
        case Step::field:
            return start_field(c);
        case Step::name:
            return read_name(seen);
        case Step::value:
            return read_value(seen);
        case Step::value_end:
            return end_value(seen);
        case Step::head_end:
            return end_head(c);
        case Step::complete:
        case Step::refused:
            return;
    }
}

/// Old clients send an empty line after a body: one is ignored (RFC 9112, 2.2).
void HeadGate::read_before_line(char c)
{
    if (c == '\r') return go_on(Step::empty_line);
    step_ = Step::method;
}

void HeadGate::read_empty_line(char c)
{
    if (c != '\n') return refuse(400, "a bare CR before the request line");
    go_on(Step::method);
    begin_ = at_;
}

void HeadGate::read_method(std::string_view seen)
{
    at_ = end_of(kTokenByte, seen, at_);
    if (at_ == seen.size()) return;
    if (seen[at_] != ' ' || at_ == start_) return refuse(400, "the method is not a token");
    is_options_ = seen.substr(start_, at_ - start_) == "OPTIONS";
    go_on(Step::target);
}

bool HeadGate::may_start_target(char c) const noexcept
{
    return c == '/' || c == 'h' || c == 'H' || (c == '*' && is_options_);
}

void HeadGate::read_target(std::string_view seen)
{
    if (at_ == start_ && !may_start_target(seen[at_])) {
        return refuse(400, "the target begins with neither a slash nor http");
    }
    at_ = end_of(kTargetByte, seen, at_);
    if (at_ == seen.size()) return;
    if (seen[at_] != ' ') return refuse(400, "an illegal byte in the target");
    const std::string_view target = seen.substr(start_, at_ - start_);
    const bool is_fine = target[0] == '/' || target == "*" || is_absolute_form(target);
    if (!is_fine) return refuse(400, "the target is neither a path nor an absolute URL");
    go_on(Step::version);
}

void HeadGate::read_version(char c)
{
    constexpr std::string_view kForm = "HTTP/1.1\r\n";
    constexpr std::size_t kMajor = 5;
    constexpr std::size_t kMinor = 7;
    const std::size_t place = at_ - start_;
    const bool is_number = place == kMajor || place == kMinor;
    if (is_number ? !is_digit(c) : c != kForm[place]) {
        return refuse(400, "the request line does not end with HTTP/1.1");
    }
    if (place == kMajor) major_ = c;
    if (place == kMinor) minor_ = c;
    if (place + 1 < kForm.size()) {
        ++at_;
        return;
    }
    if (major_ != '1' || minor_ > '1') return refuse(505, "only HTTP/1.0 and HTTP/1.1");
    go_on(Step::field);
}

void HeadGate::start_field(char c)
{
    if (c == '\r') return go_on(Step::head_end);
    if (!is_a(kTokenByte, c)) return refuse(400, "a line does not begin with a field name");
    if (++fields_ > limits_.fields) return refuse(431, "too many fields");
    start_ = at_;
    step_ = Step::name;
}

void HeadGate::read_name(std::string_view seen)
{
    at_ = end_of(kTokenByte, seen, at_);
    if (at_ == seen.size()) return;
    if (seen[at_] != ':') return refuse(400, "a field name is not a token before a colon");
    name_end_ = at_++;
    step_ = Step::value;
}

void HeadGate::read_value(std::string_view seen)
{
    at_ = end_of(kValueByte, seen, at_);
    if (at_ == seen.size()) return;
    if (seen[at_] != '\r') return refuse(400, "an illegal byte in a field value");
    ++at_;
    step_ = Step::value_end;
}

void HeadGate::end_value(std::string_view seen)
{
    if (seen[at_] != '\n') return refuse(400, "a bare CR in a field value");
    const std::string_view line = seen.substr(start_, at_ - 1 - start_);
    const std::size_t colon = name_end_ - start_;
    judge_field(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    if (step_ != Step::refused) go_on(Step::field);
}

void HeadGate::end_head(char c)
{
    if (c != '\n') return refuse(400, "the head does not end with an empty line");
    const bool needs_host = minor_ == '1';
    if (needs_host && !has_host_) return refuse(400, "Host is missing");
    go_on(Step::complete);
}

void HeadGate::judge_field(std::string_view name, std::string_view value)
{
    if (equals_ignoring_case(name, "host")) return judge_host(value);
    if (equals_ignoring_case(name, "content-length")) return judge_length(value);
    if (equals_ignoring_case(name, "transfer-encoding")) return judge_coding(value);
}

void HeadGate::judge_host(std::string_view value)
{
    if (has_host_) return refuse(400, "more than one Host");
    if (!is_host(value)) return refuse(400, "Host is not host or host:port");
    has_host_ = true;
}

void HeadGate::judge_length(std::string_view value)
{
    if (is_chunked_) return refuse(400, "both Transfer-Encoding and Content-Length");
    if (!is_length(value)) return refuse(400, "Content-Length is not a number");
    std::uint64_t length = 0;
    std::from_chars(value.data(), value.data() + value.size(), length);
    if (length_ && *length_ != length) return refuse(400, "two different Content-Lengths");
    length_ = length;
}

void HeadGate::judge_coding(std::string_view value)
{
    if (length_) return refuse(400, "both Transfer-Encoding and Content-Length");
    if (is_chunked_) return refuse(400, "more than one Transfer-Encoding");
    if (minor_ == '0') return refuse(400, "Transfer-Encoding in HTTP/1.0");
    if (!equals_ignoring_case(value, "chunked")) {
        return refuse(501, "the only transfer coding is chunked");
    }
    is_chunked_ = true;
}

void HeadGate::go_on(Step next) noexcept
{
    start_ = ++at_;
    step_ = next;
}

void HeadGate::refuse(int status, const char* why) noexcept
{
    step_ = Step::refused;
    refusal_ = {status, why};
}

}  // namespace mysigfox::http
