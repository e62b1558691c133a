#include "storage/fingerprint_table.hpp"

#include <algorithm>
#include <new>
#include <span>
#include <utility>

namespace mysigfox::storage {
namespace {

constexpr std::size_t kMinSlots = 64;
constexpr std::size_t kMaxRun = 4'096;  // no run gets as long, 85 % full

}  // namespace

FingerprintTable::FingerprintTable(std::size_t slots, std::size_t max_slots)
    : max_slots_(std::max(max_slots, kMinSlots)),
      slots_(std::clamp(slots, kMinSlots, max_slots_)),
      homes_(slots_ - std::min(slots_ / 8, kMaxRun)),
      limit_(homes_ * 85 / 100),
      // calloc: the kernel hands out zeroed pages when they are touched, not all at once.
      block_(static_cast<std::uint64_t*>(std::calloc(slots_, sizeof(std::uint64_t))))
{
    if (!block_) throw std::bad_alloc{};
}

bool FingerprintTable::contains(std::uint64_t fingerprint) const noexcept
{
    std::size_t i = home_of(fingerprint);
    while (block_[i] != 0 && block_[i] < fingerprint) ++i;
    return block_[i] == fingerprint;
}

bool FingerprintTable::insert(std::uint64_t fingerprint)
{
    if (size_ < limit_ && put(fingerprint)) return true;
    return grow() && put(fingerprint);
}

/// False if there is no room at the end.
bool FingerprintTable::put(std::uint64_t fingerprint) noexcept
{
    std::size_t at = home_of(fingerprint);
    while (block_[at] != 0 && block_[at] < fingerprint) ++at;
    std::size_t gap = at;
    while (block_[gap] != 0) ++gap;
    if (gap == slots_ - 1) return false;
    std::copy_backward(&block_[at], &block_[gap], &block_[gap] + 1);
    block_[at] = fingerprint;
    ++size_;
    return true;
}

bool FingerprintTable::grow()
{
    if (slots_ == max_slots_) return false;
    FingerprintTable bigger{slots_ * 2, max_slots_};
    std::size_t next = 0;
    for (const std::uint64_t fingerprint : std::span{block_.get(), slots_}) {
        if (fingerprint == 0) continue;
        next = std::max(next, bigger.home_of(fingerprint));
        bigger.block_[next++] = fingerprint;
    }
    bigger.size_ = size_;
    *this = std::move(bigger);
    return true;
}

bool FingerprintTable::erase(std::uint64_t fingerprint) noexcept
{
    std::size_t at = home_of(fingerprint);
    while (block_[at] != 0 && block_[at] < fingerprint) ++at;
    if (block_[at] != fingerprint) return false;
    // What follows moves up, as far as nobody gets before his home.
    for (; block_[at + 1] != 0 && home_of(block_[at + 1]) <= at; ++at) block_[at] = block_[at + 1];
    block_[at] = 0;
    --size_;
    return true;
}

}  // namespace mysigfox::storage
