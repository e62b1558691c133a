// mail.db: letters that wait to be sent, those sent lately, and who wants none.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/language.hpp"
#include "mysigfox/storage/lender.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::storage {

/// A letter as it is queued: its text is made when it is sent.
struct NewLetter {
    std::uint8_t occasion = 0;  ///< mail::Occasion
    std::string address;
    std::string address_key;  ///< in lower case
    std::string about;        ///< what "one of a kind a day" is counted for, such as a device
    Language language = Language::cs;
    std::vector<std::pair<std::string, std::string>> facts;
    Timestamp give_up;          ///< it is not worth sending any more
    bool is_daily = true;       ///< at most one of that occasion and `about` a day and address
    bool is_unwantable = true;  ///< not sent to who unsubscribed
};

struct QueuedLetter {
    std::int64_t id = 0;
    NewLetter letter;  ///< but for the two rules, which were for queueing it
    Timestamp created;
    int tries = 0;
    std::string unsubscribe;  ///< the unguessable name under which this address unsubscribes
};

/// Owns mail.db and its only connection; a write is on the way to the disk when a call returns,
/// as far as the system may lose it in a power failure (synchronous=NORMAL). For the threads of
/// the mail room, never a loop: every call may wait for the disk. Throws std::runtime_error.
class MailStore : public Lender {
public:
    enum class Put { taken, had_one_today, unwanted, full };
    virtual Put put(const NewLetter& letter, Timestamp now) = 0;

    /// The one due first, whether it is due or not.
    struct Next {
        std::int64_t id;
        Timestamp due;
    };
    virtual std::optional<Next> next() = 0;
    virtual std::optional<QueuedLetter> find(std::int64_t id) = 0;

    virtual void postpone(std::int64_t id, Timestamp to) = 0;  ///< one more try was made
    /// Sent, or given up: what it said is forgotten, that it was there is kept for two days.
    virtual void finish(std::int64_t id, Timestamp now) = 0;

    /// By the name in a letter; one that nobody has changes nothing.
    virtual void set_wanted(const std::string& unsubscribe, bool is_wanted, Timestamp now) = 0;

    virtual std::size_t waiting() = 0;

    /// Whoever it is, with his letters, sent or not.
    virtual void forget(const std::string& address_key) = 0;
};

struct MailStoreOptions {
    std::filesystem::path file;
    std::size_t max_waiting = 10'000;
};

/// Opens and migrates the file; throws std::runtime_error naming it if it cannot.
std::unique_ptr<MailStore> open_mail(const MailStoreOptions& options);

}  // namespace mysigfox::storage
