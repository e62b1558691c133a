// What no single key can be blamed for: secrets, names, and how the parts fit together.
#include "config/address_text.hpp"
#include "config/file_modes.hpp"
#include "config/reading.hpp"
#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <system_error>

namespace mysigfox::config {
namespace {

constexpr const char* kSocketName = "control.sock";
constexpr const char* kUnitRuntime = "/run/mysigfox";

std::string variable(const Source& source, const char* name)
{
    const char* const text = source.environment ? source.environment(name) : nullptr;
    return text != nullptr ? text : "";
}

/// It travels in a header field, so it is visible ASCII without spaces.
bool is_secret_text(std::string_view secret)
{
    return !secret.empty() && secret.size() <= 256 &&
           std::ranges::all_of(secret, [](char c) { return c > ' ' && c <= '~'; });
}

class Fitting {
public:
    Fitting(const Source& source, Reading& reading) : source_(source), reading_(reading) {}

    void fit(Secrets secrets)
    {
        reading_.settings.control_socket = control_socket();
        if (secrets == Secrets::leave) return;
        fit_authorities();
        fit_listeners();
        fit_tls();
        fit_mail();
        for (AccountDraft& draft : reading_.accounts) fit_account(draft);
    }

private:
    std::filesystem::path control_socket() const
    {
        const Settings& settings = reading_.settings;
        if (!settings.control_socket.empty()) return settings.control_socket;
        const std::string runtime = variable(source_, "RUNTIME_DIRECTORY");
        // systemd names several directories with colons between them: the first is the unit's.
        if (!runtime.empty()) {
            return std::filesystem::path{runtime.substr(0, runtime.find(':'))} / kSocketName;
        }
        // A command outside the unit does not see that variable, but means the same daemon.
        std::error_code ignored;
        std::filesystem::path of_unit = std::filesystem::path{kUnitRuntime} / kSocketName;
        const bool is_usual = settings.state_directory == Settings{}.state_directory;
        if (is_usual && std::filesystem::exists(of_unit, ignored)) return of_unit;
        return settings.state_directory / kSocketName;
    }

    void fit_authorities()
    {
        std::filesystem::path& file = reading_.settings.delivery.extra_authorities;
        if (file.empty()) return;
        file = found_beside(file);
        if (!std::ifstream{file}) {
            reading_.problems.push_back("delivery.extra_authorities_file: found " + file.string() +
                                        ", which cannot be read, expected a PEM file");
        }
    }

    void fit_listeners()
    {
        const Settings::Listen& listen = reading_.settings.listen;
        if (listen.http.empty() && listen.https.empty()) {
            reading_.problems.emplace_back(
                "listen.http: found no address there and none in listen.https, expected at least "
                "one such as \"127.0.0.1:8080\"");
        }
        for (const ListenAddress& address : listen.proxy_protocol) {
            if (std::ranges::count(listen.http, address) != 0) continue;
            if (std::ranges::count(listen.https, address) != 0) continue;
            reading_.problems.push_back("listen.proxy_protocol: found " + endpoint_text(address) +
                                        ", expected an address of listen.http or listen.https");
        }
        if (!listen.proxy_protocol.empty() && listen.trusted_proxies.empty()) {
            reading_.problems.emplace_back(
                "listen.proxy_protocol: found no listen.trusted_proxies, expected those who send "
                "it: nobody else may connect there");
        }
    }

    void fit_tls()
    {
        Settings::Tls& tls = reading_.settings.tls;
        for (auto* const files : {&tls.certificates, &tls.private_keys}) {
            for (std::filesystem::path& file : *files) file = found_beside(file);
        }
        for (const auto& file : tls.private_keys) judge_mode("tls.private_key_file", file);
        if (tls.certificates.size() != tls.private_keys.size()) {
            reading_.problems.push_back("tls: found " + std::to_string(tls.certificates.size()) +
                                        " in certificate_file and " +
                                        std::to_string(tls.private_keys.size()) +
                                        " in private_key_file, expected a key for each");
        } else if (tls.certificates.empty() && !reading_.settings.listen.https.empty()) {
            reading_.problems.emplace_back(
                "listen.https: found addresses and no tls.certificate_file, expected a "
                "certificate to show there");
        }
    }

