// The customer's pages over real stores on files; requests go through the router, with a cookie.
#pragma once

#include "api/device_desk.hpp"
#include "mysigfox/api/device_routes.hpp"
#include "mysigfox/net/io_threads.hpp"
#include "support/api_fixture.hpp"
#include "support/fake_inbox.hpp"
#include "support/fake_letterbox.hpp"
#include "support/message_store_test.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::test {

class DevicePageTest : public MessageStoreTest {
protected:
    static constexpr std::uint32_t kDevice = 0x21DF4E;
    static constexpr const char* kToken = "AUBECJFQTC";
    static constexpr const char* kMail = "jane@example.org";
    static constexpr const char* kUrl = "https://jane.example.org/hook?key=private";

    DevicePageTest()
    {
        reading_.start();
        history_ = store_->make_history(reading_.at(0));
        open_stores();
        add(kDevice, kMail, kUrl);
        open_intake();
        set_rules(false);
        build();
    }

    ~DevicePageTest() override
    {
        history_.reset();
        reading_.finish();
    }

    /// As after a restart.
    void reopen_registry()
    {
        device_rooms_.reset();
        rooms_.reset();
        intake_.reset();
        customers_.reset();
        reader_.reset();
        registry_.reset();
        open_stores();
        router_ = {};
        open_intake();
        build();
    }

    void open_stores()
    {
        storage::RegistryOptions options;
        options.file = dir_ / "registry.db";
        registry_ = storage::open_registry(options, key_);
        reader_ = registry_->make_reader();
        customers_ = registry_->make_customer_reader();
    }

    void open_intake()
    {
        intake_.emplace(
            clock_, *reader_, store_->log(), store_->outbox(),
            [this](WebhookId, const storage::PendingDelivery& one, auto) {
                handed_over_.push_back(one);
            },
            metrics_);
    }

    void set_rules(bool may_replace_email)
    {
        TargetPolicy policy;
        policy.public_url = "https://relay.example";
        rules_ = std::make_shared<const api::Rules>(api::Rules{
            sigfox::Authenticator{{}}, sigfox::KeyAliases::defaults(), policy, may_replace_email});
    }

    void add(std::uint32_t device, std::string_view mail, const std::string& url)
    {
        add_some(device, 1, mail, url);
    }
    void add_some(std::uint32_t first, std::uint32_t count, std::string_view mail,
                  const std::string& url)
    {
        std::vector<storage::ImportRow> rows;
        for (std::uint32_t device = first; device < first + count; ++device) {
            storage::ImportRow row;
            row.device = DeviceId::from_value(device);
            row.token = Token::parse(kToken);
            if (!mail.empty()) row.email = EmailAddress::parse(mail).value();
            row.webhook_url = url;
            row.language = Language::en;
            rows.push_back(std::move(row));
        }
        run_task(registry_->registry().import(std::move(rows), clock_.now())).value();
    }

    CustomerId owner(std::uint32_t device = kDevice)
    {
        return customers_->owner(DeviceId::from_value(device));
    }

    /// A message of the device that is its owner's.
    DeliveryId message(std::uint16_t sequence, std::uint32_t device = kDevice)
    {
        storage::Arrival one = arrival(sequence, device);
        one.owner = owner(device);
        return append(one).value().delivery;
    }

    http::Response send(std::string_view method, std::string_view target, std::string body = {},
                        std::string_view site = "same-origin")
    {
        http::Request request;
        request.head.method = method;
        request.head.path = target.substr(0, target.find('?'));
        request.head.query = target.substr(std::min(target.size(), request.head.path.size() + 1));
        const std::string cookie = "other=1; __Host-mysigfox=" + cookie_;
        request.head.fields = {{"Host", "relay.example"},
                               {"Sec-Fetch-Site", site},
                               {"Content-Type", "application/x-www-form-urlencoded"}};
        if (!cookie_.empty()) request.head.fields.emplace_back("Cookie", cookie);
        request.head.source = IpAddress::v4(0xC6336401);
        const http::Router::Found found = router_.find(method, request.head.path);
        if (found.route == nullptr) return http::plain_response(found.status);
        if (found.route->admit) {
            if (auto refusal = found.route->admit(request.head)) return std::move(*refusal);
        }
        request.body = std::move(body);
        http::Response response = run_task(found.route->handle(request));
        keep_cookie(response);
        return response;
    }
    http::Response get(std::string_view target) { return send("GET", target); }
    /// Follows one redirect, as a browser would.
    std::string page(const http::Response& response)
    {
        if (response.status != 303) return response.body;
        return get(field(response, "Location")).body;
    }

