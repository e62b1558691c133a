// Strict framing of a request's head, before the parser sees a byte of it.
#pragma once

#include "http/framing.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mysigfox::http {

/// Watches a head grow and refuses it at the first byte that HTTP/1.1 does not allow there, or
/// that two implementations might read differently. It only refuses: what it passes is parsed
/// by somebody else. The verdict does not depend on the pieces in which the head arrives.
class HeadGate {
public:
    explicit HeadGate(const HeadLimits& limits) noexcept : limits_(limits) {}

    /// `seen` is all that came since the head's first byte; it grows from call to call. Bytes
    /// behind a complete head are not looked at.
    GateState look(std::string_view seen);

    const Refusal& refusal() const noexcept { return refusal_; }

    // Of a complete head: where it begins (behind an empty line that is ignored), where it
    // ends, and what follows.
    std::size_t begin() const noexcept { return begin_; }
    std::size_t end() const noexcept { return at_; }
    Framing framing() const noexcept;
    std::uint64_t content_length() const noexcept { return length_.value_or(0); }

private:
    enum class Step {
        before_line,
        empty_line,
        method,
        target,
        version,
        field,
        name,
        value,
        value_end,
        head_end,
        complete,
        refused
    };

    void advance(std::string_view seen);
    void read_before_line(char c);
    void read_empty_line(char c);
    void read_method(std::string_view seen);
    void read_target(std::string_view seen);
    void read_version(char c);
    void start_field(char c);
    void read_name(std::string_view seen);
    void read_value(std::string_view seen);
    void end_value(std::string_view seen);
    void end_head(char c);

    bool may_start_target(char c) const noexcept;
    void judge_field(std::string_view name, std::string_view value);
    void judge_host(std::string_view value);
    void judge_length(std::string_view value);
    void judge_coding(std::string_view value);

    void go_on(Step next) noexcept;
    void refuse(int status, const char* why) noexcept;

    HeadLimits limits_;
    Step step_ = Step::before_line;
    std::size_t at_ = 0;     // the next byte to look at
    std::size_t begin_ = 0;  // of the request line
    std::size_t start_ = 0;  // of the element being read
    std::size_t name_end_ = 0;
    std::size_t fields_ = 0;
    char major_ = '0';
    char minor_ = '0';
    bool is_options_ = false;
    bool has_host_ = false;
    bool is_chunked_ = false;
    std::optional<std::uint64_t> length_;
    Refusal refusal_;
};

}  // namespace mysigfox::http
