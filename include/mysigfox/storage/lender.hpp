// How somebody else gets at the one connection that writes a file.
#pragma once

#include <functional>

namespace mysigfox::storage {

class Database;  // what it can do is this room's own business

/// A store that lends its connection between two of its own changes.
class Lender {
public:
    virtual ~Lender() = default;

    /// Runs `work` where the connection may be touched, outside any transaction, and waits until
    /// it is over; passes on what it throws. All changes wait meanwhile, so it is to be short.
    /// From a thread that may wait, never from a loop, and not while the store is destroyed.
    virtual void lend(const std::function<void(Database&)>& work) = 0;
};

}  // namespace mysigfox::storage
