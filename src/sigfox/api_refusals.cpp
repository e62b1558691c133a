// What an answer of the Backend's API, or none, means to the operator.
#include "mysigfox/base/ascii.hpp"
#include "mysigfox/domain/url_text.hpp"
#include "mysigfox/sigfox/callbacks_api.hpp"
#include "mysigfox/sigfox/shown_text.hpp"
#include "sigfox/json_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace mysigfox::sigfox {
namespace {

using nlohmann::json;

constexpr std::size_t kMostQuotedErrors = 3;

/// What to do about a status; {} is the device type.
struct Advice {
    int status;
    Errc code;
    const char* text;
};

constexpr std::array<Advice, 5> kAdvice{{
    {401, Errc::unauthorized,
     "the login or the password is wrong, or new ones were made since. Expected those of an API"
     " user of the group that device type {} belongs to"},
    {403, Errc::forbidden,
     "this API user may not do that. Expected one whose profile may write device types, in the"
     " group that device type {} belongs to"},
    {404, Errc::not_found,
     "there is no device type {}, or not for this API user. Expected the id in the address of its"
     " page at the Backend"},
    {409, Errc::conflict, "somebody else changes device type {} at this moment. Try again"},
    {429, Errc::overloaded, "too many requests, device type {} was not looked at. Try again later"},
}};

std::string advice_for(const Advice& advice, const std::string& device_type)
{
    return fmt::format(fmt::runtime(advice.text), device_type);
}

bool is_tls_problem(Cause cause)
{
    return cause == Cause::tls_expired || cause == Cause::tls_wrong_name ||
           cause == Cause::tls_self_signed || cause == Cause::tls_untrusted ||
           cause == Cause::tls_failed;
}

std::string seconds_in(const AttemptResult& result)
{
    const std::string value = result.retry_after.value_or("");
    const bool is_number =
        !value.empty() && value.size() < 7 && std::ranges::all_of(value, is_digit);
    return is_number ? ", in " + value + " seconds at the earliest" : "";
}

const char* in_words(CallbacksApi::Asked asked)
{
    switch (asked) {
        case CallbacksApi::Asked::list:
            return "the list of callbacks";
        case CallbacksApi::Asked::create:
            return "a new callback";
        case CallbacksApi::Asked::change:
            return "the change of a callback";
    }
    return "";
}

/// Nobody answered.
Error silence(const AttemptResult& result, bool is_change)
{
    std::string text = result.detail + '.';
    if (is_tls_problem(result.cause)) text += " The password was not sent.";
    if (result.cause == Cause::address_refused) {
        text += " Expected an address on the public internet, or one in delivery.allowed_targets.";
    }
    if (result.perhaps_delivered && is_change) {
        text +=
            " Whether it was carried out is not known: run this again, it looks what is there"
            " first.";
    }
    const bool is_late = result.cause == Cause::timeout || result.cause == Cause::connect_timeout;
    return make_error(is_late ? Errc::deadline_exceeded : Errc::unreachable, std::move(text));
}

}  // namespace

Error CallbacksApi::refusal(const AttemptResult& result, const std::string& what) const
{
    return make_error(Errc::unreachable, fmt::format("{}: {}", result.detail, what));
}

/// What the API says of it, in parentheses; empty if that is nothing.
std::string CallbacksApi::quoted(const AttemptResult& result) const
{
    const json answer = json::parse(result.answer, nullptr, false);
    if (!answer.is_object()) return {};
    std::string said = text_of(answer, "message");
    const auto errors = answer.find("errors");
    if (errors != answer.end() && errors->is_array()) {
        for (std::size_t i = 0; i < std::min(errors->size(), kMostQuotedErrors); ++i) {
            const json& error = (*errors)[i];
            if (!error.is_object()) continue;
            said += fmt::format("{}{}: {}", said.empty() ? "" : "; ", text_of(error, "field"),
                                text_of(error, "message"));
        }
    }
    return said.empty() ? said : fmt::format(" ({})", shown_text(said, setup_.hidden));
}

Result<void> CallbacksApi::judge(const AttemptResult& result, Asked asked) const
{
    if (result.status / 100 == 2) return {};
    if (result.status == 0) return silence(result, asked != Asked::list);
    if (result.status / 100 == 3) {
        return refusal(result, fmt::format("found a redirect to {}, expected {}. None is followed:"
                                           " --api must name the API itself",
                                           shown_url(shown_text(result.location, setup_.hidden)),
                                           in_words(asked)));
    }
    const std::string begin =
        fmt::format("{} to the request for {}{}: ", result.detail, in_words(asked), quoted(result));
    if (result.status == 404 && asked == Asked::change) {
        return make_error(Errc::not_found,
                          begin + "it is gone since the list was read. Run this again");
    }
    const auto* const advice = std::ranges::find(kAdvice, result.status, &Advice::status);
    if (advice != kAdvice.end()) {
        std::string text = begin + advice_for(*advice, setup_.device_type);
        if (result.status == 429) text += seconds_in(result);
        return make_error(advice->code, std::move(text));
    }
    if (result.status >= 500) {
        return make_error(
            Errc::overloaded,
            begin + "that is a fault of the Sigfox API. Try again later" + seconds_in(result));
    }
    return make_error(Errc::invalid_value,
                      begin +
                          "it does not take this. Set the callback up by hand, as"
                          " `mysigfox callback show` says");
}

}  // namespace mysigfox::sigfox
