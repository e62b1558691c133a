// Sends letters: a queue on disk, a thread that keeps it and one that talks to the mail server.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/mail/letters.hpp"
#include "mysigfox/mail/webhook_watch.hpp"
#include "mysigfox/storage/mail_store.hpp"
#include "mysigfox/storage/registry.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mysigfox::mail {

/// How letters leave. Without smtp_url and sendmail_command mail is off.
struct MailSettings {
    std::string smtp_url;  ///< "smtp://host:587", "smtps://host:465"
    bool starttls = true;  ///< of smtp://: required
    std::string username;
    std::string password;
    std::filesystem::path authorities;          ///< PEM file trusted instead of the system's
    std::vector<std::string> sendmail_command;  ///< the program and its arguments
    std::string from;                           ///< "MySigfox <relay@example.com>" or an address
    std::string public_url;
    std::size_t silent_after = 0;  ///< times a device's usual interval; 0: nobody is told
    std::chrono::milliseconds deadline{60'000};  ///< of one letter, whatever the server does

    bool is_on() const noexcept { return !smtp_url.empty() || !sendmail_command.empty(); }
};

/// Letters put here are on disk soon, and are tried for three days (sign-in links for a quarter
/// of an hour). Nothing that the mail server does holds up anybody but later letters, each for
/// `deadline` at most. Everything but stop() may be called from any thread, and never blocks.
class PostOffice : public Letterbox, public Subscriptions {
public:
    /// Tells the owner if he has to know. From any loop.
    virtual void hear(WebhookNews news) = 0;
    /// The device has said something. Cheap: called for every message.
    virtual void heard(DeviceId device) = 0;
    /// Puts what waits on disk and ends, in about a second, whatever the server does.
    virtual void stop() = 0;
};

/// What it works with; outlives it.
struct PostRooms {
    const Clock& clock;
    storage::MailStore& store;
    std::unique_ptr<storage::RegistryReader> registry;  ///< of its own
    Metrics& metrics;
};
std::unique_ptr<PostOffice> open_post_office(const MailSettings& settings, PostRooms rooms);

}  // namespace mysigfox::mail
