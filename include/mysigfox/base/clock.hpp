// Wall time, as something that can be handed in: no code below `app` reads a clock itself.
#pragma once

#include <chrono>
#include <cstdint>

namespace mysigfox {

/// Wall time in milliseconds since 1970-01-01 UTC: what is stored and compared.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// Tells the time. Safe to ask from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now());
    }
};

constexpr std::int64_t to_milliseconds(Timestamp time) noexcept
{
    return time.time_since_epoch().count();
}

constexpr Timestamp from_milliseconds(std::int64_t milliseconds) noexcept
{
    return Timestamp{std::chrono::milliseconds{milliseconds}};
}

}  // namespace mysigfox
