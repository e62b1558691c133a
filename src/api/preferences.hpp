// What a client would rather have, by its Accept and Accept-Language fields.
#pragma once

#include "mysigfox/domain/language.hpp"
#include "mysigfox/http/message.hpp"

#include <string_view>

namespace mysigfox::api {

/// Czech for who reads Czech or Slovak best, English for everybody else (RFC 9110, 12.5.4).
Language choose_language(std::string_view accept_language);

/// True if JSON is named and nothing is preferred to it; of two equals the named one, then the
/// first one wins. A browser's field, and an empty one, mean a page (RFC 9110, 12.5.1).
bool prefers_json(std::string_view accept);

/// `lang` of the query if the visitor has chosen, else by Accept-Language.
Language language_of(const http::RequestHead& head);

}  // namespace mysigfox::api
