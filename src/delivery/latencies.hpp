// How long deliveries take, seen from the callback and from the attempt.
#pragma once

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/domain/attempt.hpp"

#include <chrono>

namespace mysigfox::delivery {

/// The histograms of delivery, looked up once; the loops share them.
class Latencies {
public:
    explicit Latencies(Metrics& metrics);

    void attempted(const AttemptResult& result) noexcept;
    /// since_callback: from the reception of the message to the record of its delivery.
    void delivered(std::chrono::milliseconds since_callback) noexcept
    {
        callback_to_delivery_.add(since_callback);
    }

private:
    Histogram& callback_to_delivery_;
    Histogram& attempt_;
    Histogram& dns_;
    Histogram& connect_;
    Histogram& tls_;
    Histogram& first_byte_;
};

}  // namespace mysigfox::delivery
