// callback show: what to paste into the Sigfox Backend.
#include "cli/callback_choice.hpp"
#include "cli/print.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/sigfox/callback.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace mysigfox::cli {
namespace {

struct CallbackOptions {
    std::string kind = "uplink";
    std::string account;
    bool as_json = false;
};

Json to_json(const sigfox::CallbackTemplate& callback, bool with_metadata)
{
    return Json{{"type", callback.type},
                {"url", callback.url},
                {"method", callback.method},
                {"header", callback.header},
                {"content_type", callback.content_type},
                {"body", callback.body},
                {"with_network_metadata", with_metadata}};
}

void print_text(const sigfox::CallbackTemplate& with, const sigfox::CallbackTemplate& without)
{
    out("Type:          " + with.type + "\n");
    out("Channel:       URL\n");
    out("Url pattern:   " + with.url + "\n");
    out("HTTP method:   " + with.method + "\n");
    if (!with.header.empty()) out("Header:        " + with.header + "\n");
    out("Content type:  " + with.content_type + "\n");
    out("Body, with the network metadata option (snr, rssi):\n" + with.body + "\n");
    out("Body, without it:\n" + without.body + "\n");
}

int show(const Session& session, const CallbackOptions& options)
{
    if (options.kind != "uplink") {
        return fail(kWrongUsage,
                    "callback show " + options.kind + ": not built yet; expected uplink");
    }
    const auto settings = config::load(session.source());
    if (!settings) return fail(settings.error());
    const auto account = find_account(*settings, options.account);
    if (!account) return fail(account.error());
    const std::string secret = account->secrets.empty() ? "" : account->secrets.front();
    const auto with = sigfox::uplink_template(settings->public_url, secret, true);
    const auto without = sigfox::uplink_template(settings->public_url, secret, false);
    if (options.as_json) {
        JsonArray array;
        array.add(to_json(with, true));
        array.add(to_json(without, false));
        array.finish();
    } else {
        print_text(with, without);
    }
    const std::string remark = remark_on(settings->public_url);
    if (!remark.empty()) tell(remark);
    return kDone;
}

}  // namespace

void add_callback_verbs(CLI::App& program, Session& session)
{
    auto* callback_verb =
        program.add_subcommand("callback", "What the Sigfox Backend must be told");
    callback_verb->require_subcommand(1);
    const auto options = std::make_shared<CallbackOptions>();
    auto* show_verb = callback_verb->add_subcommand(
        "show", "What to paste into the Sigfox Backend; shows the account's first secret");
    show_verb->add_option("KIND", options->kind, "Kind of callback (uplink)");
    show_verb->add_option("--account", options->account, "Name of the [[sigfox.account]]");
    show_verb->add_flag("--json", options->as_json, "As a JSON array: with and without metadata");
    show_verb->footer(
        "Examples:\n  mysigfox callback show\n  mysigfox callback show uplink --json\n");
    add_callback_install_verb(*callback_verb, session);
    callback_verb->footer("Example:\n  mysigfox callback show\n");
    show_verb->callback([&session, options] {
        session.chosen = [&session, options] { return show(session, *options); };
    });
}

}  // namespace mysigfox::cli
