// Bytes of a callback to a message, or a refusal that names the field.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/uplink.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::sigfox {

/// Which keys mean which field: names are free in the Backend's templates. Keys are compared
/// exactly first, then without regard to ASCII case.
struct KeyAliases {
    std::vector<std::string> device;
    std::vector<std::string> time;
    std::vector<std::string> data;
    std::vector<std::string> sequence;
    std::vector<std::string> snr;
    std::vector<std::string> rssi;

    /// The documented default set.
    static KeyAliases defaults();
};

/// What an HTTP request brought, in the words of HTTP.
struct CallbackBytes {
    std::string_view content_type;  ///< empty: none sent
    std::string_view query;         ///< as sent
    std::string_view body;
};

/// The message a callback to /sigfox/uplink means. `received` is the time where the Backend
/// sent none. Fails with malformed_callback (the detail names the field, what was found and
/// what was expected) or wrong_kind (the detail names the path for that kind).
Result<Uplink> parse_uplink(const CallbackBytes& bytes, const KeyAliases& aliases,
                            std::chrono::sys_seconds received);

/// The value of `secret` in a query or form body, if it stands there.
std::string find_form_secret(const CallbackBytes& bytes);

/// What to paste into the Backend for our own uplink callback.
struct CallbackTemplate {
    std::string type;  ///< "DATA / UPLINK"
    std::string url;
    std::string method;
    std::string header;  ///< "Authorization: Bearer …"
    std::string content_type;
    std::string body;  ///< one JSON object
};
CallbackTemplate uplink_template(std::string_view public_url, std::string_view secret,
                                 bool with_network_metadata);

}  // namespace mysigfox::sigfox
