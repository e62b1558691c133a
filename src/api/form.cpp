// The registration form: shown, judged, enrolled, confirmed.
#include "api/answers.hpp"
#include "api/card.hpp"
#include "api/form_input.hpp"
#include "api/form_letters.hpp"
#include "api/preferences.hpp"
#include "api/same_origin.hpp"
#include "mysigfox/api/routes.hpp"
#include "mysigfox/base/encoding.hpp"
#include "mysigfox/pages/device.hpp"
#include "mysigfox/pages/pages.hpp"

#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

namespace mysigfox::api {
namespace {

using pages::FormField;
using pages::FormMistake;

constexpr std::uint64_t kMaxForm = 16'384;  // a URL of 2 KiB, every byte of it escaped, fits
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

bool is_form(const http::RequestHead& head)
{
    const std::string_view type = head.field("Content-Type");
    return equals_ignoring_case(trimmed(type.substr(0, type.find(';'))), kFormType);
}

/// Read before the first suspension: the request's views are not looked at later.
struct Manner {
    Language language;
    bool as_json;
};

http::Response refuse(int status, const Manner& manner)
{
    if (!manner.as_json) return error_response(status, manner.language);
    return http::json_error(status, status == 403 ? "the form was sent from another site"
                                                  : "expected the UTF-8 text of a form");
}

http::Response ask_again(int status, const FormInput& input, const Manner& manner)
{
    if (manner.as_json) return private_json(status, problems_as_json(input.problems));
    return page_response(status, pages::form_page(manner.language, input.values, input.problems));
}

/// The answer to a form that is right in itself and yet was not taken.
http::Response not_taken(int status, FormMistake mistake, FormInput& input, const Manner& manner)
{
    input.problems.push_back({FormField::whole, pages::sentence(mistake, manner.language)});
    return ask_again(status, input, manner);
}

http::Response confirm(const pages::Confirmation& confirmation, const Manner& manner)
{
    if (!manner.as_json) {
        return page_response(200, pages::confirmation_page(manner.language, confirmation));
    }
    const bool has_changed = confirmation.url_changed || confirmation.email_changed;
    nlohmann::json answer;
    answer["status"] = confirmation.is_first ? "registered" : has_changed ? "changed" : "unchanged";
    answer["device_id"] = confirmation.device;
    answer["webhook_url"] = confirmation.webhook_url;
    answer["url_changed"] = confirmation.url_changed;
    answer["email_changed"] = confirmation.email_changed;
    answer["waiting"] = confirmation.waiting;
    if (!confirmation.signing_secret.empty()) {
        answer["signing_secret"] = confirmation.signing_secret;
    }
    return private_json(200, answer.dump());
}

storage::Enrollment enrollment_of(const FormEntry& entry, Language language, const Rules& rules)
{
    return {.device = entry.device,
            .token = entry.token,
            .email = entry.email,
            .webhook_url = entry.url.str(),
            .language = language,
            .may_replace_email = rules.may_replace_email};
}

pages::Confirmation confirmation_of(const FormEntry& entry, const storage::Enrolled& enrolled,
                                    std::size_t waiting)
{
    return {.device = entry.device.str(),
            .webhook_url = entry.url.str(),
            .is_first = enrolled.is_first,
            .url_changed = enrolled.url_changed,
            .email_changed = enrolled.email_changed,
            .is_plain_http = !entry.url.is_tls(),
            .waiting = waiting,
            .signing_secret = enrolled.new_secret ? enrolled.new_secret->reveal() : ""};
}

/// What tries are counted by.
struct GuessKeys {
    std::string source;
    std::string device;
};

GuessKeys guess_keys(const IpAddress& source, DeviceId device)
{
    return {"from " + source_key(source), "at " + device.str()};
}

/// The form of one loop.
class FormHandler {
public:
    explicit FormHandler(const Rooms& rooms) : rooms_(rooms) {}

    std::optional<http::Response> admit(const http::RequestHead& head, Language language) const
    {
        if (head.method != "POST") return std::nullopt;
        const Manner manner{language, prefers_json(head.field("Accept"))};
        const std::shared_ptr<const Rules> rules = rooms_.rules();
        if (!is_from_our_pages(head, rules->policy.public_url)) return refuse(403, manner);
        if (!is_form(head)) return refuse(415, manner);
        return std::nullopt;
    }

    Task<http::Response> show(const http::RequestHead& head, Language language) const
    {
        const std::shared_ptr<const Rules> rules = rooms_.rules();
        co_return form_for(head, language, rules->policy.public_url);
    }

