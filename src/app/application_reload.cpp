// What changes while the daemon runs: the configuration and the certificate.
#include "app/application.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/post.hpp>

#include <memory>
#include <string>

namespace mysigfox::app {

namespace asio = boost::asio;

/// No loop runs yet.
void Application::open_certificate_room(const net::ServerTls& tls)
{
    for (const auto& room : rooms_) room->use_certificates(tls.context);
    certificates_ = std::make_unique<CertificateRoom>(
        control_loop_.at(0), clock_, metrics_,
        [this](const net::TlsContext& context) { show_certificate(context); });
    certificates_->adopt(certificate_files(settings_), tls);
    certificates_->start();
}

void Application::show_certificate(const net::TlsContext& context)
{
    for (const auto& room : rooms_) {
        asio::post(room->home(), [&room = *room, context] { room.use_certificates(context); });
    }
}

Result<std::string> Application::reload()
{
    manager_.reloads();
    const Result<void> taken = read_again();
    note_reload(taken.has_value());
    manager_.is_ready();
    if (!taken) return taken.error();
    return std::string{R"({"reloaded": true})"};
}

/// All of it, or nothing.
Result<void> Application::read_again()
{
    const Result<config::Settings> fresh = config::load(source_);
    if (!fresh) return fresh.error();
    const auto tls = load_certificates(*fresh, clock_.now());
    if (!tls) return tls.error();
    if (*tls && certificates_) {
        certificates_->adopt(certificate_files(*fresh), **tls);
        show_certificate((*tls)->context);
    }
    take_over(*fresh);
    return {};
}

void Application::take_over(const config::Settings& fresh)
{
    const std::shared_ptr<const api::Rules> rules = make_rules(fresh);
    for (const auto& room : rooms_) {
        asio::post(room->home(), [&room = *room, rules] { room.replace_rules(rules); });
    }
    control_->replace_policy(rules->policy);
    set_log_level(fresh.log.level);
    for (const std::string& warning : fresh.warnings) spdlog::warn("{}", warning);
    spdlog::info("configuration reloaded");
}

void Application::note_reload(bool is_taken)
{
    metrics_.gauge("config_last_reload_successful").set(is_taken ? 1 : 0);
    if (!is_taken) return;
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
    metrics_.gauge("config_last_reload_success_timestamp_seconds")
        .set(now.time_since_epoch().count());
}

}  // namespace mysigfox::app
