// Cookies, proofs, redirects.
#include "api/device_desk.hpp"

#include "api/answers.hpp"
#include "api/fleet_deeds.hpp"
#include "api/same_origin.hpp"
#include "mysigfox/base/encoding.hpp"
#include "mysigfox/base/secret.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

namespace mysigfox::api {
namespace {

constexpr std::string_view kFormMedia = "application/x-www-form-urlencoded";
constexpr std::size_t kMostNotice = 100'000;

bool has_form(const http::RequestHead& head)
{
    const std::string_view type = head.field("Content-Type");
    return equals_ignoring_case(trimmed(type.substr(0, type.find(';'))), kFormMedia);
}

/// A browser sends such a cookie over https alone, to this very host; on a loopback http address,
/// where people try things out, there is no such thing.
bool is_https(std::string_view url) noexcept
{
    return url.starts_with("https://");
}

std::string_view cookie_name(std::string_view url) noexcept
{
    return is_https(url) ? "__Host-mysigfox" : "mysigfox";
}

std::string find_cookie(const http::RequestHead& head, std::string_view name)
{
    for (const auto& [field, value] : head.fields) {
        if (!equals_ignoring_case(field, "Cookie")) continue;
        std::string_view left = value;
        while (!left.empty()) {
            const std::string_view one = trimmed(left.substr(0, left.find(';')));
            left.remove_prefix(std::min(left.size(), left.find(';') == std::string_view::npos
                                                         ? left.size()
                                                         : left.find(';') + 1));
            const std::size_t sign = one.find('=');
            if (sign != std::string_view::npos && one.substr(0, sign) == name) {
                return std::string{one.substr(sign + 1)};
            }
        }
    }
    return {};
}

}  // namespace

std::optional<http::Response> DeviceDesk::admit(const http::RequestHead& head, Language language)
{
    if (head.method != "POST") return std::nullopt;
    if (!is_from_our_pages(head, url_)) return error_response(403, language);
    if (!has_form(head)) return error_response(415, language);
    return std::nullopt;
}

Visitor DeviceDesk::visitor(const http::RequestHead& head, Language language) const
{
    Visitor visitor;
    visitor.language = language;
    visitor.source = source_key(head.source);
    visitor.cookie = find_cookie(head, cookie_name(url_));
    if (!visitor.cookie.empty()) visitor.in = signed_in(visitor.cookie);
    return visitor;
}

std::optional<SignedIn> DeviceDesk::signed_in(const std::string& cookie) const
{
    const auto in = rooms_.reader.signed_in(cookie, now());
    if (!in || !still_holds(*in)) return std::nullopt;
    return in;
}

bool DeviceDesk::still_holds(const SignedIn& in) const
{
    if (!in.device) return rooms_.reader.customer(in.customer).has_value();
    return rooms_.reader.still_proves(*in.device, in.proof) &&
           rooms_.reader.owner(*in.device) == in.customer;
}

bool DeviceDesk::may_see(const Visitor& visitor, DeviceId device) const
{
    if (!visitor.in) return false;
    if (visitor.in->device && *visitor.in->device != device) return false;
    return rooms_.reader.owner(device) == visitor.in->customer;
}

bool DeviceDesk::is_genuine(const Visitor& visitor, const Form& form) const
{
    const auto seal = http::form_value(form, "csrf");
    return visitor.in && seal && equals_in_constant_time(*seal, seal_of(visitor.cookie));
}

pages::Signed DeviceDesk::signed_view(const Visitor& visitor, const pages::Notice& notice) const
{
    const bool has_fleet = visitor.in && !visitor.in->device;
    return {seal_of(visitor.cookie), has_fleet, notice};
}

http::Response DeviceDesk::sign_in(const Visitor& visitor, pages::SignInView view, int status) const
{
    view.is_mail_open = rooms_.letters.is_open();
    return page_response(status, pages::sign_in_page(visitor.language, view));
}

http::Response DeviceDesk::to_door(Language language, pages::Note note) const
{
    return to(language, {}, note);
}

http::Response DeviceDesk::to(Language language, std::string_view rest, pages::Note note,
                              std::size_t count) const
{
    std::string place = fmt::format("/{}/device{}", to_string(language), rest);
    if (note != pages::Note::none) place += fmt::format("?note={}", to_string(note));
    if (count != 0) place += fmt::format("&count={}", count);
    return redirect(303, std::move(place));
}

Task<http::Response> DeviceDesk::let_in(SignedIn who, Language language, std::string rest) const
{
    const auto shown = co_await rooms_.customers.sign_in(who, now());
    if (!shown) {
        const bool has_ended = shown.error().code == Errc::unauthorized;
        if (!has_ended) spdlog::warn("device page: sign-in not stored: {}", shown.error().detail);
        co_return to_door(language, has_ended ? pages::Note::session_over : pages::Note::storage);
    }
    http::Response response = to(language, rest, pages::Note::none);
    response.fields.emplace_back("Set-Cookie", cookie(*shown, storage::kSignInLife));
    co_return response;
}

void DeviceDesk::forget_cookie(http::Response& response) const
{
    response.fields.emplace_back("Set-Cookie", cookie("", std::chrono::seconds{0}));
}

std::string DeviceDesk::cookie(std::string_view value, std::chrono::seconds life) const
{
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", cookie_name(url_),
                       value, life.count(), is_https(url_) ? "; Secure" : "");
}

bool DeviceDesk::may_guess(const Visitor& visitor, DeviceId device) const
{
    RateLimit& guesses = rooms_.rooms.guesses;
    return guesses.try_spend("from " + visitor.source, now()) &&
           guesses.try_spend("at " + device.str(), now());
}

void DeviceDesk::was_no_guess(const Visitor& visitor, DeviceId device) const
{
    rooms_.rooms.guesses.give_back("from " + visitor.source);
    rooms_.rooms.guesses.give_back("at " + device.str());
}

void DeviceDesk::write(const storage::CustomerRecord& to, mail::Occasion occasion,
                       std::vector<std::pair<std::string, std::string>> facts) const
{
    write_letter(rooms_, to, occasion, std::move(facts));
}

std::string seal_of(std::string_view cookie)
{
    return to_hex(hmac_sha256(cookie, "the seal of a form"));
}

std::string waiting_email(const DeviceDesk& desk, const storage::Fleet& fleet)
{
    const auto is_of_it = [&fleet](const EmailChange& change) {
        return change.fleet.owner == fleet.owner && change.fleet.only == fleet.only;
    };
    const auto change = desk.rooms().email_changes.find_if(is_of_it, desk.now());
    return change ? change->to.str() : std::string{};
}

pages::Notice notice_in(const Form& query)
{
    pages::Notice notice;
    notice.note = pages::parse_note(http::form_value(query, "note").value_or(""));
    const std::string count = http::form_value(query, "count").value_or("0");
    std::from_chars(count.data(), count.data() + count.size(), notice.count);
    notice.count = std::min(notice.count, kMostNotice);
    return notice;
}

std::optional<DeviceId> device_in_path(std::string_view path)
{
    return DeviceId::parse(http::last_segment(path));
}

std::string hint_at(std::string_view email)
{
    const std::size_t at = email.rfind('@');
    if (at == std::string_view::npos || at == 0) return "…";
    return std::string{email.substr(0, 1)} + "…" + std::string{email.substr(at)};
}

}  // namespace mysigfox::api
