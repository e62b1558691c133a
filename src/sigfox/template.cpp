// What to paste into the Backend.
#include "mysigfox/sigfox/callback.hpp"

namespace mysigfox::sigfox {

CallbackTemplate uplink_template(std::string_view public_url, std::string_view secret,
                                 bool with_network_metadata)
{
    CallbackTemplate result;
    result.type = "DATA / UPLINK";
    result.url = std::string{public_url} + "/sigfox/uplink";
    result.method = "POST";
    if (!secret.empty()) result.header = "Authorization: Bearer " + std::string{secret};
    result.content_type = "application/json";
    // Quoted throughout, so that a variable without a value still leaves JSON behind.
    result.body =
        "{\n"
        "  \"device\": \"{device}\",\n"
        "  \"time\": \"{time}\",\n"
        "  \"data\": \"{data}\",\n"
        "  \"seqNumber\": \"{seqNumber}\"";
    if (with_network_metadata) {
        result.body +=
            ",\n"
            "  \"snr\": \"{snr}\",\n"
            "  \"rssi\": \"{rssi}\",\n"
            "  \"station\": \"{station}\"";
    }
    result.body += "\n}";
    return result;
}

}  // namespace mysigfox::sigfox
