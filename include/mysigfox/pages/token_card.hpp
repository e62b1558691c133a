// Printable cards, one a device, with a QR code that fills the form in.
#pragma once

#include "mysigfox/domain/language.hpp"

#include <string>
#include <string_view>

namespace mysigfox::pages {

/// The address behind the code: the form, which takes device and token out of the address bar.
std::string card_address(std::string_view public_url, std::string_view device_id,
                         std::string_view token);

/// A QR code as SVG, black on white with its quiet zone; each module is one unit wide. The text has
/// at most a few hundred bytes. Throws std::length_error for one that no code can hold.
std::string qr_svg(std::string_view text);

/// A document of any number of cards is their concatenation between these two, so that nobody needs
/// to hold it whole. Ten to a page of A4, never cut in two by its end.
std::string cards_beginning();
std::string card(std::string_view public_url, std::string_view device_id, std::string_view token,
                 Language language);
std::string cards_end();

}  // namespace mysigfox::pages
