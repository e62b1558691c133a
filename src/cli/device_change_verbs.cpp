// device add, set, pause, new-token, new-secret.
#include "cli/device_request.hpp"
#include "cli/print.hpp"
#include "cli/tokens_out.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/domain/language.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <utility>

namespace mysigfox::cli {
namespace {

struct DeviceOptions {
    std::string device_id;
    std::string token;
    std::string email;
    std::string webhook_url;
    std::string language;
    std::string card;  ///< a file
    bool as_json = false;
};

Json arguments_of(const DeviceOptions& options)
{
    return Json{{"device_id", options.device_id},
                {"token", options.token},
                {"email", options.email},
                {"webhook_url", options.webhook_url},
                {"language", options.language}};
}

/// What is wrong with it; empty: nothing.
std::string known_language(const std::string& text)
{
    if (text.empty() || parse_language(text)) return {};
    return "found \"" + text + "\", expected cs or en";
}

void add_details(CLI::App& verb, const std::shared_ptr<DeviceOptions>& options)
{
    verb.add_option("--token", options->token, "10 capital letters (add: a new one if not given)");
    verb.add_option("--email", options->email, "The customer's e-mail address");
    verb.add_option("--webhook-url", options->webhook_url, "Where its messages go");
    verb.add_option("--language", options->language, "Of letters and pages")
        ->type_name("cs|en")
        ->check(known_language);
}

CLI::App& add_verb(CLI::App& device, const char* name, const char* what, const char* example,
                   const std::shared_ptr<DeviceOptions>& options)
{
    CLI::App& verb = *device.add_subcommand(name, what);
    verb.add_option("ID", options->device_id, "Device ID, 1 to 8 hexadecimal digits")->required();
    verb.footer(std::string{"Example:\n  mysigfox device "} + example + "\n");
    return verb;
}

void add_add_verb(CLI::App& device, Session& session)
{
    const auto options = std::make_shared<DeviceOptions>();
    CLI::App& verb = add_verb(device, "add", "Take a device into the registry",
                              "add 21DF4E --email name@example.org", options);
    add_details(verb, options);
    verb.add_flag("--json", options->as_json, "As a JSON array of one object");
    verb.callback([&session, options] {
        session.chosen = [&session, options] {
            return request(session, "device.add", arguments_of(*options),
                           [&](const Json& answer) { print_token(answer, options->as_json); });
        };
    });
}

/// The token is printed whatever comes of its card: nobody can show it again.
int renew_token(const Session& session, const DeviceOptions& options)
{
    const auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    std::unique_ptr<TokensOut> card;
    if (!options.card.empty()) {
        auto opened = open_cards_file(options.card, settings->public_url);
        if (!opened) return fail(opened.error());
        card = std::move(*opened);
    }
    Result<void> written;
    const int code =
        request(session, "device.new_token", arguments_of(options), [&](const Json& answer) {
            print_token(answer, options.as_json);
            if (!card) return;
            card->add({answer.value("device_id", ""), answer.value("token", ""),
                       parse_language(answer.value("language", "")).value_or(Language::cs)});
            written = card->finish();
        });
    return written ? code : fail(written.error());
}

void add_new_token_verb(CLI::App& device, Session& session)
{
    const auto options = std::make_shared<DeviceOptions>();
    CLI::App& verb =
        add_verb(device, "new-token", "Make a new token; the old one is void from now on",
                 "new-token 21DF4E --card CARD.html", options);
    verb.add_option("--card", options->card, "File for a printable card with a QR code (HTML)")
        ->type_name("FILE");
    verb.add_flag("--json", options->as_json, "As a JSON array of one object");
    verb.callback([&session, options] {
        session.chosen = [&session, options] { return renew_token(session, *options); };
    });
}

/// The one way for an operator to see a signing secret: making another.
void add_secret_verb(CLI::App& device, Session& session)
{
    const auto options = std::make_shared<DeviceOptions>();
    CLI::App& verb = add_verb(device, "new-secret",
                              "Make a new signing secret for its webhook; the old one stays valid"
                              " for 24 hours beside it",
                              "new-secret 21DF4E", options);
    verb.add_flag("--json", options->as_json, "As a JSON array of one object");
    verb.callback([&session, options] {
        session.chosen = [&session, options] {
            return request(session, "device.new_secret", arguments_of(*options),
                           [&](const Json& answer) {
                               options->as_json ? out_json(answer) : out_fields(answer);
                           });
        };
    });
}

/// A verb after which there is nothing to print on stdout.
void add_quiet_verb(CLI::App& device, Session& session, const char* name, const char* asked,
                    const char* what, const char* done)
{
    const auto options = std::make_shared<DeviceOptions>();
    CLI::App& verb = add_verb(device, name, what, (std::string{name} + " 21DF4E").c_str(), options);
    verb.callback([&session, options, asked, done] {
        session.chosen = [&session, options, asked, done] {
            return request(session, asked, arguments_of(*options), [&](const Json& answer) {
                tell(answer.value("device_id", "") + " " + done);
            });
        };
    });
}

}  // namespace

void add_device_change_verbs(CLI::App& device, Session& session)
{
    add_add_verb(device, session);
    add_new_token_verb(device, session);
    add_secret_verb(device, session);
    add_quiet_verb(device, session, "pause", "device.pause",
                   "Keep its messages instead of delivering them", "is paused.");

    const auto options = std::make_shared<DeviceOptions>();
    CLI::App& set = add_verb(device, "set", "Change what is on file; what is not given stays",
                             "set 21DF4E --webhook-url https://example.org/hook", options);
    add_details(set, options);
    set.callback([&session, options] {
        session.chosen = [&session, options] {
            return request(session, "device.set", arguments_of(*options), [](const Json& answer) {
                tell(answer.value("device_id", "") + " " + answer.value("verdict", "") + ".");
            });
        };
    });
}

}  // namespace mysigfox::cli
