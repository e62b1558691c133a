#include "app/application.hpp"

#include "app/listeners.hpp"
#include "app/mail_room.hpp"
#include "app/status.hpp"

#include "mysigfox/cli/command_line.hpp"
#include "mysigfox/net/address_guard.hpp"
#include "mysigfox/net/own_addresses.hpp"
#include "mysigfox/net/tls.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <thread>
#include <utility>

namespace mysigfox::app {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

std::size_t loop_count(const config::Settings& settings)
{
    if (settings.threads != 0) return settings.threads;
    return std::max(1U, std::thread::hardware_concurrency());
}

const char* environment(const char* name)
{
    return std::getenv(name);
}

}  // namespace

Application::Application(const config::Settings& settings, config::Source source)
    : settings_(settings),
      source_(std::move(source)),
      manager_(environment),
      loops_(loop_count(settings)),
      tls_(net::make_client_tls(settings.delivery.extra_authorities).value()),
      guesses_(10, 30s),
      new_inboxes_(10, 60s),
      live_seats_(256, 16),
      trials_(5, 20s),
      mails_(5, 10min),
      api_calls_(60, 200ms),
      wrong_api_keys_(10, 10s)
{
}

Application::~Application() = default;

int Application::run()
{
    start();
    main_.run();
    stop();
    return exit_code_;
}

void Application::start()
{
    manager_.starts();
    for (const std::string& warning : settings_.warnings) spdlog::warn("{}", warning);
    const std::optional<net::ServerTls> tls = load_certificates(settings_, clock_.now()).value();
    stores_ = std::make_unique<Stores>(
        settings_, clock_, bell_, metrics_,
        [this](const storage::Failure& failure) { on_storage_failure(failure); });
    backup_ = std::make_unique<BackupRoom>(*stores_, clock_);
    mail_ = open_mail_room(settings_, clock_, *stores_, metrics_);
    history_ = stores_->messages->make_history(control_loop_.at(0));
    Listeners listeners = open_listeners(settings_, loops_.count(), passed_sockets(environment));
    listeners_ = std::move(listeners.bound);
    make_rooms();
    note_reload(true);
    recover();
    if (tls) open_certificate_room(*tls);
    for (std::size_t i = 0; i < rooms_.size(); ++i) rooms_[i]->start(listeners.of_loops[i]);
    control_->start();
    monitoring_->start(listeners.admin);
    wait_for_signals();
    loops_.start();
    control_loop_.start();
    for (const std::string& line : listeners.lines) spdlog::info("{}", line);
    manager_.is_ready();
}

void Application::make_rooms()
{
    const std::shared_ptr<const api::Rules> rules = make_rules(settings_);
    const Shared shared{settings_,
                        clock_,
                        metrics_,
                        *stores_,
                        tls_,
                        guesses_,
                        new_inboxes_,
                        bell_,
                        live_seats_,
                        *mail_,
                        trials_,
                        mails_,
                        api_calls_,
                        wrong_api_keys_,
                        links_,
                        email_changes_,
                        *history_,
                        egress_census_,
                        [this](DeviceId device) { device_changed(device); },
                        [this](WebhookId webhook) { resume_webhook(webhook); },
                        [this](WebhookId webhook, storage::PendingDelivery pending, auto fresh) {
                            hand_over(webhook, pending, std::move(fresh));
                        }};
    for (std::size_t i = 0; i < loops_.count(); ++i) {
        rooms_.push_back(std::make_unique<LoopRoom>(loops_.at(i), loops_.count(), shared, rules));
    }
    const ControlRoom::Deeds deeds{
        [this](DeviceId device) { device_changed(device); },
        [this](const storage::OutboxReader::Totals& totals) { return status(totals); },
        [this] { return reload(); },
        [this](WebhookId webhook) { pause_webhook(webhook); },
        [this](WebhookId webhook) { resume_webhook(webhook); },
        [this](const std::vector<storage::PendingDelivery>& again) { resend(again); },
        [this] { return backup_->begin_backup(); },
        [this] { return backup_->begin_scrub(); },
        [this] { return backup_->progress(); },
        [this] { return readiness_json(monitoring_->ready()); },
        [this] { return monitoring_->is_draining(); }};
    control_ = std::make_unique<ControlRoom>(control_loop_.at(0), settings_, clock_, metrics_,
                                             *stores_, *history_, rules->policy, deeds);
    monitoring_ = std::make_unique<Monitoring>(settings_, clock_, metrics_, *stores_, *control_,
                                               rooms_, manager_);
}

