// What a commit thread says when it can promise nothing more.
#pragma once

#include <functional>
#include <string>

namespace mysigfox::storage {

enum class FailureKind {
    sync_failed,  ///< nobody knows what the disk holds: stop, exit 75, recovery finds out
    corrupt,      ///< the file is damaged: stop, exit 74, no restart
};

struct Failure {
    FailureKind kind;
    std::string detail;  ///< names the file and SQLite's words
};

/// Called once, from the commit thread that failed; every later change is refused.
using OnFailure = std::function<void(const Failure&)>;

}  // namespace mysigfox::storage
