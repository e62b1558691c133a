// Looks at the files every two seconds: a renewal needs no signal, and no hook that is forgotten.
#include "app/certificate_room.hpp"

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <utility>

namespace mysigfox::app {
namespace {

constexpr std::chrono::seconds kBetweenFileLooks{2};

}  // namespace

std::vector<net::CertificateFiles> certificate_files(const config::Settings& settings)
{
    std::vector<net::CertificateFiles> files;
    for (std::size_t i = 0; i < settings.tls.certificates.size(); ++i) {
        files.push_back({settings.tls.certificates[i], settings.tls.private_keys.at(i)});
    }
    return files;
}

Result<std::optional<net::ServerTls>> load_certificates(const config::Settings& settings,
                                                        Timestamp now)
{
    const std::vector<net::CertificateFiles> files = certificate_files(settings);
    if (files.empty()) return std::optional<net::ServerTls>{};
    const auto tls = net::make_server_tls(files);
    if (!tls) return tls.error();
    const std::string problem =
        net::date_problem(*tls, std::chrono::floor<std::chrono::seconds>(now));
    if (!problem.empty()) spdlog::warn("tls.certificate_file: {}", problem);
    return std::optional{*tls};
}

CertificateRoom::CertificateRoom(const Executor& home, const Clock& clock, Metrics& metrics,
                                 TakeOver take_over)
    : clock_(clock),
      expiry_(metrics.gauge("tls_certificate_expiry_timestamp_seconds")),
      take_over_(std::move(take_over)),
      timer_(home)
{
}

void CertificateRoom::adopt(std::vector<net::CertificateFiles> files, const net::ServerTls& tls)
{
    files_ = std::move(files);
    judged_ = seen_ = traces();
    expiry_.set(tls.valid_to.time_since_epoch().count());
}

void CertificateRoom::start()
{
    wait();
}

Task<void> CertificateRoom::stop()
{
    files_.clear();
    timer_.cancel();
    co_return;
}

void CertificateRoom::wait()
{
    timer_.expires_after(kBetweenFileLooks);
    timer_.async_wait([this](const boost::system::error_code& ec) {
        if (ec || files_.empty()) return;
        look();
        wait();
    });
}

/// Certificate and key are written one after the other: so not before both have come to rest.
void CertificateRoom::look()
{
    const std::vector<Trace> before = std::exchange(seen_, traces());
    if (seen_ == judged_ || seen_ != before) return;
    judged_ = seen_;
    read_again();
}

std::vector<CertificateRoom::Trace> CertificateRoom::traces() const
{
    std::vector<Trace> all;
    for (const net::CertificateFiles& pair : files_) {
        for (const auto* const file : {&pair.certificate, &pair.private_key}) {
            struct stat found = {};
            if (::stat(file->c_str(), &found) != 0) found = {};
            all.emplace_back(found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec,
                             found.st_mtim.tv_nsec);
        }
    }
    return all;
}

void CertificateRoom::read_again()
{
    const auto tls = net::make_server_tls(files_);
    if (!tls) {
        spdlog::warn("the certificate has changed, the one in force stays: {}", tls.error().detail);
        return;
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
    const std::string problem = net::date_problem(*tls, now);
    if (!problem.empty()) spdlog::warn("tls.certificate_file: {}", problem);
    expiry_.set(tls->valid_to.time_since_epoch().count());
    take_over_(tls->context);
    spdlog::info("a new certificate is in force");
}

}  // namespace mysigfox::app
