// The daemon: owns the rooms in order; starts, reloads and stops them.
#pragma once

#include "app/backup_room.hpp"
#include "app/certificate_room.hpp"
#include "app/control_room.hpp"
#include "app/loop_room.hpp"
#include "app/monitoring.hpp"
#include "app/service_manager.hpp"
#include "app/stores.hpp"

#include "mysigfox/api/rate_limit.hpp"
#include "mysigfox/config/load.hpp"
#include "mysigfox/net/io_threads.hpp"

#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mysigfox::app {

/// The running relay. Made, run and destroyed on the main thread.
///
/// Members stand in the order of starting; stopping goes backwards. The loops come before the
/// stores are destroyed, because commit threads post their last results home to them.
class Application {
public:
    Application(const config::Settings& settings, config::Source source);
    ~Application();

    /// Serves until a signal or a storage failure ends it; returns the exit code.
    int run();

private:
    void start();
    void make_rooms();
    void recover();
    void wait_for_signals();
    void stop();
    void stop_rooms();
    void hand_over(WebhookId webhook, storage::PendingDelivery pending,
                   std::unique_ptr<storage::Delivery> fresh);
    void resend(const std::vector<storage::PendingDelivery>& again);
    void device_changed(DeviceId device);
    LoopRoom& room_of(WebhookId webhook) const;
    void pause_webhook(WebhookId webhook);
    void resume_webhook(WebhookId webhook);
    void claim_on_a_loop(DeviceId device);
    Result<std::string> reload();
    Result<void> read_again();
    void take_over(const config::Settings& fresh);
    void open_certificate_room(const net::ServerTls& tls);
    void show_certificate(const net::TlsContext& context);
    void note_reload(bool is_taken);
    std::string status(const storage::OutboxReader::Totals& totals) const;
    void on_storage_failure(const storage::Failure& failure);
    std::shared_ptr<const api::Rules> make_rules(const config::Settings& settings) const;

    config::Settings settings_;
    config::Source source_;
    SystemClock clock_;
    Metrics metrics_;
    delivery::EgressCensus egress_census_;
    ServiceManager manager_;
    boost::asio::io_context main_;  // signals, and what ends the run
    boost::asio::signal_set signals_{main_};
    int exit_code_ = 0;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    net::IoThreads loops_;  // run from start() until all below is empty
    net::IoThreads control_loop_{1};
    boost::asio::ssl::context tls_;
    api::RateLimit guesses_;
    api::RateLimit new_inboxes_;
    Bell bell_;
    api::Seats live_seats_;
    api::RateLimit trials_;
    api::RateLimit mails_;
    api::RateLimit api_calls_;
    api::RateLimit wrong_api_keys_;
    api::Links links_{api::kLinkLife, api::kMostTickets};
    api::EmailChanges email_changes_{api::kLinkLife, api::kMostEmailChanges};
    std::vector<TargetPolicy::Listener> listeners_;  // as bound: port 0 has become a number
    std::unique_ptr<Stores> stores_;                 // reset by stop(), while the loops still run
    std::unique_ptr<BackupRoom> backup_;             // before them
    std::unique_ptr<mail::PostOffice> mail_;
    std::unique_ptr<storage::History> history_;  // before them
    std::vector<std::unique_ptr<LoopRoom>> rooms_;
    std::unique_ptr<CertificateRoom> certificates_;  // nothing without a TLS listener
    std::unique_ptr<ControlRoom> control_;
    std::unique_ptr<Monitoring> monitoring_;  // last: it looks at all of them
};

/// What main hands to the command line: exit code of `serve`.
int serve(const config::Settings& settings, const config::Source& source);

}  // namespace mysigfox::app