    /// A form with the seal of this session.
    http::Response act_at(const std::string& path, const std::string& action,
                          const std::string& more = {})
    {
        return send("POST", path,
                    "csrf=" + api::seal_of(cookie_) + "&action=" + action +
                        (more.empty() ? "" : "&" + more));
    }
    http::Response act(const std::string& action, const std::string& more = {})
    {
        return act_at("/en/device/do/21DF4E", action, more);
    }

    http::Response sign_in(const std::string& token = kToken)
    {
        return send("POST", "/en/device", "device=21df4e&token=" + token);
    }
    void sign_in_by_mail()
    {
        send("POST", "/en/device/mail", "email=jane%40example.org");
        const std::string link = letters_.fact("link");
        send("POST", "/en/device/link", "code=" + link.substr(link.find('=') + 1));
    }

    static bool has(const std::string& text, std::string_view part)
    {
        return text.find(part) != std::string::npos;
    }

    void keep_cookie(const http::Response& response)
    {
        const std::string set = field(response, "Set-Cookie");
        if (set.empty()) return;
        set_cookie_ = set;
        const std::size_t sign = set.find('=');
        cookie_ = set.substr(sign + 1, set.find(';') - sign - 1);
    }

    void build()
    {
        rooms_ = std::make_unique<api::Rooms>(
            api::Rooms{clock_,
                       [this] { return rules_; },
                       *intake_,
                       registry_->registry(),
                       inbox_,
                       *inbox_reader_,
                       guesses_,
                       new_inboxes_,
                       [this](DeviceId device) { changed_.push_back(device); },
                       [this](WebhookId webhook) { confirmed_.push_back(webhook); },
                       metrics_,
                       bell_,
                       live_seats_,
                       letters_,
                       letters_,
                       {},
                       [this](DeviceId) { return try_webhook(); }});
        device_rooms_ = std::make_unique<api::DeviceRooms>(api::DeviceRooms{
            *rooms_, registry_->customers(), *customers_, *reader_, *history_, letters_, links_,
            email_changes_, mails_, calls_, wrong_keys_,
            [this](std::vector<DeviceId> devices, CustomerId, const std::vector<std::string>&) {
                left_.insert(left_.end(), devices.begin(), devices.end());
            }});
        api::add_device_routes(router_, *device_rooms_);
        api::add_v1_routes(router_, *device_rooms_);
    }

    Task<Result<Trial>> try_webhook()
    {
        Trial trial;
        trial.url = kUrl;
        trial.fields = {{"webhook-test", "true"}};
        trial.body = "{}";
        trial.result.cause = trial_cause_;
        trial.result.status = trial_cause_ == Cause::delivered ? 204 : 404;
        co_return trial;
    }

    SecretKey key_{{1, 2, 3}};
    net::IoThreads reading_{1};
    std::unique_ptr<storage::RegistryStore> registry_;
    std::unique_ptr<storage::RegistryReader> reader_;
    std::unique_ptr<storage::CustomerReader> customers_;
    std::unique_ptr<storage::History> history_;
    FakeInbox inbox_;
    std::unique_ptr<storage::InboxStore::Reader> inbox_reader_ = inbox_.make_reader();
    Metrics metrics_;
    std::optional<intake::Intake> intake_;
    api::Seats live_seats_{3, 2};
    api::RateLimit guesses_{3, std::chrono::seconds{30}};
    api::RateLimit new_inboxes_{2, std::chrono::seconds{60}};
    api::RateLimit mails_{2, std::chrono::minutes{10}};
    api::RateLimit calls_{20, std::chrono::milliseconds{200}};
    api::RateLimit wrong_keys_{3, std::chrono::seconds{10}};
    api::Links links_{api::kLinkLife, 100};
    api::EmailChanges email_changes_{api::kLinkLife, 100};
    FakeLetterbox letters_;
    std::shared_ptr<const api::Rules> rules_;
    std::unique_ptr<api::Rooms> rooms_;
    std::unique_ptr<api::DeviceRooms> device_rooms_;
    http::Router router_;
    std::string cookie_;
    std::string set_cookie_;
    std::vector<storage::PendingDelivery> handed_over_;
    std::vector<DeviceId> changed_;
    std::vector<WebhookId> confirmed_;
    Cause trial_cause_ = Cause::status;
    std::vector<DeviceId> left_;
};

}  // namespace mysigfox::test