    void fit_mail()
    {
        Settings::Mail& mail = reading_.settings.mail;
        if (!mail.authorities.empty()) mail.authorities = found_beside(mail.authorities);
        if (!mail.password_file.empty()) {
            mail.password_file = found_beside(mail.password_file);
            judge_mode("mail.password_file", mail.password_file);
            std::ifstream stream{mail.password_file};
            std::getline(stream, mail.password);
            mail.password = trimmed(mail.password);
            if (mail.password.empty()) {
                reading_.problems.push_back("mail.password_file: found " +
                                            mail.password_file.string() +
                                            ", which is missing, unreadable or empty, expected a "
                                            "file with the password");
            }
        }
        const bool sends = !mail.smtp_url.empty() || !mail.sendmail_command.empty();
        if (sends && mail.from.empty()) {
            reading_.problems.emplace_back(
                "mail.from: found nothing, expected who the letters are from");
        }
        if (!mail.smtp_url.empty() && !mail.sendmail_command.empty()) {
            reading_.problems.emplace_back(
                "mail: found smtp_url and sendmail_command, expected one of them");
        }
    }

    /// Credentials are systemd's business.
    void judge_mode(const std::string& key, const std::filesystem::path& file)
    {
        const std::string credentials = variable(source_, "CREDENTIALS_DIRECTORY");
        if (!credentials.empty() && file.string().starts_with(credentials + "/")) return;
        const std::string exposure = exposure_of(file);
        if (!exposure.empty()) reading_.settings.warnings.push_back(key + ": " + exposure);
    }

    /// Where a *_file is: as said, in $CREDENTIALS_DIRECTORY, or beside the configuration. Of a
    /// directory of credentials systemd makes secrets_main out of secrets/main.
    std::filesystem::path found_beside(const std::filesystem::path& file) const
    {
        if (file.is_absolute()) return file;
        const std::filesystem::path credentials{variable(source_, "CREDENTIALS_DIRECTORY")};
        std::string joined = file.string();
        std::ranges::replace(joined, '/', '_');
        std::error_code ignored;
        for (const std::filesystem::path& name : {file, std::filesystem::path{joined}}) {
            if (credentials.empty()) break;
            if (std::filesystem::exists(credentials / name, ignored)) return credentials / name;
        }
        return reading_.folder / file;
    }

    void fit_account(AccountDraft& draft)
    {
        sigfox::Account& account = draft.account;
        std::vector<std::string> secrets;
        for (const auto& file : draft.secret_files) read_secret(draft, file, secrets);
        std::ranges::move(account.secrets, std::back_inserter(secrets));
        account.secrets = std::move(secrets);
        for (const std::string& secret : account.secrets) judge_secret(draft, secret);
        if (!names_.insert(account.name).second) {
            complain(draft, "name: found a second account called \"" + account.name +
                                "\", expected a name of its own");
        }
        if (account.secrets.empty() && draft.secret_files.empty() &&
            !is_loopback_origin(reading_.settings.public_url)) {
            complain(draft,
                     "found an account without a secret, expected secret_files or secrets "
                     "(only a public_url on this machine does without)");
        }
        reading_.settings.accounts.push_back(std::move(account));
    }

    void read_secret(const AccountDraft& draft, const std::filesystem::path& name,
                     std::vector<std::string>& secrets)
    {
        const std::filesystem::path file = found_beside(name);
        std::ifstream stream{file};
        std::string line;
        if (std::getline(stream, line)) {
            secrets.emplace_back(trimmed(line));
            judge_mode(draft.where + ": sigfox.account: secret_files", file);
        } else {
            complain(draft, "secret_files: found " + file.string() +
                                ", which is missing, unreadable or empty, expected a file with "
                                "one secret");
        }
    }

    void judge_secret(const AccountDraft& draft, const std::string& secret)
    {
        if (!is_secret_text(secret)) {
            complain(draft,
                     "secrets: found an empty one or one with spaces or odd characters, "
                     "expected 1 to 256 visible ASCII characters");
        } else if (!secrets_.insert(secret).second) {
            complain(draft,
                     "secrets: found one that stands twice, expected each to belong to "
                     "one account");
        }
    }

    void complain(const AccountDraft& draft, const std::string& what)
    {
        reading_.problems.push_back(draft.where + ": sigfox.account: " + what);
    }

    const Source& source_;
    Reading& reading_;
    std::set<std::string> names_;
    std::set<std::string> secrets_;
};

}  // namespace

void fit_together(const Source& source, Secrets secrets, Reading& reading)
{
    Fitting{source, reading}.fit(secrets);
}

}  // namespace mysigfox::config
