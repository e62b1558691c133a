// Counts where copies are recognised, which is rare; asked where an extended body is written.
#include "storage/copy_table.hpp"

#include <utility>

namespace mysigfox::storage {

void CopyTable::add(const Uplink& uplink)
{
    const std::lock_guard lock{mutex_};
    const std::uint64_t fingerprint = fingerprint_(uplink);
    auto counted = young_.find(fingerprint);
    if (counted == young_.end()) {
        if (young_.size() >= most_) old_ = std::exchange(young_, {});
        const auto before = old_.extract(fingerprint);
        counted = young_.emplace(fingerprint, before ? before.mapped() : 0).first;
    }
    ++counted->second;
}

std::uint32_t CopyTable::of(const Uplink& uplink) const
{
    const std::lock_guard lock{mutex_};
    if (young_.empty() && old_.empty()) return 0;
    const std::uint64_t fingerprint = fingerprint_(uplink);
    for (const Counts* counts : {&young_, &old_}) {
        if (const auto found = counts->find(fingerprint); found != counts->end()) {
            return found->second;
        }
    }
    return 0;
}

}  // namespace mysigfox::storage
