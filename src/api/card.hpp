// The code on a token card: device and token on their way into the form, past the address bar.
#pragma once

#include "mysigfox/domain/language.hpp"
#include "mysigfox/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mysigfox::api {

/// Cleaned, or empty where the card said nothing that can be right.
struct Card {
    std::string device;
    std::string token;
};

/// Of "?device=…&token=…"; nothing if the query names neither.
std::optional<Card> card_of_query(std::string_view query);

/// The card in a cookie of five minutes that no script can read, and back. The first form that
/// is shown takes it out again.
std::string cookie_of_card(const Card& card, std::string_view public_url);
std::string cookie_of_no_card(std::string_view public_url);
std::optional<Card> card_of_cookie(const http::RequestHead& head, std::string_view public_url);

/// "/cs/form"
std::string form_path(Language language);

/// To the form, with the card in a cookie: the token leaves the address bar at once, and no page
/// that ours link to learns it. Only for a head whose query is a card.
http::Response redirect_with_card(const http::RequestHead& head, Language language,
                                  std::string_view public_url);

/// The form, filled in with the card that the visitor brings; or the redirect of his card.
http::Response form_for(const http::RequestHead& head, Language language,
                        std::string_view public_url);

}  // namespace mysigfox::api
