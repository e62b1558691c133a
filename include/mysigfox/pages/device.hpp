// The pages of a customer who has signed in, and those that let him in.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/language.hpp"
#include "mysigfox/domain/own_header.hpp"
#include "mysigfox/domain/payload_format.hpp"
#include "mysigfox/domain/trial.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysigfox::pages {

/// What is said above everything else.
enum class Note : std::uint8_t {
    none,
    // in green
    mail_on_its_way,
    signed_out,
    paused,
    resumed,
    url_changed,
    email_changed,  ///< and the old address told
    email_moved,
    format_changed,
    headers_changed,
    headers_removed,
    resent,  ///< with a number
    left,
    key_revoked,
    email_waiting,
    email_saved,  ///< and nobody told
    // in red
    wrong_sign_in,
    not_registered,
    too_many_tries,
    session_over,
    link_over,
    wrong_email,
    email_invalid,
    shared_webhook,
    nothing_to_resend,
    not_confirmed,
    no_webhook,
    storage,
    key_name_invalid,
    too_many_keys,
    url,     ///< with a sentence
    header,  ///< with a sentence
};
bool is_bad(Note note) noexcept;
/// The word for a query, so that a page may be reloaded; none for what is unknown.
std::string_view to_string(Note note) noexcept;
Note parse_note(std::string_view word) noexcept;

std::string sentence(HeaderProblem problem, Language language);

struct Notice {
    Note note = Note::none;
    std::size_t count = 0;
    std::string sentence{};
};

struct SignInView {
    std::string device;
    bool is_mail_open = false;
    Notice notice;
};
std::string sign_in_page(Language language, const SignInView& view);

/// Where a mailed link leads: nothing happens before the button is pressed, since programs that
/// look through mail follow links.
struct LinkView {
    std::string code;
    std::string device;  ///< for a new token; empty: a sign-in
};
std::string link_page(Language language, const LinkView& view);

/// Where the link leads that a new address is confirmed with.
struct ConfirmEmailView {
    std::string code;
    std::string email;
};
std::string confirm_email_page(Language language, const ConfirmEmailView& view);

/// Shown now or never.
enum class SecretKind : std::uint8_t { signing_secret, token, api_key };
struct NewSecretView {
    SecretKind kind = SecretKind::signing_secret;
    std::string device;  ///< empty: of a whole fleet
    std::string secret;
    std::string back;
    bool old_one_signs_too = true;
    Notice notice{};
};
std::string new_secret_page(Language language, const NewSecretView& view);

enum class Condition : std::uint8_t {
    active,
    failing,
    paused,           ///< by its owner
    paused_by_us,     ///< by the operator
    paused_gone,      ///< by a 410
    paused_schedule,  ///< after the schedule ran out
};

enum class Fate : std::uint8_t { waiting, retrying, delivered, given_up, dropped };

struct ShownAttempt {
    std::uint16_t number = 0;  ///< 0: a probe
    Timestamp begun;
    AttemptResult result;
    bool may_repeat = false;
};
struct ShownMessage {
    std::int64_t id = 0;  ///< for the buttons
    std::string public_id;
    Timestamp received;
    std::chrono::sys_seconds device_time;
    std::string data;
    std::optional<std::uint16_t> sequence;
    Timestamp changed;  ///< when its fate was last written
    Fate fate = Fate::waiting;
    std::optional<Timestamp> due;  ///< of the next attempt
    std::vector<ShownAttempt> attempts;
};

/// A day, the last one today.
struct DayView {
    std::size_t messages = 0;
    std::size_t failed = 0;
    std::optional<std::chrono::milliseconds> delay;  ///< the middle one
};

struct FilterView {
    bool failed_only = false;
    bool by_device_time = false;
    std::string since;  ///< as typed: 2026-11-23T03:43
    std::string until;
};

/// What every page of somebody who signed in has.
struct Signed {
    std::string csrf;
    bool has_fleet = false;  ///< by mail: there is a list to go back to
    Notice notice;
};

struct DeviceView {
    Signed in;
    std::string device;
    std::string webhook_url;  ///< for a token's holder without its query
    Condition condition = Condition::active;
    std::optional<Timestamp> next_attempt;
    std::optional<ShownAttempt> reason;  ///< why it does not work
    std::vector<DayView> days;
    bool is_month_whole = true;  ///< otherwise the older of these days are still being read
    std::size_t given_up = 0;    ///< messages of these days that wait to be sent again
    FilterView filter;
    std::vector<ShownMessage> messages;
    std::string older;  ///< query of the next page; empty: there is none
    Timestamp now;
    bool is_live = false;  ///< these are the newest ones: what follows is added to them
};
std::string device_page(Language language, const DeviceView& view);

/// A part of the page that stands in it, or is to be put on top of its messages: each has an id.
struct LivePart {
    std::string html;
    Timestamp changed;
    bool is_message = false;
};
/// In the order in which they are to be put there: the messages, and the state of the webhook.
std::vector<LivePart> live_parts(Language language, const DeviceView& view);
/// The month, and how many messages wait to be sent again: of `days` and `given_up`.
std::vector<LivePart> month_parts(Language language, const DeviceView& view);

struct SettingsView {
    Signed in;
    std::string device;
    std::string webhook_url;
    std::string email;          ///< for a token's holder only hinted at
    std::string waiting_email;  ///< not confirmed yet; empty: none
    bool is_mail_open = false;
    bool must_confirm_email = false;
    bool is_paused = false;
    bool may_change_webhook = true;  ///< false: other devices share it, and a token is no proof
    PayloadFormat format = PayloadFormat::classic;
    std::vector<std::string> header_names;
    std::string typed_url;
};
std::string settings_page(Language language, const SettingsView& view);

struct FleetDevice {
    std::string device;
    std::string webhook_url;
    bool is_paused = false;
};
struct FleetView {
    Signed in;
    std::string email;
    std::string waiting_email;  ///< not confirmed yet; empty: none
    bool is_mail_open = false;
    std::size_t total = 0;
    std::string find;  ///< digits that the IDs shown have in them; empty: any
    std::vector<FleetDevice> devices;
    std::string next;  ///< the device to begin after; empty: there is no next page
};
std::string fleet_page(Language language, const FleetView& view);

struct ShownKey {
    std::int64_t id = 0;  ///< for the button
    std::string name;
    std::string device;  ///< empty: it reaches all
    Timestamp created;
    std::optional<Timestamp> used;  ///< the day
};
struct KeysView {
    Signed in;
    std::string device;  ///< whose token let in: then new keys reach it alone
    std::vector<ShownKey> keys;
    std::string typed_name;
};
/// The keys of his programs.
std::string keys_page(Language language, const KeysView& view);

struct TrialView {
    Trial trial;
    Timestamp now;
    std::string again;  ///< where the button "once more" posts to; empty: there is none
    std::string csrf;
};
/// A part of another page, too.
std::string trial_block(Language language, const TrialView& view);
std::string trial_page(Language language, const std::string& device, const TrialView& view);

}  // namespace mysigfox::pages
