// The certificate that our own TLS listeners show, and an eye on its files.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/net/server_tls.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <tuple>
#include <vector>

namespace mysigfox::app {

std::vector<net::CertificateFiles> certificate_files(const config::Settings& settings);

/// What TLS serves; nothing if no certificate is configured. Warns of one that is not valid now.
Result<std::optional<net::ServerTls>> load_certificates(const config::Settings& settings,
                                                        Timestamp now);

/// Reads the files again when they have changed and come to rest. What does not fit is told once
/// and changes nothing. Made on any thread before its loop runs; confined to it afterwards.
class CertificateRoom {
public:
    /// Called with each certificate that was found by a look.
    using TakeOver = std::function<void(const net::TlsContext&)>;

    CertificateRoom(const Executor& home, const Clock& clock, Metrics& metrics, TakeOver take_over);

    /// The caller has put this into force: from now on these files are watched.
    void adopt(std::vector<net::CertificateFiles> files, const net::ServerTls& tls);

    void start();
    Task<void> stop();

private:
    /// Device, node, size, time of the last change; all zero for a file that is not there.
    using Trace =
        std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t, std::int64_t>;

    void wait();
    void look();
    std::vector<Trace> traces() const;
    void read_again();

    const Clock& clock_;
    Gauge& expiry_;
    TakeOver take_over_;
    std::vector<net::CertificateFiles> files_;
    std::vector<Trace> judged_;  // when they were read last
    std::vector<Trace> seen_;    // at the last look
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
        timer_;
};

}  // namespace mysigfox::app
