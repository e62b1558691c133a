// A letter as the text that a mail server takes (RFC 5322, 2045, 2047, 8058, 3834). Pure.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <string>
#include <string_view>

namespace mysigfox::mail {

struct Headers {
    std::string from;     ///< as configured: "Name <address>" or an address
    std::string to;       ///< one address
    std::string subject;  ///< UTF-8
    std::string id;       ///< unique: what stands before the @ of Message-ID
    Timestamp date;
    std::string unsubscribe_url;  ///< empty: no List-Unsubscribe
};

/// With CR LF at the end of every line. No value can begin a field of its own.
std::string message_text(const Headers& headers, std::string_view body);

/// The address in "Name <address>", or the whole of it.
std::string_view address_in(std::string_view from) noexcept;

/// "Mon, 23 Nov 2026 10:00:00 +0000"
std::string mail_date(Timestamp time);
/// As it is if it is ASCII, else as encoded words of at most 75 characters each.
std::string encoded_words(std::string_view text);
std::string quoted_printable(std::string_view text);

}  // namespace mysigfox::mail
