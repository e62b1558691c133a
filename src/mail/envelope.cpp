// From what is in the queue to what a mail server takes.
#include "mail/envelope.hpp"

#include "mail/letter_rules.hpp"
#include "mail/letter_texts.hpp"
#include "mail/message.hpp"
#include "mysigfox/base/secret.hpp"

namespace mysigfox::mail {
namespace {

constexpr std::string_view kIdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

}  // namespace

Envelope envelope_for(const storage::QueuedLetter& queued, const MailSettings& settings,
                      Timestamp now)
{
    const storage::NewLetter& letter = queued.letter;
    const auto occasion = static_cast<Occasion>(letter.occasion);
    const std::string folder =
        settings.public_url + '/' + std::string{mysigfox::to_string(letter.language)};
    auto facts = letter.facts;
    facts.emplace_back("help", folder + "/help");
    facts.emplace_back("form", folder + "/form");
    facts.emplace_back("keys", folder + "/device/keys");
    facts.emplace_back("link", folder + "/device");  // unless the letter has another one
    const FilledLetter text = filled(occasion, letter.language, facts);
    Headers headers;
    headers.from = settings.from;
    headers.to = letter.address;
    headers.subject = text.subject;
    headers.id = std::to_string(queued.id) + '.' + random_text(kIdAlphabet, 20);
    headers.date = now;
    if (can_be_refused(occasion)) {
        headers.unsubscribe_url = settings.public_url + "/unsubscribe/" + queued.unsubscribe;
    }
    const std::string body =
        text.body + farewell(letter.language, settings.public_url, headers.unsubscribe_url);
    return {std::string{address_in(settings.from)}, letter.address, message_text(headers, body)};
}

}  // namespace mysigfox::mail
