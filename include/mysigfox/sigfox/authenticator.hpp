// Who may send us callbacks.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/ip_address.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::sigfox {

enum class UnknownDevice { keep, drop, reject };

/// One `[[sigfox.account]]`.
struct Account {
    std::string name;
    std::vector<std::string> secrets;   ///< any is accepted; none: only local callers
    std::vector<Cidr> allowed_sources;  ///< none: from anywhere
    UnknownDevice unknown_device = UnknownDevice::keep;
};

/// What a request shows of itself before its body is looked at.
struct Credentials {
    std::string_view authorization;  ///< the Authorization field
    std::string_view query_secret;   ///< decoded `secret` of the query, or later of a form body
    IpAddress source = IpAddress::v4(0);
    bool is_forwarded = false;
};

/// Finds the account a callback belongs to. Every secret of every account is compared in
/// constant time, whatever matched. Callable from any thread once made. The accounts it hands
/// out live as long as it does.
class Authenticator {
public:
    explicit Authenticator(std::vector<Account> accounts);

    /// unauthorized: wrong or missing secret; forbidden: right secret, source not allowed.
    /// An account without secrets takes callers on loopback that no proxy forwarded.
    Result<const Account*> authenticate(const Credentials& credentials) const;

    /// Is there anything in the head that looks like a secret? If not, a form body may bring it.
    static bool has_credentials(const Credentials& credentials) noexcept;

    const std::vector<Account>& accounts() const noexcept { return accounts_; }

private:
    std::vector<bool> accounts_with(std::string_view secret) const;
    std::vector<const Account*> candidates(const Credentials& credentials) const;

    std::vector<Account> accounts_;
};

}  // namespace mysigfox::sigfox
