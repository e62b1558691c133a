// How letters to customers leave: judged here, so that a typo is found at the start.
#include "config/mail_options.hpp"

#include "mysigfox/domain/email_address.hpp"

#include <algorithm>
#include <string_view>

namespace mysigfox::config {
namespace {

using Mail = Settings::Mail;

/// Nothing in it that could start a header, or name a second host.
bool is_server(std::string_view url)
{
    const bool has_scheme = url.starts_with("smtp://") || url.starts_with("smtps://");
    const std::string_view rest = url.substr(std::min(url.size(), url.find("//") + 2));
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
    return has_scheme && !rest.empty() &&
           rest.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::optional<Complaint> read_server(const Value& value, Settings& s)
{
    std::string url;
    if (auto complaint = read(value, url)) return complaint;
    if (!url.empty() && !is_server(url)) {
        return Complaint{&value,
                         "\"smtp://host:587\" or \"smtps://host:465\", without name, password or "
                         "path (mail.username, mail.password_file)"};
    }
    s.mail.smtp_url = std::move(url);
    return std::nullopt;
}

std::optional<Complaint> read_from(const Value& value, Settings& s)
{
    std::string from;
    if (auto complaint = read(value, from)) return complaint;
    const std::size_t open = from.rfind('<');
    std::string address = from;
    if (open != std::string::npos) address = from.substr(open + 1, from.find('>', open) - open - 1);
    const bool is_one_line = from.find_first_of("\r\n") == std::string::npos;
    if (!from.empty() && !(is_one_line && EmailAddress::parse(address))) {
        return Complaint{&value, "\"MySigfox <relay@example.com>\" or an address"};
    }
    s.mail.from = std::move(from);
    return std::nullopt;
}

template <typename Member>
Setter<Settings> of_mail(Member Mail::*member)
{
    return [member](const Value& value, Settings& s) { return read(value, s.mail.*member); };
}

}  // namespace

std::vector<Option<Settings>> mail_options()
{
    constexpr auto kRestart = OnReload::needs_restart;
    constexpr std::int64_t kSecond = 1'000;
    return {
        {"mail.smtp_url", R"("")",
         "The server that takes letters to customers, as \"smtp://host:587\" or "
         "\"smtps://host:465\"; empty, as sendmail_command: no letters are sent.",
         kRestart, read_server},
        {"mail.starttls", R"("required")",
         "Of smtp://: required refuses a server that does not encrypt; off sends in clear, for a "
         "server on this machine.",
         kRestart,
         [](const Value& value, Settings& s) {
             return read_word<bool>(value, {{"required", true}, {"off", false}}, s.mail.starttls);
         }},
        {"mail.username", R"("")", "To sign in at the server with; empty: nobody signs in.",
         kRestart, of_mail(&Mail::username)},
        {"mail.password_file", R"("")",
         "Holds the password for it, relative to $CREDENTIALS_DIRECTORY or to this file.", kRestart,
         of_mail(&Mail::password_file)},
        {"mail.authorities_file", R"("")",
         "Certificates (PEM) that the server's must come from, instead of the system's.", kRestart,
         of_mail(&Mail::authorities)},
        {"mail.sendmail_command", "[]",
         "Instead of a server: a program and its arguments that read a letter and find its "
         "addressee, such as [\"/usr/sbin/sendmail\", \"-t\", \"-i\"].",
         kRestart, of_mail(&Mail::sendmail_command)},
        {"mail.from", R"("")",
         "Who the letters are from, such as \"MySigfox <relay@example.com>\"; needed to send any.",
         kRestart, read_from},
        {"mail.silent_after", "0",
         "A letter tells the owner of a device that was not heard for so many times its usual "
         "interval, as learnt since the start; 0: nobody is told.",
         kRestart,
         [](const Value& value, Settings& s) {
             return read_number(value, {0, 1'000}, s.mail.silent_after);
         }},
        {"mail.deadline", R"("60s")",
         "Sending one letter takes no longer, whatever the server does.", kRestart,
         [](const Value& value, Settings& s) {
             return read_duration(value, {kSecond, 3'600 * kSecond}, s.mail.deadline);
         }},
    };
}

}  // namespace mysigfox::config
