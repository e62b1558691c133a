// The rules of each kind of letter.
#include "mail/letter_rules.hpp"

#include "mysigfox/domain/url_text.hpp"
#include "mysigfox/pages/pages.hpp"

#include <fmt/chrono.h>

#include <algorithm>

namespace mysigfox::mail {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours kWorthTelling{72};
constexpr std::chrono::minutes kLinkLives{15};

bool carries_link(Occasion occasion) noexcept
{
    return occasion == Occasion::sign_in || occasion == Occasion::lost_token ||
           occasion == Occasion::email_confirm;
}

bool is_about_key(Occasion occasion) noexcept
{
    return occasion == Occasion::api_key_made || occasion == Occasion::api_key_revoked;
}

std::string fact_of(const Letter& letter, std::string_view name)
{
    for (const auto& [known, value] : letter.facts) {
        if (known == name) return value;
    }
    return {};
}

std::string minute(Timestamp time)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%d %H:%M} UTC",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(second)));
}

std::string about(const Letter& letter, Timestamp now)
{
    // Two keys may have one name, and nobody shall make the second in silence.
    if (is_about_key(letter.occasion)) return fact_of(letter, "key") + ' ' + minute(now);
    std::string webhook = fact_of(letter, "webhook");
    if (!webhook.empty()) return webhook;
    std::string device = fact_of(letter, "device");
    // Another change of the address is another thing to know.
    if (letter.occasion != Occasion::webhook_changed) return device;
    return device + ' ' + fact_of(letter, "url");
}

std::string cause_of(const WebhookStory& story, Language language)
{
    if (story.is_spent) {
        return language == Language::cs ? "Tři dny se nepodařilo nic doručit."
                                        : "For three days nothing could be delivered.";
    }
    std::string cause{pages::seen_in(story.cause, story.status, language)};
    if (story.status != 0) cause += fmt::format(" ({})", story.status);
    return cause;
}

}  // namespace

std::string_view to_string(Occasion occasion) noexcept
{
    switch (occasion) {
        case Occasion::welcome:
            return "welcome";
        case Occasion::sign_in:
            return "sign_in";
        case Occasion::lost_token:
            return "lost_token";
        case Occasion::webhook_failing:
            return "webhook_failing";
        case Occasion::webhook_paused:
            return "webhook_paused";
        case Occasion::webhook_recovered:
            return "webhook_recovered";
        case Occasion::device_silent:
            return "device_silent";
        case Occasion::webhook_changed:
            return "webhook_changed";
        case Occasion::email_changed:
            return "email_changed";
        case Occasion::token_changed:
            return "token_changed";
        case Occasion::api_key_made:
            return "api_key_made";
        case Occasion::api_key_revoked:
            return "api_key_revoked";
        case Occasion::email_confirm:
            return "email_confirm";
    }
    return "unknown";
}

bool can_be_refused(Occasion occasion) noexcept
{
    return !carries_link(occasion) && !is_about_key(occasion) &&
           occasion != Occasion::webhook_changed && occasion != Occasion::email_changed &&
           occasion != Occasion::token_changed;
}

storage::NewLetter queued(const Letter& letter, Timestamp now)
{
    storage::NewLetter made;
    made.occasion = static_cast<std::uint8_t>(letter.occasion);
    made.address = letter.to.str();
    made.address_key = letter.to.key();
    made.about = about(letter, now);
    made.language = letter.language;
    made.facts = letter.facts;
    made.facts.emplace_back("time", minute(now));
    made.give_up = now + kWorthTelling;
    if (carries_link(letter.occasion)) made.give_up = now + kLinkLives;
    made.is_daily = !carries_link(letter.occasion);
    made.is_unwantable = can_be_refused(letter.occasion);
    return made;
}

std::optional<Letter> letter_of(const WebhookStory& story, const storage::DeviceRecord& device)
{
    const auto to = EmailAddress::parse(device.email);
    if (!to || device.owner_left || device.webhook != story.webhook) return std::nullopt;
    Letter letter{story.occasion, *to, device.language, {}};
    const std::string url = shown_url(device.webhook_url);
    letter.facts = {{"webhook", public_id(story.webhook)},
                    {"device", device.id.str()},
                    {"url", url},
                    {"cause", cause_of(story, device.language)},
                    {"next", minute(story.next)},
                    {"late", std::to_string(story.late)}};
    return letter;
}

std::optional<Letter> letter_of(const SilenceWatch::Silent& silent,
                                const storage::DeviceRecord& device)
{
    const auto to = EmailAddress::parse(device.email);
    if (!to || device.owner_left || device.is_paused) return std::nullopt;
    Letter letter{Occasion::device_silent, *to, device.language, {}};
    letter.facts = {{"device", device.id.str()}, {"since", minute(silent.since)}};
    return letter;
}

}  // namespace mysigfox::mail
