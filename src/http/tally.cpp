// Names the server's counters.
#include "http/tally.hpp"

namespace mysigfox::http {
namespace {

constexpr const char* kTurnedAway = "http_connections_turned_away_total";
constexpr const char* kRefused = "http_refused_total";
constexpr const char* kHandshakes = "http_tls_handshakes_total";

}  // namespace

Tally::Tally(Metrics& metrics)
    : connections(metrics.counter("http_connections_total")),
      requests(metrics.counter("http_requests_total")),
      over_source_cap(metrics.counter(kTurnedAway, R"(reason="source_cap")")),
      over_total_cap(metrics.counter(kTurnedAway, R"(reason="total_cap")")),
      made_room(metrics.counter("http_connections_evicted_total")),
      out_of_descriptors(metrics.counter(kTurnedAway, R"(reason="descriptors")")),
      untrusted_proxies(metrics.counter(kTurnedAway, R"(reason="untrusted_proxy")")),
      proxy_headers(metrics.counter("http_proxy_headers_refused_total")),
      handshakes(metrics.counter(kHandshakes, R"(outcome="done")")),
      handshakes_failed(metrics.counter(kHandshakes, R"(outcome="failed")")),
      handler_failures(metrics.counter("http_handler_failures_total")),
      other_refusals_(metrics.counter(kRefused, R"(status="other")"))
{
    for (const int status : {400, 404, 405, 408, 413, 414, 417, 431, 501, 505}) {
        const std::string label = "status=\"" + std::to_string(status) + "\"";
        refusals_[status] = &metrics.counter(kRefused, label);
    }
    const std::map<Ending, std::string> names{
        {Ending::done, "done"}, {Ending::peer_left, "peer_left"},
        {Ending::late, "late"}, {Ending::refused, "refused"},
        {Ending::cut, "cut"},   {Ending::stopped, "stopped"},
    };
    for (const auto& [ending, name] : names) {
        endings_[ending] =
            &metrics.counter("http_connections_closed_total", "reason=\"" + name + "\"");
    }
}

void Tally::count_refusal(int status)
{
    const auto known = refusals_.find(status);
    (known == refusals_.end() ? other_refusals_ : *known->second).add();
}

void Tally::count_ending(Ending ending)
{
    endings_.at(ending)->add();
}

}  // namespace mysigfox::http
