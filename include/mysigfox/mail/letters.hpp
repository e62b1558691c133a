// What is to be told to a customer by mail, and where such letters are put.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/email_address.hpp"
#include "mysigfox/domain/language.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::mail {

/// Why somebody gets a letter. Stored as this number.
enum class Occasion : std::uint8_t {
    welcome = 0,            ///< registered: facts device, link
    sign_in = 1,            ///< asked for a link to his devices: facts link
    lost_token = 2,         ///< asked for a link that makes a new token: facts device, link
    webhook_failing = 3,    ///< facts device (or devices), url, cause, next
    webhook_paused = 4,     ///< facts url, cause
    webhook_recovered = 5,  ///< facts url, late
    device_silent = 6,      ///< facts device, since
    webhook_changed = 7,    ///< to the old address: facts device (or devices), url
    email_changed = 8,      ///< to the old address: facts device (or devices)
    token_changed = 9,      ///< facts device
    api_key_made = 10,      ///< facts key (its name), device (or devices)
    api_key_revoked = 11,   ///< likewise
    email_confirm = 12,     ///< to the new address: facts device (or devices), link
};

struct Letter {
    Occasion occasion{};
    EmailAddress to;
    Language language = Language::cs;
    /// What the text names: plain text by the name of the fact. A URL stands here without its
    /// query, several devices as their number.
    std::vector<std::pair<std::string, std::string>> facts;
};

/// Where letters are put. Callable from any loop; never blocks and never fails: mail that is off,
/// or a full queue, is counted and logged.
class Letterbox {
public:
    virtual ~Letterbox() = default;
    virtual void put(Letter letter, Timestamp now) = 0;
    /// Whether mail is configured: the pages say so where it is not.
    virtual bool is_open() const noexcept = 0;
};

/// Those who want no more letters say so here.
class Subscriptions {
public:
    virtual ~Subscriptions() = default;
    /// From any loop; the same silence whether anybody has that name or not.
    virtual void set_wanted(std::string unsubscribe_name, bool is_wanted) = 0;
};

}  // namespace mysigfox::mail
