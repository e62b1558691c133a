// How many further copies of a message the Backend has sent.
#pragma once

#include "mysigfox/domain/uplink.hpp"

#include <cstdint>

namespace mysigfox::storage {

/// Kept in memory for messages of which copies came lately, some ten thousands of them: a restart
/// begins at 0. From any thread; a short lock.
class CopyCounts {
public:
    virtual ~CopyCounts() = default;
    /// Recognised until now, the first one that was stored not among them.
    virtual std::uint32_t of(const Uplink& uplink) const = 0;
};

}  // namespace mysigfox::storage
