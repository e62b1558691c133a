// Strict framing of a chunked body, before the parser sees a byte of it.
#pragma once

#include "http/framing.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mysigfox::http {

/// Watches a chunked body go by and refuses what RFC 9112, 7.1 does not allow, a body over its
/// limit, and more framing around the body than a body of that size can need.
///
/// Says as well how much the parser may be shown: never a size line, or the end of the body with
/// its trailers, in pieces. Beast 1.81 stumbles over some of those.
class ChunkGate {
public:
    ChunkGate(std::uint64_t body_limit, const HeadLimits& trailer_limits) noexcept
        : body_limit_(body_limit), trailer_limits_(trailer_limits)
    {
    }

    /// Looks at bytes that it has not seen yet, and stops behind the end of the body.
    GateState feed(std::string_view piece);

    const Refusal& refusal() const noexcept { return refusal_; }

    /// How much of the last piece belongs to the body: all of it, unless the body is complete.
    std::size_t taken() const noexcept { return taken_; }

    /// How many bytes, the last ones it was fed, are to be kept from the parser for now. At most
    /// a size line and trailers of the size allowed.
    std::size_t held() const noexcept { return held_; }

private:
    enum class Step {
        size,
        extension_name,
        extension_value,
        token_value,
        quoted_value,
        quoted_pair,
        after_quotes,
        size_end,
        data,
        data_cr,
        data_lf,
        trailer,
        trailer_name,
        trailer_value,
        trailer_end,
        last_lf,
        complete,
        refused
    };

    void read(char c);
    void read_size_line(char c);
    void read_extension(char c);
    void read_extension_text(char c);
    void read_quoted(char c);
    void read_trailers(char c);
    void start_trailer(char c);
    void add_digit(char c);
    void leave_extension(char c);
    void end_size_line(char c);
    void count(std::size_t& used, std::size_t most, int status, const char* why);
    void expect(char wanted, char c, Step next, const char* why);
    void refuse(int status, const char* why) noexcept;
    bool is_in_trailers() const noexcept { return step_ >= Step::trailer; }

    std::uint64_t body_limit_;
    HeadLimits trailer_limits_;
    Step step_ = Step::size;
    std::uint64_t size_ = 0;      // of the current chunk, then what is left of it
    std::size_t digits_ = 0;      // of the current size
    std::size_t length_ = 0;      // of the extension name or value being read
    std::uint64_t body_ = 0;      // announced so far
    std::uint64_t overhead_ = 0;  // bytes that are not data
    std::size_t line_ = 0;        // bytes of the current size line
    std::size_t trailers_ = 0;    // bytes
    std::size_t trailer_fields_ = 0;
    std::size_t held_ = 0;
    std::size_t taken_ = 0;
    Refusal refusal_;
};

}  // namespace mysigfox::http
