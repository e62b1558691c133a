// Every text that people read, named; each language has a table of them.
#pragma once

#include "mysigfox/domain/language.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mysigfox::pages {

enum class Text {
    description,
    skip_to_content,
    language_navigation,
    other_language,
    link_home,
    link_form,
    link_inbox,
    link_help,
    error_prefix,

    form_title,
    form_lead,
    form_change,
    summary_title,
    label_device,
    hint_device,
    label_token,
    hint_token,
    label_email,
    hint_email,
    label_webhook_url,
    hint_webhook_url,
    submit_form,
    inbox_question,
    inbox_invitation,

    registered_title,
    changed_title,
    unchanged_title,
    registered_lead,
    url_changed,
    email_changed,
    unchanged_lead,
    waiting_one,
    waiting_few,
    waiting_many,
    warning_title,
    plain_http_warning,
    secret_title,
    secret_use,
    next_title,
    next_step,
    link_change_again,

    new_inbox_title,
    new_inbox_lead,
    new_inbox_how,
    new_inbox_bounds,
    submit_inbox,
    inbox_title,
    inbox_write_url,
    inbox_write_hint,
    inbox_read_url,
    inbox_read_hint,
    inbox_refresh_note,
    inbox_refresh,
    inbox_empty,
    inbox_try,
    inbox_requests,
    inbox_query,
    inbox_fields,
    inbox_body,
    inbox_body_hex,
    inbox_body_raw,
    inbox_payload,
    inbox_payload_hex,
    inbox_payload_unsigned,
    inbox_payload_signed,
    inbox_payload_float_big,
    inbox_payload_float_little,
    inbox_payload_text,
    inbox_live,
    inbox_arrived,
    inbox_answer,
    inbox_answer_hint,
    inbox_answer_200,
    inbox_answer_500,
    inbox_answer_302,
    inbox_answer_410,
    inbox_answer_429,
    inbox_answer_slow,
    inbox_answer_submit,
    inbox_no_body,
    inbox_shortened,
    inbox_more_one,
    inbox_more_few,
    inbox_more_many,

    unsubscribe_title,
    unsubscribe_ask,
    unsubscribe_submit,
    unsubscribe_done,
    unsubscribe_back,
    unsubscribe_taken_back,

    help_title,
    help_lead,
    help_contents,
    help_no_mail,

    front_title,
    front_lead,
    front_form,
    front_inbox,

    error_403_title,
    error_403,
    error_404_title,
    error_404,
    error_415_title,
    error_415,
    error_429_title,
    error_429,
    error_503_title,
    error_503,
    error_other_title,
    error_other,

    mistake_device_empty,
    mistake_device_invalid,
    mistake_token_empty,
    mistake_token_invalid,
    mistake_email_empty,
    mistake_email_invalid,
    mistake_wrong_combination,
    mistake_too_many_tries,
    mistake_storage,

    url_empty,
    url_too_long,
    url_bad_character,
    url_no_scheme,
    url_other_scheme,
    url_credentials,
    url_fragment,
    url_bad_host,
    url_single_label,
    url_internal_name,
    url_odd_ip_spelling,
    url_private_address,
    url_non_ascii_host,
    url_bad_port,
    url_port_not_allowed,
    url_own_address,
};
inline constexpr Text kLastText = Text::url_own_address;

struct Entry {
    Text name;
    std::string_view text;
};
std::span<const Entry> texts_cs() noexcept;
std::span<const Entry> texts_en() noexcept;

/// The text in that language; empty if its table lacks it (a test sees to it that none does).
std::string_view text(Text name, Language language) noexcept;

/// The text with its one `{}` replaced. Not escaped.
std::string filled(std::string_view text, std::string_view value);

/// Which of three texts suits a number: Czech says 1 zpráva, 2 zprávy, 5 zpráv.
struct PluralTexts {
    Text one;
    Text few;
    Text many;
};
Text plural(const PluralTexts& forms, std::size_t count, Language language) noexcept;

}  // namespace mysigfox::pages
