// Reads and writes the cookie that carries a card over one redirect.
#include "api/card.hpp"

#include "api/answers.hpp"
#include "api/form_input.hpp"
#include "mysigfox/base/encoding.hpp"
#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/token.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mysigfox::api {
namespace {

constexpr int kMinutes = 5;

bool is_secure(std::string_view public_url) noexcept
{
    return public_url.starts_with("https://");
}

/// The prefix binds it to this host, which browsers allow over TLS only.
std::string_view name_of(std::string_view public_url) noexcept
{
    return is_secure(public_url) ? "__Host-card" : "card";
}

/// Lax: a code that a mail program opens begins at another site.
std::string cookie(std::string_view public_url, std::string_view value, int seconds)
{
    return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", name_of(public_url),
                       value, seconds, is_secure(public_url) ? "; Secure" : "");
}

/// Of what may be anything, what can stand in a cookie and in the form.
Card cleaned(std::string_view device, std::string_view token)
{
    Card card;
    const std::string joined_device = without_separators(device);
    const std::string joined_token = without_separators(token);
    if (const auto id = DeviceId::parse(joined_device)) card.device = id->str();
    if (Token::parse(joined_token)) card.token = to_upper(joined_token);
    return card;
}

}  // namespace

std::optional<Card> card_of_query(std::string_view query)
{
    const auto form = http::parse_form(query);
    const auto device = http::form_value(form, "device");
    const auto token = http::form_value(form, "token");
    if (!device && !token) return std::nullopt;
    return cleaned(device.value_or(""), token.value_or(""));
}

std::string cookie_of_card(const Card& card, std::string_view public_url)
{
    return cookie(public_url, card.device + '.' + card.token, kMinutes * 60);
}

std::string cookie_of_no_card(std::string_view public_url)
{
    return cookie(public_url, "", 0);
}

std::string form_path(Language language)
{
    return '/' + std::string{to_string(language)} + "/form";
}

http::Response redirect_with_card(const http::RequestHead& head, Language language,
                                  std::string_view public_url)
{
    http::Response response = redirect(303, form_path(language));
    const Card card = card_of_query(head.query).value_or(Card{});
    response.fields.emplace_back("Set-Cookie", cookie_of_card(card, public_url));
    return response;
}

std::optional<Card> card_of_cookie(const http::RequestHead& head, std::string_view public_url)
{
    std::string_view cookies = head.field("Cookie");
    while (!cookies.empty()) {
        const std::string_view pair = cookies.substr(0, cookies.find(';'));
        cookies.remove_prefix(std::min(cookies.size(), pair.size() + 1));
        const std::string_view known = trimmed(pair);
        const std::string_view name = known.substr(0, known.find('='));
        if (name != name_of(public_url) || name.size() == known.size()) continue;
        const std::string_view value = known.substr(name.size() + 1);
        const std::string_view device = value.substr(0, value.find('.'));
        return cleaned(device, value.substr(std::min(value.size(), device.size() + 1)));
    }
    return std::nullopt;
}

http::Response form_for(const http::RequestHead& head, Language language,
                        std::string_view public_url)
{
    if (card_of_query(head.query)) return redirect_with_card(head, language, public_url);
    const std::optional<Card> card = card_of_cookie(head, public_url);
    pages::FormValues values;
    if (card) {
        values.device = card->device;
        values.token_of_card = card->token;
    }
    http::Response response = page_response(200, pages::form_page(language, values, {}));
    if (card) response.fields.emplace_back("Set-Cookie", cookie_of_no_card(public_url));
    return response;
}

}  // namespace mysigfox::api
