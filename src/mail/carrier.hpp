// Who takes a finished mail away.
#pragma once

#include "mysigfox/mail/post_office.hpp"

#include <functional>
#include <memory>
#include <string>

namespace mysigfox::mail {

struct Envelope {
    std::string from;  ///< the bare address
    std::string to;
    std::string text;  ///< headers and body
};

struct Carried {
    enum class Verdict { taken, later, never } verdict = Verdict::later;
    std::string detail;  ///< for the log: what was said, without any address
};

/// Blocks for at most the deadline of the settings, and less when `is_stopping` says so. Used by
/// one thread.
class Carrier {
public:
    virtual ~Carrier() = default;
    virtual Carried carry(const Envelope& envelope) = 0;
};

using IsStopping = std::function<bool()>;
std::unique_ptr<Carrier> make_smtp_carrier(const MailSettings& settings, IsStopping is_stopping);
std::unique_ptr<Carrier> make_sendmail_carrier(const MailSettings& settings,
                                               IsStopping is_stopping);

}  // namespace mysigfox::mail
