// The rules for chunked bodies, byte by byte but for the data.
#include "http/chunk_gate.hpp"

#include "http/characters.hpp"

#include <algorithm>

namespace mysigfox::http {
namespace {

constexpr std::size_t kMaxSizeDigits = 16;
constexpr std::size_t kMaxSizeLine = 4UL * 1024;
constexpr std::uint64_t kFreeOverhead = 16UL * 1024;

constexpr const char* kBadExtension = "a chunk extension is malformed";

int hex_digit(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

GateState ChunkGate::feed(std::string_view piece)
{
    taken_ = 0;
    while (taken_ < piece.size() && step_ < Step::complete) {
        if (step_ == Step::data) {
            const std::uint64_t here = std::min<std::uint64_t>(size_, piece.size() - taken_);
            taken_ += static_cast<std::size_t>(here);
            size_ -= here;
            if (size_ == 0) step_ = Step::data_cr;
        } else {
            ++held_;
            read(piece[taken_++]);
        }
    }
    if (step_ == Step::refused) return GateState::refused;
    return step_ == Step::complete ? GateState::complete : GateState::need_more;
}

void ChunkGate::read(char c)
{
    if (++overhead_ > kFreeOverhead + body_ / 4) return refuse(413, "too much around the chunks");
    if (is_in_trailers()) return read_trailers(c);
    switch (step_) {
        case Step::data_cr:
            return expect('\r', c, Step::data_lf, "a chunk is longer than its size");
        case Step::data_lf:
            line_ = digits_ = 0;
            return expect('\n', c, Step::size, "a chunk does not end with CR LF");
        default:
            return read_size_line(c);
    }
}

void ChunkGate::read_size_line(char c)
{
    count(line_, kMaxSizeLine, 413, "a chunk size line is too long");
    if (step_ == Step::refused) return;
    if (step_ == Step::size) return add_digit(c);
    if (step_ == Step::size_end) return end_size_line(c);
    read_extension(c);
}

void ChunkGate::add_digit(char c)
{
    const int digit = hex_digit(c);
    if (digit < 0) {
        if (digits_ == 0) return refuse(400, "a chunk has no size");
        return leave_extension(c);
    }
    if (digits_ == 0) size_ = 0;
    if (++digits_ > kMaxSizeDigits) return refuse(400, "a chunk size has too many digits");
    size_ = size_ << 4 | static_cast<std::uint64_t>(digit);
    if (size_ > body_limit_ - body_) refuse(413, "the body is too long");
}

/// Behind a size or an extension stands another extension or the end of the line.
void ChunkGate::leave_extension(char c)
{
    length_ = 0;
    if (c == ';') {
        step_ = Step::extension_name;
    } else {
        expect('\r', c, Step::size_end, "an illegal byte behind a chunk size");
    }
}

void ChunkGate::read_extension(char c)
{
    switch (step_) {
        case Step::extension_name:
        case Step::token_value:
            return read_extension_text(c);
        case Step::extension_value:
            if (c != '"' && !is_a(kTokenByte, c)) return refuse(400, kBadExtension);
            step_ = c == '"' ? Step::quoted_value : Step::token_value;
            return;
        case Step::quoted_value:
            return read_quoted(c);
        case Step::quoted_pair:
            if (!is_a(kValueByte, c)) return refuse(400, kBadExtension);
            step_ = Step::quoted_value;
            return;
        default:
            return leave_extension(c);
    }
}

void ChunkGate::read_extension_text(char c)
{
    if (is_a(kTokenByte, c)) {
        ++length_;
        return;
    }
    if (length_ == 0) return refuse(400, kBadExtension);
    if (step_ == Step::token_value || c != '=') return leave_extension(c);
    step_ = Step::extension_value;
}

void ChunkGate::read_quoted(char c)
{
    if (is_a(kQuotedByte, c)) return;
    if (c != '"' && c != '\\') return refuse(400, kBadExtension);
    step_ = c == '"' ? Step::after_quotes : Step::quoted_pair;
}

void ChunkGate::end_size_line(char c)
{
    if (size_ == 0) return expect('\n', c, Step::trailer, "a bare CR behind a chunk size");
    expect('\n', c, Step::data, "a bare CR behind a chunk size");
    body_ += size_;
    held_ = 0;
}

void ChunkGate::read_trailers(char c)
{
    count(trailers_, trailer_limits_.bytes, 431, "the trailers are too long");
    switch (step_) {
        case Step::trailer:
            return start_trailer(c);
        case Step::trailer_name:
            if (!is_a(kTokenByte, c)) {
                expect(':', c, Step::trailer_value, "a trailer's name is not a token");
            }
            return;
        case Step::trailer_value:
            if (!is_a(kValueByte, c)) {
                expect('\r', c, Step::trailer_end, "an illegal byte in a trailer");
            }
            return;
        case Step::trailer_end:
            return expect('\n', c, Step::trailer, "a bare CR in a trailer");
        case Step::last_lf:
            expect('\n', c, Step::complete, "the trailers do not end with an empty line");
            if (step_ == Step::complete) held_ = 0;
            return;
        default:
            return;
    }
}

void ChunkGate::start_trailer(char c)
{
    if (c == '\r') {
        step_ = Step::last_lf;
        return;
    }
    if (!is_a(kTokenByte, c)) return refuse(400, "a trailer does not begin with a name");
    step_ = Step::trailer_name;
    count(trailer_fields_, trailer_limits_.fields, 431, "too many trailers");
}

void ChunkGate::count(std::size_t& used, std::size_t most, int status, const char* why)
{
    if (++used > most) refuse(status, why);
}

void ChunkGate::expect(char wanted, char c, Step next, const char* why)
{
    if (c != wanted) return refuse(400, why);
    step_ = next;
}

void ChunkGate::refuse(int status, const char* why) noexcept
{
    step_ = Step::refused;
    refusal_ = {status, why};
}

}  // namespace mysigfox::http
