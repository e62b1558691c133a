// A clock that moves only when a test says so.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <atomic>

namespace mysigfox::test {

class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start = from_milliseconds(1'501'568'895'000)) : now_(start) {}

    Timestamp now() const override { return now_; }
    void set(Timestamp now) { now_ = now; }
    void advance(std::chrono::milliseconds by) { now_ = now() + by; }

private:
    std::atomic<Timestamp> now_;
};

}  // namespace mysigfox::test