    Task<http::Response> take(const http::Request& request, Language language)
    {
        const Manner manner{language, prefers_json(request.head.field("Accept"))};
        const std::shared_ptr<const Rules> rules = rooms_.rules();
        std::optional<FormInput> input = read_form(request.body, rules->policy, language);
        if (!input) co_return refuse(400, manner);
        if (input->is_switch) {
            co_return page_response(200, pages::form_page(language, input->values, {}));
        }
        if (!input->entry) co_return ask_again(400, *input, manner);
        const FormEntry entry = *input->entry;
        const GuessKeys keys = guess_keys(request.head.source, entry.device);
        if (!may_guess(keys)) {
            co_return not_taken(429, FormMistake::too_many_tries, *input, manner);
        }

        storage::Enrollment enrollment = enrollment_of(entry, language, *rules);
        const Result<storage::Enrolled> enrolled =
            co_await rooms_.registry.enroll(std::move(enrollment), rooms_.clock.now());
        const bool is_guess = !enrolled && enrolled.error().code == Errc::unauthorized;
        if (!is_guess) was_no_guess(keys);
        if (!enrolled) co_return not_enrolled(enrolled.error(), entry.device, *input, manner);

        const Result<std::size_t> waiting = co_await rooms_.intake.claim_waiting(entry.device);
        rooms_.device_changed(entry.device);
        rooms_.webhook_confirmed(enrolled->webhook);
        if (!waiting) spdlog::warn("form: waiting messages: {}", waiting.error().detail);
        spdlog::info("device {} {}", entry.device.str(),
                     enrolled->is_first ? "registered" : "registered again");
        const std::size_t count = waiting ? *waiting : 0;
        write_about(entry, *enrolled, language, rules->policy.public_url, rooms_.letters,
                    rooms_.clock.now());
        pages::Confirmation confirmation = confirmation_of(entry, *enrolled, count);
        if (!manner.as_json) confirmation.trial = co_await try_webhook(entry.device, manner);
        co_return confirm(confirmation, manner);
    }

private:
    /// All is saved by now, whatever comes of this; empty if none was made.
    Task<std::string> try_webhook(DeviceId device, Manner manner) const
    {
        if (!rooms_.try_webhook) co_return std::string{};
        Result<Trial> trial = co_await rooms_.try_webhook(device);
        if (!trial) co_return std::string{};
        pages::TrialView view;
        view.trial = std::move(*trial);
        view.now = rooms_.clock.now();
        co_return pages::trial_block(manner.language, view);
    }

    bool may_guess(const GuessKeys& keys)
    {
        const Timestamp now = rooms_.clock.now();
        for (const std::string& key : {keys.source, keys.device}) {
            if (rooms_.guesses.try_spend(key, now)) continue;
            spdlog::warn("form refused (too many tries): {}", key);
            return false;
        }
        return true;
    }

    void was_no_guess(const GuessKeys& keys)
    {
        rooms_.guesses.give_back(keys.source);
        rooms_.guesses.give_back(keys.device);
    }

    http::Response not_enrolled(const Error& error, DeviceId device, FormInput& input,
                                const Manner& manner)
    {
        if (error.code == Errc::unauthorized) {
            spdlog::warn("form refused (wrong combination): device {}", device.str());
            return not_taken(403, FormMistake::wrong_combination, input, manner);
        }
        spdlog::warn("form refused (not stored): {}", error.detail);
        return not_taken(503, FormMistake::storage, input, manner);
    }

    const Rooms& rooms_;
};

void add_form(http::Router& router, const std::shared_ptr<FormHandler>& handler, Language language)
{
    http::Route route;
    route.path = form_path(language);
    route.body_limit = kMaxForm;
    route.admit = [handler, language](const http::RequestHead& head) {
        return handler->admit(head, language);
    };
    route.methods = {"GET"};
    route.handle = [handler, language](const http::Request& request) {
        return handler->show(request.head, language);
    };
    router.add(route);
    route.methods = {"POST"};
    route.handle = [handler, language](const http::Request& request) {
        return handler->take(request, language);
    };
    router.add(std::move(route));
}

/// To the form in the visitor's language; 307 lets a program's POST arrive there with its body.
Task<http::Response> go_to_form(const http::Request& request, const Rooms& rooms)
{
    const Language language = language_of(request.head);
    const bool is_post = request.head.method == "POST";
    if (!is_post && card_of_query(request.head.query)) {
        co_return redirect_with_card(request.head, language, rooms.rules()->policy.public_url);
    }
    co_return redirect(is_post ? 307 : 302, form_path(language));
}

}  // namespace

void add_form_routes(http::Router& router, const Rooms& rooms)
{
    const auto handler = std::make_shared<FormHandler>(rooms);
    add_form(router, handler, Language::cs);
    add_form(router, handler, Language::en);

    http::Route route;
    route.path = "/form";
    route.methods = {"GET", "POST"};
    route.body_limit = kMaxForm;
    route.handle = [&rooms](const http::Request& request) { return go_to_form(request, rooms); };
    router.add(std::move(route));
}

}  // namespace mysigfox::api
