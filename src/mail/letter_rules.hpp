// How letters of each kind are queued, and what stories become letters. Pure.
#pragma once

#include "mysigfox/mail/letters.hpp"
#include "mysigfox/mail/silence_watch.hpp"
#include "mysigfox/mail/webhook_watch.hpp"
#include "mysigfox/storage/mail_store.hpp"
#include "mysigfox/storage/registry.hpp"

#include <optional>
#include <string>

namespace mysigfox::mail {

std::string_view to_string(Occasion occasion) noexcept;

/// False for what belongs to the safety of somebody's devices.
bool can_be_refused(Occasion occasion) noexcept;

/// With its rules: how long it is worth sending, whether one a day is enough, who may refuse it.
storage::NewLetter queued(const Letter& letter, Timestamp now);

/// Nothing if the device has another webhook, or nobody, by now.
std::optional<Letter> letter_of(const WebhookStory& story, const storage::DeviceRecord& device);

/// Nothing if it is nobody's, or paused, by now.
std::optional<Letter> letter_of(const SilenceWatch::Silent& silent,
                                const storage::DeviceRecord& device);

}  // namespace mysigfox::mail
