// webhook pause, resume.
#include "cli/device_request.hpp"
#include "cli/verbs.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace mysigfox::cli {
namespace {

void add_verb(CLI::App& webhook, Session& session, const std::string& name, const char* what,
              const char* done)
{
    const auto id = std::make_shared<std::string>();
    CLI::App& verb = *webhook.add_subcommand(name, what);
    verb.add_option("WEBHOOK", *id, "wh_…, as it stands in the log")->required();
    verb.footer("Example:\n  mysigfox webhook " + name + " wh_0000000004xa\n");
    verb.callback([&session, id, name, done] {
        session.chosen = [&session, id, name, done] {
            return request(
                session, "webhook." + name, Json{{"webhook_id", *id}},
                [done](const Json& answer) { tell(answer.value("webhook_id", "") + " " + done); });
        };
    });
}

}  // namespace

void add_webhook_verbs(CLI::App& program, Session& session)
{
    CLI::App& webhook = *program.add_subcommand("webhook", "Hold up or try a webhook");
    webhook.require_subcommand(1);
    webhook.footer("Example:\n  mysigfox webhook resume wh_0000000004xa\nNeeds the daemon.\n");
    add_verb(webhook, session, "pause", "Send nothing there, and give nothing up meanwhile",
             "is paused.");
    add_verb(webhook, session, "resume", "Ask now whether it works, and send what waited if so",
             "is asked now.");
}

}  // namespace mysigfox::cli
