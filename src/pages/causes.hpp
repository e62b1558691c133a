// What came of an attempt, in words: what was seen, and what its owner can do about it.
#pragma once

#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/language.hpp"

#include <string_view>

namespace mysigfox::pages {

/// What was seen, and a plain hint; the hint of a success is empty.
struct Explanation {
    std::string_view seen;
    std::string_view hint;
};

/// One language. A third one is one more file.
struct CauseTexts {
    Explanation delivered;
    Explanation refuses_message;  ///< 400, 413, 415, 422
    Explanation unauthorized;     ///< 401, 403, 407
    Explanation not_found;        ///< 404
    Explanation method;           ///< 405
    Explanation gone;             ///< 410
    Explanation too_fast;         ///< 429
    Explanation server_error;     ///< 5xx
    Explanation other_status;
    Explanation redirect;
    Explanation google_sign_in;
    Explanation name_not_found;
    Explanation name_failed;
    Explanation address_refused;
    Explanation connect_refused;
    Explanation connect_timeout;
    Explanation connect_failed;
    Explanation tls_expired;
    Explanation tls_wrong_name;
    Explanation tls_self_signed;
    Explanation tls_untrusted;
    Explanation tls_failed;
    Explanation closed;
    Explanation timeout;
    Explanation bad_answer;
    Explanation url_refused;
    Explanation cut;
    Explanation inbox_gone;
};

extern const CauseTexts kCausesCs;
extern const CauseTexts kCausesEn;

const Explanation& explain(Cause cause, int status, std::string_view location,
                           Language language) noexcept;

}  // namespace mysigfox::pages
