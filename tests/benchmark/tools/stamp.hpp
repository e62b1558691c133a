// What travels in the data of a measured message: which one it is, and when it was due.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mysigfox::benchmark {

/// Nanoseconds of the steady clock, which all processes of one machine share.
inline std::uint64_t now_ns()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::nanoseconds{now}.count());
}

/// Twelve bytes, as many as a Sigfox message carries.
struct Stamp {
    static constexpr std::size_t kDigits = 24;

    std::uint32_t sequence = 0;
    std::uint64_t due_ns = 0;

    /// Into the 24 places from `digits` on.
    void write(char* digits) const
    {
        write_hex(digits, sequence, 8);
        write_hex(digits + 8, due_ns, 16);
    }

    static std::optional<Stamp> read(std::string_view digits)
    {
        if (digits.size() < kDigits) return std::nullopt;
        Stamp stamp;
        const char* const first = digits.data();
        const auto sequence = std::from_chars(first, first + 8, stamp.sequence, 16);
        const auto due = std::from_chars(first + 8, first + kDigits, stamp.due_ns, 16);
        if (sequence.ptr != first + 8 || due.ptr != first + kDigits) return std::nullopt;
        return stamp;
    }

    static void write_hex(char* place, std::uint64_t number, int digits)
    {
        for (int i = digits - 1; i >= 0; --i, number >>= 4) {
            place[i] = "0123456789abcdef"[number & 0xF];
        }
    }
};

}  // namespace mysigfox::benchmark
