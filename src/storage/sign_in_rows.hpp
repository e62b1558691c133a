// The rows of sign-ins in registry.db; no rules.
#pragma once

#include "mysigfox/base/secret.hpp"
#include "mysigfox/storage/sign_ins.hpp"
#include "storage/sqlite.hpp"

namespace mysigfox::storage {

/// Confined to the thread that writes; inside its transaction.
class SignInRows {
public:
    explicit SignInRows(Database& db);

    void insert(const Digest& hash, const Fleet& reach, Timestamp ends) const;
    void erase(const Digest& hash) const;
    /// By the token of this device.
    void erase_of(DeviceId device) const;
    /// By mail.
    void erase_of(CustomerId customer) const;
    void erase_ended(Timestamp now) const;
    /// All of that reach but so many, those that end last.
    void trim(const Fleet& reach, std::size_t most) const;

private:
    const Statement insert_, erase_, erase_of_device_, erase_of_customer_, erase_ended_, trim_;
};

}  // namespace mysigfox::storage
