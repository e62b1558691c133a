// HTML for people, in Czech and English. Knows no request and no storage.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/inbox_answer.hpp"
#include "mysigfox/domain/language.hpp"
#include "mysigfox/domain/webhook_url.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::pages {

/// Text that may stand in HTML, as content or as a quoted attribute.
std::string escaped(std::string_view text);

/// What was typed into the form. A token that was typed is never shown again.
struct FormValues {
    std::string device;
    std::string email;
    std::string webhook_url;
    std::string token_of_card;  ///< from the code on a card: shown once, to be sent
};

enum class FormField { device, token, email, webhook_url, whole };

/// One line of the error summary. A text for people, already in their language.
struct FormProblem {
    FormField field;
    std::string text;
};

std::string form_page(Language language, const FormValues& values,
                      const std::vector<FormProblem>& problems);

/// Sentences for the form's problems.
enum class FormMistake {
    device_empty,
    device_invalid,
    token_empty,
    token_invalid,
    email_empty,
    email_invalid,
    wrong_combination,
    too_many_tries,
    storage,
};
std::string sentence(FormMistake mistake, Language language);
std::string sentence(UrlProblem problem, Language language);

struct Confirmation {
    std::string device;
    std::string webhook_url;  ///< shown to its owner in full
    bool is_first = false;
    bool url_changed = false;
    bool email_changed = false;
    bool is_plain_http = false;  ///< allowed, but warned
    std::size_t waiting = 0;     ///< messages that waited for this
    std::string signing_secret;  ///< just made, so shown; empty: none was
    std::string trial{};         ///< of trial_block(); empty: none was made
};
std::string confirmation_page(Language language, const Confirmation& confirmation);

struct ShownRequest {
    std::int64_t id = 0;
    Timestamp received;
    std::string method;
    std::string query;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;  ///< any bytes
};
struct InboxView {
    std::string write_url;
    std::string read_url;
    std::vector<ShownRequest> requests;  ///< newest first
    InboxAnswer answer = InboxAnswer::ok;
    std::string answer_path;  ///< where another answer is chosen
};
/// One of its requests, as the page shows it.
std::string inbox_request(Language language, const ShownRequest& request);
std::string inbox_page(Language language, const InboxView& inbox);
/// The page with the button "New inbox".
std::string new_inbox_page(Language language);

/// What of the guide depends on the configuration.
struct HelpFacts {
    std::string public_url;
    bool sends_mail = false;
};
/// What was seen of a failure, in a sentence.
std::string_view seen_in(Cause cause, int status, Language language) noexcept;
std::string help_page(Language language, const HelpFacts& facts);

/// No more letters: asked, done, or taken back.
enum class Unsubscribed { asked, done, taken_back };
std::string unsubscribe_page(Language language, Unsubscribed state);

std::string front_page(Language language);
std::string error_page(Language language, int status);
std::string_view stylesheet();
/// Adds what a stream of events brings to the page that shows it.
std::string_view live_script();

}  // namespace mysigfox::pages
