// Which key a program shows, and what it reaches.
#pragma once

#include "api/device_desk.hpp"

#include <optional>

namespace mysigfox::api {

/// A request with a key that is in force; checked already.
struct Call {
    const http::Request& request;
    storage::Fleet reach;              ///< of the key
    std::optional<DeviceId> device{};  ///< in the path: within the reach

    /// What the call is about: the device of the path, or all that the key reaches.
    storage::Fleet fleet() const { return {reach.owner, device ? device : reach.only}; }
};

/// Confined to its loop. Nobody guesses a key: tries are limited so that a program with one that
/// was revoked costs little, and none of them slows down another at the same address.
class V1Door {
public:
    explicit V1Door(const DeviceRooms& rooms) : rooms_(rooms) {}

    /// Before the body is read: refuses who has no key in force.
    std::optional<http::Response> admit(const http::RequestHead& head) const;

    std::optional<storage::ApiKeyRecord> key_of(const http::RequestHead& head) const;
    /// False: too often.
    bool may_call(const storage::ApiKeyRecord& key) const;
    /// The day of it, for the page of keys.
    Task<void> note_use(storage::ApiKeyRecord key) const;
    bool reaches(const storage::Fleet& reach, DeviceId device) const;

    static http::Response no_key();
    static http::Response too_many_calls();

private:
    Timestamp now() const { return rooms_.rooms.clock.now(); }

    const DeviceRooms& rooms_;
};

}  // namespace mysigfox::api
