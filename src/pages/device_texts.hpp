// The texts of the device page and of those around it. A third language is one more file.
#pragma once

#include "mysigfox/domain/language.hpp"

#include <string_view>

namespace mysigfox::pages {

/// Each is a sentence or a word for people; `{}` is filled in.
struct DeviceTexts {
    // notices
    std::string_view mail_on_its_way, signed_out, paused, resumed, url_changed, email_changed,
        email_moved, format_changed, headers_changed, headers_removed, resent_one, resent_few,
        resent_many, left, key_revoked, email_waiting, email_saved;
    std::string_view wrong_sign_in, not_registered, too_many_tries, session_over, link_over,
        wrong_email, email_invalid, shared_webhook, nothing_to_resend, not_confirmed, no_webhook,
        storage, key_name_invalid, too_many_keys;

    // header problems
    std::string_view header_no_colon, header_bad_name, header_reserved, header_bad_value,
        header_too_long, header_too_many, header_twice;

    // sign-in
    std::string_view sign_in_title, sign_in_lead, sign_in, by_mail_title, by_mail_lead,
        by_mail_submit, by_mail_off, lost_title, lost_lead, lost_submit, link_title, link_lead,
        link_token_title, link_token_lead, link_token_submit, confirm_email_title,
        confirm_email_lead, confirm_email_submit, sign_out;

    // shown once
    std::string_view token_title, token_lead, secret_title, secret_lead, secret_both, back;

    // conditions: a word, then what it means
    std::string_view active, active_means, failing, failing_means, is_paused, paused_means,
        paused_by_us, paused_by_us_means, paused_gone, paused_gone_means, paused_schedule,
        paused_schedule_means;
    std::string_view next_attempt, reason;

    // device page
    std::string_view device_title, state_title, goes_to, test, pause, resume, settings, to_fleet,
        to_device, refresh;
    std::string_view month_title, month_messages, month_delay, month_table, month_empty,
        month_goes_on, day, messages, failed, delay, none;
    std::string_view messages_title, filter_title, filter_failed, filter_since, filter_until,
        filter_device_time, filter_submit, filter_all, no_messages, older, live_refresh, live_open,
        live_news, resend, given_up_count, resend_title, resend_since, resend_submit,
        download_title, download_csv, download_json, times_note;
    std::string_view waiting, retrying, delivered, given_up, dropped;
    std::string_view network_time, data, sequence, message_id, attempts, no_attempts, attempt,
        probe, status, took, next_at, perhaps, may_repeat, redialled, answer, hint;
    std::string_view dns, connect, tls, first_byte, whole;

    // settings
    std::string_view settings_title, url_title, url_label, url_hint, url_submit, email_title,
        email_lead, email_lead_off, email_waits_for, email_present, email_new, email_submit,
        email_on_file;
    std::string_view format_title, format_lead, format_classic, format_strings, format_extended,
        format_submit, shared_lead;
    std::string_view headers_title, headers_lead, headers_now, headers_none, headers_label,
        headers_hint, headers_submit, headers_remove, basic_title, basic_user, basic_password,
        basic_submit;
    std::string_view rotate_title, rotate_lead, rotate_submit, renew_title, renew_lead,
        renew_submit, leave_title, leave_lead, leave_confirm, leave_submit;

    // fleet
    std::string_view fleet_title, fleet_one, fleet_few, fleet_many, fleet_find, fleet_find_hint,
        fleet_find_submit, fleet_find_none, next_page, first_page, for_all_title, for_all_lead,
        pause_all, resume_all, url_all, resend_all, email_all, leave_all;

    // keys of programs
    std::string_view keys_title, keys_lead, keys_all, keys_one, keys_help, keys_none, key_reaches,
        key_reaches_all, key_made, key_used, key_unused, key_revoke, key_new, key_name,
        key_name_hint, key_submit, key_title, key_lead;

    // test delivery
    std::string_view trial_title, trial_lead, trial_good, trial_bad, trial_sent, trial_came,
        trial_phases, trial_certificate_one, trial_certificate_few, trial_certificate_many,
        trial_certificate_over, trial_no_answer, trial_again;
};

const DeviceTexts& device_texts(Language language) noexcept;
extern const DeviceTexts kDeviceTextsCs;
extern const DeviceTexts kDeviceTextsEn;

}  // namespace mysigfox::pages
