// webhook pause, resume, test, list, show.
#include "cli/device_request.hpp"
#include "cli/verbs.hpp"

#include "cli/performer.hpp"
#include "cli/policy.hpp"
#include "mysigfox/base/counted.hpp"
#include "mysigfox/domain/trial.hpp"
#include "mysigfox/sigfox/shown_text.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>

#include <memory>
#include <optional>
#include <sstream>
#include <string>

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

std::string in_milliseconds(const std::optional<std::chrono::microseconds>& time)
{
    if (!time) return "-";
    return fmt::format("{:.1f} ms", static_cast<double>(time->count()) / 1'000);
}

Json json_of(const std::optional<std::chrono::microseconds>& time)
{
    if (!time) return nullptr;
    return static_cast<double>(time->count()) / 1'000;
}

Json json_of(const Trial& trial)
{
    const AttemptResult& result = trial.result;
    Json shown{{"webhook_url", trial.url},
               {"cause", to_string(result.cause)},
               {"status", result.status == 0 ? Json() : Json(result.status)},
               {"detail", result.detail},
               {"peer", result.peer ? Json(result.peer->str()) : Json()},
               {"dns_ms", json_of(result.phases.dns)},
               {"connect_ms", json_of(result.phases.connect)},
               {"tls_ms", json_of(result.phases.tls)},
               {"first_byte_ms", json_of(result.phases.first_byte)},
               {"elapsed_ms", result.elapsed.count()},
               {"answer", result.answer},
               {"request_body", trial.body}};
    if (result.certificate_ends) {
        const auto left = *result.certificate_ends - trial.begun;
        shown["certificate_days_left"] = std::chrono::floor<std::chrono::days>(left).count();
    }
    return shown;
}

/// Strangers write it: no terminal may obey what stands there.
void print_answer(const std::string& answer)
{
    std::istringstream lines{answer};
    const char* label = "answer";
    for (std::string line; std::getline(lines, line); label = "") {
        if (line.ends_with('\r')) line.pop_back();
        out(fmt::format("{:<13}{}\n", label, sigfox::shown_text(line, {})));
    }
}

void print(const Trial& trial)
{
    const AttemptResult& result = trial.result;
    out(fmt::format("POST {}\n", trial.url));
    for (const auto& [name, value] : trial.fields) out(fmt::format("{}: {}\n", name, value));
    out(fmt::format("\n{}\n\n", trial.body));
    out(fmt::format("result       {}{}\n", to_string(result.cause),
                    result.status == 0 ? "" : fmt::format(" {}", result.status)));
    if (!result.detail.empty()) out(fmt::format("             {}\n", result.detail));
    if (result.peer) out(fmt::format("peer         {}\n", result.peer->str()));
    out(fmt::format("DNS          {}\n", in_milliseconds(result.phases.dns)));
    out(fmt::format("connection   {}\n", in_milliseconds(result.phases.connect)));
    out(fmt::format("TLS          {}\n", in_milliseconds(result.phases.tls)));
    out(fmt::format("first byte   {}\n", in_milliseconds(result.phases.first_byte)));
    out(fmt::format("in all       {} ms\n", result.elapsed.count()));
    if (result.certificate_ends) {
        const auto left = *result.certificate_ends - trial.begun;
        out(fmt::format("certificate  {} left\n",
                        counted(std::chrono::floor<std::chrono::days>(left).count(), "day")));
    }
    print_answer(result.answer);
}

int try_url(const Session& session, const std::string& text, bool as_json)
{
    const auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    const TargetPolicy policy = policy_of(*settings);
    const auto url = WebhookUrl::parse(text, policy);
    if (!url) return fail(kBadData, "URL: " + std::string{to_string(url.error())});
    if (url->inbox_name()) {
        return fail(kBadData,
                    "an inbox of this relay is served inside the daemon; its test is the"
                    " button on the device page");
    }
    const auto trial = session.deeds.try_webhook(*settings, policy, *url);
    if (!trial) return fail(trial.error());
    if (as_json) {
        out_json(json_of(*trial));
    } else {
        print(*trial);
    }
    return trial->result.cause == Cause::delivered ? kDone : kUnreachable;
}

void add_test_verb(CLI::App& webhook, Session& session)
{
    struct Options {
        std::string url;
        bool as_json = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App& verb = *webhook.add_subcommand("test", "Send a test message to a URL from here");
    verb.add_option("URL", options->url, "http:// or https://")->required();
    verb.add_flag("--json", options->as_json, "As a JSON array of one object");
    verb.footer(
        "Example:\n  mysigfox webhook test https://example.com/sigfox\n"
        "Needs no daemon. 0 if the server took it, 69 if not.\n");
    verb.callback([&session, options] {
        session.chosen = [&session, options] {
            return try_url(session, options->url, options->as_json);
        };
    });
}

int list_failing(const Session& session, bool as_json)
{
    return request(session, "webhook.list_failing", Json::object(), [&](const Json& answer) {
        if (!as_json) {
            for (const Json& one : answer.at("webhooks")) {
                const Json& next = one.at("next_attempt");
                out(fmt::format("{:<18}  {:<11}  since {}  next {}\n", one.value("webhook_id", ""),
                                one.value("condition", ""), one.value("since", ""),
                                next.is_null() ? "-" : next.get<std::string>()));
            }
            return;
        }
        JsonArray array;
        for (const Json& one : answer.at("webhooks")) array.add(one);
        array.finish();
    });
}

int list_all(const Session& session, bool as_json)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    Performer performer{std::move(*settings)};
    std::optional<JsonArray> array;
    Json arguments = Json::object();
    while (!arguments.is_null()) {
        const auto answer = performer.perform("webhook.list", arguments.dump());
        if (!answer) return fail(answer.error());
        if (as_json && !array) array.emplace();
        for (const Json& one : answer->at("webhooks")) {
            if (array) {
                array->add(one);
            } else {
                out(fmt::format("{:<18}  {:<30}  {:<14}  {}\n", one.value("webhook_id", ""),
                                one.value("email", ""), counted(one.value("devices", 0), "device"),
                                one.value("webhook_url", "")));
            }
        }
        arguments = answer->value("next", Json());
    }
    if (array) array->finish();
    return kDone;
}

void add_list_verb(CLI::App& webhook, Session& session)
{
    struct Options {
        bool is_failing = false;
        bool as_json = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App& verb = *webhook.add_subcommand("list", "All webhooks, or those that do not work");
    verb.add_flag("--failing", options->is_failing, "Only those that do not work, or are paused");
    verb.add_flag("--json", options->as_json, "As a JSON array");
    verb.footer("Example:\n  mysigfox webhook list --failing\n");
    verb.callback([&session, options] {
        session.chosen = [&session, options] {
            return options->is_failing ? list_failing(session, options->as_json)
                                       : list_all(session, options->as_json);
        };
    });
}

void add_show_verb(CLI::App& webhook, Session& session)
{
    struct Options {
        std::string id;
        bool as_json = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App& verb = *webhook.add_subcommand("show", "One webhook: whose, where to, how it is");
    verb.add_option("WEBHOOK", options->id, "wh_…, as it stands in the log")->required();
    verb.add_flag("--json", options->as_json, "As a JSON array of one object");
    verb.footer("Example:\n  mysigfox webhook show wh_0000000004xa\n");
    verb.callback([&session, options] {
        session.chosen = [&session, options] {
            const Json arguments{{"webhook_id", options->id}};
            return request(session, "webhook.show", arguments, [&](const Json& answer) {
                if (options->as_json) {
                    out_json(answer);
                } else {
                    out_fields(answer);
                }
            });
        };
    });
}

}  // namespace

void add_webhook_verbs(CLI::App& program, Session& session)
{
    CLI::App& webhook = *program.add_subcommand("webhook", "Hold up or try a webhook");
    webhook.require_subcommand(1);
    webhook.footer("Example:\n  mysigfox webhook resume wh_0000000004xa\n");
    add_verb(webhook, session, "pause", "Send nothing there, and give nothing up meanwhile",
             "is paused.");
    add_verb(webhook, session, "resume", "Ask now whether it works, and send what waited if so",
             "is asked now.");
    add_test_verb(webhook, session);
    add_list_verb(webhook, session);
    add_show_verb(webhook, session);
}

}  // namespace mysigfox::cli
