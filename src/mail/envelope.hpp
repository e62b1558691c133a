// A queued letter, ready to go.
#pragma once

#include "mail/carrier.hpp"
#include "mysigfox/mail/post_office.hpp"
#include "mysigfox/storage/mail_store.hpp"

namespace mysigfox::mail {

/// In the language of its reader, with the addresses of our own pages and, where it may be
/// refused, the way to do so.
Envelope envelope_for(const storage::QueuedLetter& queued, const MailSettings& settings,
                      Timestamp now);

}  // namespace mysigfox::mail