/// What was acknowledged and not finished before the last stop or crash goes to the lanes again.
/// No loop runs yet, so that they are filled from here, all of them, without a detour.
void Application::recover()
{
    // A million look-ups share their transactions.
    const auto registry = stores_->registry->make_loop_reader();
    for (const storage::LaneState& state : control_->outbox().lane_states()) {
        room_of(state.webhook).restore(state);
    }
    std::size_t pending = 0;
    control_->outbox().each_pending([&](const storage::PendingDelivery& delivery) {
        const auto ownership = registry->ownership(delivery.device);
        // Without an owner the courier finds that out, and records it.
        const WebhookId webhook = ownership ? ownership->webhook : kNoWebhook;
        room_of(webhook).enqueue(webhook, delivery, nullptr);
        ++pending;
    });
    // A crash between a registration and its claim left these behind.
    for (const DeviceId device : control_->outbox().unclaimed_devices()) {
        const auto ownership = registry->ownership(device);
        if (ownership && ownership->webhook != kNoWebhook) claim_on_a_loop(device);
    }
    ::malloc_trim(0);  // what the growing lanes left behind, up to a tenth of all memory
    if (pending != 0) spdlog::info("recovered {} undelivered messages", pending);
}

void Application::hand_over(WebhookId webhook, storage::PendingDelivery pending,
                            std::unique_ptr<storage::Delivery> fresh)
{
    LoopRoom& room = room_of(webhook);
    // Dispatched: at once if that loop is the caller's own.
    asio::dispatch(room.home(), [&room, webhook, pending, fresh = std::move(fresh)]() mutable {
        room.enqueue(webhook, pending, std::move(fresh));
    });
}

/// On the control loop, whose reader that is.
void Application::resend(const std::vector<storage::PendingDelivery>& again)
{
    for (const storage::PendingDelivery& delivery : again) {
        const auto ownership = control_->registry().ownership(delivery.device);
        const WebhookId webhook = ownership ? ownership->webhook : kNoWebhook;
        LoopRoom& room = room_of(webhook);
        asio::post(room.home(),
                   [&room, webhook, delivery] { room.enqueue(webhook, delivery, nullptr); });
    }
}

LoopRoom& Application::room_of(WebhookId webhook) const
{
    return *rooms_[static_cast<std::uint64_t>(webhook) % rooms_.size()];
}

void Application::pause_webhook(WebhookId webhook)
{
    LoopRoom& room = room_of(webhook);
    asio::post(room.home(), [&room, webhook] { room.pause(webhook); });
}

void Application::resume_webhook(WebhookId webhook)
{
    LoopRoom& room = room_of(webhook);
    asio::post(room.home(), [&room, webhook] { room.resume(webhook); });
}

void Application::device_changed(DeviceId device)
{
    for (const auto& room : rooms_) {
        asio::post(room->home(), [&room = *room, device] { room.reconsider(device); });
    }
    asio::post(control_->home(), [this, device] {
        if (control_->outbox().count_unclaimed(device) != 0) claim_on_a_loop(device);
    });
}

void Application::claim_on_a_loop(DeviceId device)
{
    LoopRoom& room = *rooms_[device.value() % rooms_.size()];
    asio::post(room.home(), [&room, device] { room.claim(device); });
}

void Application::wait_for_signals()
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) signals_.add(number);
    signals_.async_wait([this](const boost::system::error_code& ec, int number) {
        if (ec) return;
        if (number != SIGHUP) {
            spdlog::info("stopping: {} received", number == SIGINT ? "SIGINT" : "SIGTERM");
            main_.stop();
            return;
        }
        asio::post(control_->home(), [this] {
            const Result<std::string> reloaded = reload();
            if (!reloaded) spdlog::error("reload refused:\n{}", reloaded.error().detail);
        });
        wait_for_signals();
    });
}

void Application::on_storage_failure(const storage::Failure& failure)
{
    spdlog::critical("storage: {}: nothing more is accepted, stopping", failure.detail);
    const int code = failure.kind == storage::FailureKind::corrupt ? cli::kIoError : cli::kTryAgain;
    asio::post(main_, [this, code] {
        exit_code_ = code;
        main_.stop();
    });
}

std::shared_ptr<const api::Rules> Application::make_rules(const config::Settings& settings) const
{
    TargetPolicy policy;
    policy.allowed_targets = settings.delivery.allowed_targets;
    policy.extra_ports = settings.delivery.extra_ports;
    policy.own_listeners = net::spelt_out(listeners_, net::own_addresses());
    policy.public_url = settings.public_url;
    return std::make_shared<const api::Rules>(
        api::Rules{.authenticator = sigfox::Authenticator{settings.accounts},
                   .aliases = settings.aliases,
                   .policy = std::move(policy),
                   .may_replace_email = settings.registration.may_replace_email,
                   .sends_mail = mail_->is_open(),
                   .security_contact = settings.security_contact});
}

std::string Application::status(const storage::OutboxReader::Totals& totals) const
{
    const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::steady_clock::now() - started_);
    return status_json(uptime, listeners_, totals, metrics_.snapshot());
}

int serve(const config::Settings& settings, const config::Source& source)
{
    Application application{settings, source};
    return application.run();
}

}  // namespace mysigfox::app
