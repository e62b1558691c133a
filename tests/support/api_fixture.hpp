// The handlers of one loop over stores in memory; a request goes through the router.
#pragma once

#include "mysigfox/api/routes.hpp"
#include "support/fake_inbox.hpp"
#include "support/fake_letterbox.hpp"
#include "support/fake_message_log.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_registry.hpp"
#include "support/run_task.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::test {

using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

inline std::string field(const http::Response& response, std::string_view name)
{
    for (const auto& [known, value] : response.fields) {
        if (known == name) return value;
    }
    return {};
}

struct ApiFixture {
    ManualClock clock;
    MemoryRegistry registry;
    QuietOutbox outbox;
    FakeMessageLog log;
    FakeInbox inbox;
    std::unique_ptr<storage::InboxStore::Reader> inbox_reader = inbox.make_reader();
    Metrics metrics;
    std::size_t handed_over = 0;
    std::vector<DeviceId> changed;
    std::vector<WebhookId> confirmed;
    intake::Intake intake{
        clock, registry, log, outbox, [this](auto, auto, auto) { ++handed_over; }, metrics};
    api::RateLimit guesses{3, std::chrono::seconds{30}};
    Bell bell;
    FakeLetterbox letters;
    api::Seats live_seats{3, 2};
    api::RateLimit new_inboxes{2, std::chrono::seconds{60}};
    std::shared_ptr<const api::Rules> rules;
    api::Rooms rooms{clock,
                     [this] { return rules; },
                     intake,
                     registry,
                     inbox,
                     *inbox_reader,
                     guesses,
                     new_inboxes,
                     [this](DeviceId device) { changed.push_back(device); },
                     [this](WebhookId webhook) { confirmed.push_back(webhook); },
                     metrics,
                     bell,
                     live_seats,
                     letters,
                     letters};
    http::Router router;
    bool sends_mail = false;                       // for set_rules()
    IpAddress source = IpAddress::v4(0xC6336401);  // 198.51.100.1

    ApiFixture()
    {
        set_rules(sigfox::UnknownDevice::keep);
        api::add_callback_routes(router, rooms);
        api::add_form_routes(router, rooms);
        api::add_inbox_routes(router, rooms);
        api::add_help_routes(router, rooms);
        api::add_unsubscribe_routes(router, rooms);
        api::add_front_routes(router, rooms);
    }

    /// One account, "main", with "right-secret", for callers from 198.51.100.0/24.
    void set_rules(sigfox::UnknownDevice unknown, bool may_replace_email = false)
    {
        sigfox::Account account;
        account.name = "main";
        account.secrets = {"right-secret"};
        account.allowed_sources = {*Cidr::parse("198.51.100.0/24")};
        account.unknown_device = unknown;
        TargetPolicy policy;
        policy.public_url = "https://relay.example";
        rules = std::make_shared<const api::Rules>(
            api::Rules{sigfox::Authenticator{{account}}, sigfox::KeyAliases::defaults(), policy,
                       may_replace_email, sends_mail, "mailto:security@relay.example"});
    }

    void add_device(DeviceId id)
    {
        storage::DeviceRecord record;
        record.id = id;
        registry.rows[id] = record;
    }

    /// `target` with its query. Does what the server does: route, admit, handle.
    http::Response send(std::string_view method, std::string_view target, std::string body = {},
                        Fields fields = {})
    {
        http::Request request;
        request.head.method = method;
        request.head.path = target.substr(0, target.find('?'));
        request.head.query = target.substr(std::min(target.size(), request.head.path.size() + 1));
        request.head.fields = std::move(fields);
        request.head.fields.emplace_back("Host", "relay.example");
        request.head.source = source;
        const http::Router::Found found = router.find(method, request.head.path);
        if (found.route == nullptr) return http::plain_response(found.status);
        if (found.route->admit) {
            if (auto refusal = found.route->admit(request.head)) return std::move(*refusal);
        }
        if (body.size() > found.route->body_limit) return http::plain_response(413);
        request.body = std::move(body);
        return run_task(found.route->handle(request));
    }

    http::Response send_form(std::string_view path, std::string body, Fields fields = {})
    {
        fields.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return send("POST", path, std::move(body), std::move(fields));
    }

    std::uint64_t count(const std::string& name, const std::string& labels)
    {
        return metrics.counter(name, labels).value();
    }
};

}  // namespace mysigfox::test
