#include "config/options.hpp"

#include "config/mail_options.hpp"

#include "mysigfox/base/encoding.hpp"

#include <algorithm>

namespace mysigfox::config {
namespace {

using Table = std::vector<Option<Settings>>;
using S = Settings;

constexpr auto kRestart = OnReload::needs_restart;
constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kHour = 3'600 * kSecond;
constexpr std::int64_t kYear = std::int64_t{365} * 24 * kHour;
constexpr std::int64_t kMiB = std::int64_t{1} << 20;

/// The way to a member of a part of the settings: at(&S::log, &S::Log::level).
template <typename... Members>
auto at(Members... members)
{
    return [=](auto& whole) -> auto&
    {
        return (whole.*....*members);
    };
}

template <typename Member>
Setter<S> plain(Member member)
{
    return [=](const Value& value, S& s) { return read(value, member(s)); };
}

template <typename Member>
Setter<S> number(Range range, Member member)
{
    return [=](const Value& value, S& s) { return read_number(value, range, member(s)); };
}

template <typename Member>
Setter<S> duration(Range range, Member member)
{
    return [=](const Value& value, S& s) { return read_duration(value, range, member(s)); };
}

template <typename Member>
Setter<S> size(std::int64_t least, Member member)
{
    return [=](const Value& value, S& s) { return read_size(value, {least}, member(s)); };
}

/// Names listed are taken beside the built-in ones.
Setter<S> alias(std::vector<std::string> sigfox::KeyAliases::*field)
{
    return [field](const Value& value, S& s) {
        std::vector<std::string> more;
        auto complaint = read(value, more);
        std::ranges::move(more, std::back_inserter(s.aliases.*field));
        return complaint;
    };
}

std::optional<Complaint> read_email_rule(const Value& value, S& s)
{
    return read_word<bool>(value, {{"match", false}, {"any", true}},
                           s.registration.may_replace_email);
}

std::optional<Complaint> read_log_format(const Value& value, S& s)
{
    return read_word<LogFormat>(value,
                                {{"auto", LogFormat::automatic},
                                 {"text", LogFormat::text},
                                 {"journal", LogFormat::journal},
                                 {"json", LogFormat::json}},
                                s.log.format);
}

std::optional<Complaint> read_state_directory(const Value& value, S& s)
{
    if (auto complaint = read(value, s.state_directory)) return complaint;
    if (!s.state_directory.empty()) return std::nullopt;
    return Complaint{&value, "a path"};
}

std::optional<Complaint> read_contact(const Value& value, S& s)
{
    std::string contact;
    if (auto complaint = read(value, contact)) return complaint;
    const bool is_contact = contact.starts_with("mailto:") || contact.starts_with("https://");
    const bool is_one_line = contact.find_first_of("\r\n") == std::string::npos;
    if (!contact.empty() && !(is_contact && is_one_line)) {
        return Complaint{&value, "\"mailto:security@example.com\" or an https:// address"};
    }
    s.security_contact = std::move(contact);
    return std::nullopt;
}

Table basics()
{
    return {
        {"state_directory", R"("/var/lib/mysigfox")",
         "Holds registry.db, messages.db, inbox.db, the key and the lock.", kRestart,
         read_state_directory},
        {"control_socket", R"("")",
         "Where the command line finds the daemon; empty: $RUNTIME_DIRECTORY/control.sock, else "
         "state_directory/control.sock.",
         kRestart, plain(at(&S::control_socket))},
        {"public_url", R"("https://mysigfox.example")",
         "How customers and the Sigfox Backend reach us, without a path; callbacks and inboxes are "
         "named by it.",
         kRestart, [](const Value& value, S& s) { return read_public_url(value, s.public_url); }},
        {"security_contact", R"("")",
         "Whom to tell about a hole, as \"mailto:…\" or \"https://…\", for "
         "/.well-known/security.txt; empty: there is none.",
         kApplied, read_contact},
        {"threads", "0", "Event loops; 0 starts one a processor.", kRestart,
         number({0, 256}, at(&S::threads))},
        {"shutdown_grace", R"("5s")",
         "How long requests and deliveries under way may take to end at a stop before they are "
         "cut.",
         kRestart, duration({0, kHour}, at(&S::shutdown_grace))},
    };
}

Table listening()
{
    using Listen = S::Listen;
    return {
        {"listen.http", R"(["127.0.0.1:8080"])",
         "Plain HTTP for callbacks, form and pages, for a proxy that holds the certificate.",
         kRestart, plain(at(&S::listen, &Listen::http))},
        {"listen.https", "[]",
         "The same by TLS, such as \"[::]:443\", with the certificate named under [tls].", kRestart,
         plain(at(&S::listen, &Listen::https))},
        {"listen.admin", R"("127.0.0.1:9090")",
         "Metrics (/metrics) and health (/livez, /readyz), for your own network alone; empty: "
         "none.",
         kRestart,
         [](const Value& value, S& s) { return read_optional_address(value, s.listen.admin); }},
        {"listen.trusted_proxies", "[]",
         "Blocks of addresses (CIDR) whose X-Forwarded-For is believed.", kRestart,
         plain(at(&S::listen, &Listen::trusted_proxies))},
        {"listen.proxy_protocol", "[]",
         "Addresses of http and https where each connection begins with a header of the PROXY "
         "protocol, version 2; only trusted_proxies may connect there.",
         kRestart, plain(at(&S::listen, &Listen::proxy_protocol))},
        {"listen.max_connections", "1024",
         "In all; beyond it the oldest connection without a complete request is closed.", kRestart,
         number({1, 1'000'000}, at(&S::listen, &Listen::max_connections))},
        {"listen.max_per_source", "32",
         "From one source address, so that nobody takes every connection.", kRestart,
         number({1, 1'000'000}, at(&S::listen, &Listen::max_per_source))},

        {"tls.certificate_file", R"("")",
         "For listen.https, in PEM form: the certificate and those that lead to its authority; "
         "read again when the file changes. [\"ecdsa.pem\", \"rsa.pem\"] serves both kinds.",
         kApplied,
         [](const Value& value, S& s) { return read_one_or_more(value, s.tls.certificates); }},
        {"tls.private_key_file", R"("")",
         "Its private key, without a passphrase; as many as there are certificates.", kApplied,
         [](const Value& value, S& s) { return read_one_or_more(value, s.tls.private_keys); }},
    };
}

Table receiving()
{
    using sigfox::KeyAliases;
    return {
        {"sigfox.dedup_memory", R"("256MiB")",
         "At most so much memory remembers messages, so that copies the Backend sends again are "
         "recognised.",
         kRestart, size(kMiB, at(&S::dedup_memory))},
        {"sigfox.aliases.device", "[]",
         "Further names of this key in your callback templates, beside the usual ones.", kApplied,
         alias(&KeyAliases::device)},
        {"sigfox.aliases.time", "[]", "The same for the time of reception.", kApplied,
         alias(&KeyAliases::time)},
        {"sigfox.aliases.data", "[]", "The same for the payload.", kApplied,
         alias(&KeyAliases::data)},
        {"sigfox.aliases.sequence", "[]", "The same for the sequence number.", kApplied,
         alias(&KeyAliases::sequence)},
        {"sigfox.aliases.snr", "[]", "The same for the signal to noise ratio.", kApplied,
         alias(&KeyAliases::snr)},
        {"sigfox.aliases.rssi", "[]", "The same for the signal strength.", kApplied,
         alias(&KeyAliases::rssi)},

        {"registration.email", R"("match")",
         "match: an e-mail on file must be the one given; any: the one given replaces it, the old "
         "one is told.",
         kApplied, read_email_rule},
    };
}

Table delivering()
{
    using Delivery = S::Delivery;
    return {
        {"delivery.allowed_targets", "[]",
         "Blocks of addresses (CIDR) that webhooks may have beside the public internet, such as "
         "\"127.0.0.0/8\" for a test.",
         kApplied, plain(at(&S::delivery, &Delivery::allowed_targets))},
        {"delivery.extra_ports", "[]",
         "Ports that webhooks may have beside 80, 443 and the harmless ones from 1024 up.",
         kApplied, plain(at(&S::delivery, &Delivery::extra_ports))},
        {"delivery.total_timeout", R"("30s")",
         "One attempt takes no longer, from the look-up of the name to the end of the answer.",
         kRestart, duration({kSecond, kHour}, at(&S::delivery, &Delivery::total_timeout))},
        {"delivery.give_up_after", R"("76h")",
         "A message is parked when it could not be delivered for so long; stands still while its "
         "webhook is paused.",
         kRestart, duration({kSecond, kYear}, at(&S::delivery, &Delivery::give_up_after))},
        {"delivery.order_window", R"("15m")",
         "A device's message waits for the one before it until that one was stored so long ago; "
         "0 sends them in any order.",
         kRestart, duration({0, kYear}, at(&S::delivery, &Delivery::order_window))},
        {"delivery.in_flight_per_webhook", "4",
         "POSTs under way to one webhook at a time, so that a small server is not flooded.",
         kRestart, number({1, 1'000}, at(&S::delivery, &Delivery::in_flight_per_webhook))},
        {"delivery.in_flight_per_origin", "64",
         "POSTs under way to one host and port at a time, for all the webhooks that are there.",
         kRestart, number({1, 100'000}, at(&S::delivery, &Delivery::in_flight_per_origin))},
        {"delivery.extra_authorities_file", R"("")",
         "Certificates (PEM) trusted beside the system's, for webhooks inside your own network.",
         kRestart, plain(at(&S::delivery, &Delivery::extra_authorities))},
        {"delivery.dns_servers", "[]",
         "Name servers as \"address:port\"; empty: those of /etc/resolv.conf.", kRestart,
         [](const Value& value, S& s) { return read_addresses(value, s.delivery.dns_servers); }},
    };
}

Table keeping()
{
    return {
        {"inbox.max_inboxes", "10000", "Request bins kept; the one unused longest goes first.",
         kRestart, number({0, 10'000'000}, at(&S::inbox, &S::Inbox::max_inboxes))},
        {"inbox.max_size", R"("256MiB")", "Of inbox.db; the oldest requests go first.", kRestart,
         size(kMiB, at(&S::inbox, &S::Inbox::max_size))},

        {"inbox.leave_free", R"("64MiB")",
         "When the disk has less left, every inbox goes: the room belongs to messages.", kRestart,
         size(0, at(&S::inbox, &S::Inbox::leave_free))},

        {"retention.messages", R"("30d")",
         "Messages delivered or given up are forgotten after this.", kRestart,
         duration({kHour, 10 * kYear}, at(&S::retention, &S::Retention::messages))},
        {"retention.attempts", R"("30d")",
         "What came of each attempt to deliver is forgotten after this, or with its message.",
         kRestart, duration({kHour, 10 * kYear}, at(&S::retention, &S::Retention::attempts))},
        {"retention.attempts_size", R"("2GiB")",
         "Of the log of attempts, about; the oldest go first.", kRestart,
         size(kMiB, at(&S::retention, &S::Retention::attempts_size))},
        {"retention.max_size", R"("10GiB")",
         "Of messages.db: the oldest delivered go first, waiting ones never.", kRestart,
         size(kMiB, at(&S::retention, &S::Retention::max_size))},

        {"health.min_free_space", R"("256MiB")",
         "With less space than this where the state directory lies, /readyz says 503.", kRestart,
         size(0, at(&S::health, &S::Health::min_free_space))},

        {"log.level", R"("info")",
         "trace, debug, info, warn, error or off; lines about single messages are debug.", kApplied,
         [](const Value& value, S& s) { return read_level(value, s.log.level); }},
        {"log.format", R"("auto")",
         "auto: text on a terminal, journal under systemd; or text, journal, json.", kRestart,
         read_log_format},
    };
}

Table all_of_them()
{
    Table all;
    for (Table part :
         {basics(), listening(), receiving(), delivering(), keeping(), mail_options()}) {
        std::ranges::move(part, std::back_inserter(all));
    }
    return all;
}

}  // namespace

const std::vector<Option<Settings>>& options()
{
    static const Table table = all_of_them();
    return table;
}

std::string environment_name(const std::string& key)
{
    std::string name = "MYSIGFOX_" + to_upper(key);
    std::ranges::replace(name, '.', '_');
    return name;
}

}  // namespace mysigfox::config
