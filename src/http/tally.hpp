// The counters of the server, looked up once.
#pragma once

#include "mysigfox/base/metrics.hpp"

#include <map>
#include <string>

namespace mysigfox::http {

/// Why a connection ended.
enum class Ending { done, peer_left, late, refused, cut, stopped };

class Tally {
public:
    explicit Tally(Metrics& metrics);

    Counter& connections;         ///< let in
    Counter& requests;            ///< with a complete head
    Counter& over_source_cap;     ///< connections turned away
    Counter& over_total_cap;      ///< turned away, since all others were busy
    Counter& made_room;           ///< waiting connections closed to let another one in
    Counter& out_of_descriptors;  ///< turned away
    Counter& untrusted_proxies;   ///< turned away: nobody else may send a PROXY header
    Counter& proxy_headers;       ///< refused
    Counter& handshakes;          ///< TLS
    Counter& handshakes_failed;   ///< TLS
    Counter& handler_failures;    ///< exceptions and answers that could not be written

    void count_refusal(int status);
    void count_ending(Ending ending);

private:
    std::map<int, Counter*> refusals_;
    std::map<Ending, Counter*> endings_;
    Counter& other_refusals_;
};

}  // namespace mysigfox::http
