// TLS sessions to resume: one an origin, few in all, none for long.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mysigfox::client {

struct FreeTlsSession {
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};

/// What a later handshake may resume.
struct TlsSession {
    using Time = std::chrono::steady_clock::time_point;

    std::unique_ptr<SSL_SESSION, FreeTlsSession> ticket;  ///< null: nothing to resume
    Time verified;  ///< when the certificate was judged in a full handshake
};

/// Kept by origin (scheme, host and port), so that a session made for one name is never offered
/// under another. Confined to one loop.
class SessionCache {
public:
    using Time = TlsSession::Time;

    /// Trust is judged anew at least so often, in a full handshake.
    static constexpr std::chrono::minutes kLongest{10};

    explicit SessionCache(std::size_t bound) : bound_(bound) {}

    /// Taken out, for a ticket is good for one use.
    TlsSession take(std::string_view origin, Time now);

    /// Replaces the one of this origin; when full, the oldest goes.
    void put(const std::string& origin, TlsSession session);

    std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::string origin;
        TlsSession session;
    };
    using Entries = std::list<Entry>;

    TlsSession remove(Entries::iterator entry);

    std::size_t bound_;
    Entries entries_;  ///< oldest first; the keys below point into it
    std::unordered_map<std::string_view, Entries::iterator> by_origin_;
};

}  // namespace mysigfox::client
