// Everything an operator can set, as values that have been judged.
#pragma once

#include "mysigfox/base/log.hpp"
#include "mysigfox/domain/ip_address.hpp"
#include "mysigfox/sigfox/authenticator.hpp"
#include "mysigfox/sigfox/callback.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mysigfox::config {

/// A listening address: "127.0.0.1:8080", "[::1]:8080"; port 0 picks a free one.
struct ListenAddress {
    IpAddress address = IpAddress::v4(0);
    std::uint16_t port = 0;

    friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

/// The configuration after parsing, checking and reading every *_file. Secrets stand in it:
/// it is never logged as a whole. Keys and defaults: config/mysigfox.toml.
struct Settings {
    std::filesystem::path state_directory = "/var/lib/mysigfox";
    std::filesystem::path control_socket;                 ///< resolved: never empty
    std::string public_url = "https://mysigfox.example";  ///< no slash at the end
    std::string security_contact;                         ///< of security.txt; empty: none
    std::size_t threads = 0;                              ///< event loops; 0: one a processor
    std::chrono::milliseconds shutdown_grace{5'000};

    struct Listen {
        std::vector<ListenAddress> http;
        std::vector<ListenAddress> https;
        std::vector<ListenAddress> proxy_protocol;  ///< those of both that begin with its header
        std::optional<ListenAddress> admin;         ///< metrics and health
        std::vector<Cidr> trusted_proxies;
        std::size_t max_connections = 1'024;
        std::size_t max_per_source = 32;
    } listen;

    /// Resolved; the first certificate goes with the first key, and so on.
    struct Tls {
        std::vector<std::filesystem::path> certificates;
        std::vector<std::filesystem::path> private_keys;
    } tls;

    std::vector<sigfox::Account> accounts;
    sigfox::KeyAliases aliases = sigfox::KeyAliases::defaults();
    std::size_t dedup_memory = std::size_t{256} << 20;

    struct Registration {
        bool may_replace_email = false;  ///< email = "any"
    } registration;

    struct Delivery {
        std::vector<Cidr> allowed_targets;
        std::vector<std::uint16_t> extra_ports;
        std::chrono::milliseconds total_timeout{30'000};
        std::chrono::milliseconds give_up_after{std::chrono::hours{76}};
        std::chrono::milliseconds order_window{std::chrono::minutes{15}};  ///< 0: no order
        std::size_t in_flight_per_webhook = 4;
        std::size_t in_flight_per_origin = 64;
        std::filesystem::path extra_authorities;  ///< PEM file
        std::vector<std::string> dns_servers;     ///< "address:port"; none: the system's
    } delivery;

    struct Inbox {
        std::size_t max_inboxes = 10'000;
        std::uint64_t max_size = std::uint64_t{256} << 20;
        std::uint64_t leave_free = std::uint64_t{64} << 20;
    } inbox;

    struct Retention {
        std::chrono::hours messages{30 * 24};
        std::chrono::hours attempts{30 * 24};
        std::uint64_t attempts_size = std::uint64_t{2} << 30;
        std::uint64_t max_size = std::uint64_t{10} << 30;
    } retention;

    struct Mail {
        std::string smtp_url;  ///< empty, as sendmail_command: no letters
        bool starttls = true;
        std::string username;
        std::filesystem::path password_file;
        std::string password;               ///< read from that file
        std::filesystem::path authorities;  ///< PEM file
        std::vector<std::string> sendmail_command;
        std::string from;
        std::size_t silent_after = 0;  ///< times a device's usual interval; 0: nobody is told
        std::chrono::milliseconds deadline{60'000};
    } mail;

    struct Health {
        std::uint64_t min_free_space = std::uint64_t{256} << 20;
    } health;

    struct Log {
        std::string level = "info";
        LogFormat format = LogFormat::automatic;
    } log;

    std::vector<std::string> warnings;  ///< what is no mistake and yet not right, for people
};

}  // namespace mysigfox::config
