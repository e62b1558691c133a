// The Date of an answer (RFC 9110, section 6.6.1).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace mysigfox::http {

/// Written once a second, whatever the traffic. Confined to one loop.
class DateField {
public:
    /// "Tue, 24 Nov 2026 10:07:03 GMT". Valid until the next call.
    std::string_view at(std::chrono::system_clock::time_point now);

private:
    std::chrono::sys_seconds second_;
    std::string text_;  // empty before the first call
};

}  // namespace mysigfox::http
