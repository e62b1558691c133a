// Cards as HTML for a printer: black on white, no script, nothing loaded from anywhere.
#include "mysigfox/pages/token_card.hpp"

#include "pages/markup.hpp"

#include <fmt/format.h>
#include <qrcodegen/qrcodegen.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace mysigfox::pages {
namespace {

constexpr int kMostVersion = 20;  // 666 bytes at this level of correction
constexpr int kQuietZone = 4;     // modules, as the standard wants

constexpr const char* kCardsHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>MySigfox: token cards</title>
<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<style>
@page { size: A4; margin: 10mm }
body { margin: 0; font: 9pt/1.3 sans-serif; color: #000; background: #fff; font-size-adjust: none }
.card { display: inline-block; vertical-align: top; box-sizing: border-box; width: 94mm; height: 54mm;
  padding: 3mm; border: 0.2mm dashed #888; overflow: hidden; break-inside: avoid; page-break-inside: avoid }
.card svg { float: left; width: 40mm; height: 40mm; margin-right: 2mm }
.card b { display: block; font: bold 12pt/1.3 monospace; letter-spacing: 0.05em }
.card p { margin: 0 0 1.5mm; overflow-wrap: anywhere }
</style></head><body>
)";

struct CardTexts {
    const char* device;
    const char* token;
    const char* scan;
    const char* keep;
};

constexpr CardTexts kCzechCard{
    "Zařízení", "Token", "Naskenujte kód, nebo vyplňte formulář na adrese",
    "Kdo zná token, může si zařízení zaregistrovat. Kartu pečlivě uschovejte."};
constexpr CardTexts kEnglishCard{
    "Device", "Token", "Scan the code, or fill in the form at",
    "Whoever knows the token can register the device. Keep this card safe."};

class QrCode {
public:
    explicit QrCode(const std::string& text)
    {
        std::array<std::uint8_t, qrcodegen_BUFFER_LEN_FOR_VERSION(kMostVersion)> scratch{};
        if (!qrcodegen_encodeText(text.c_str(), scratch.data(), modules_.data(),
                                  qrcodegen_Ecc_MEDIUM, qrcodegen_VERSION_MIN, kMostVersion,
                                  qrcodegen_Mask_AUTO, true)) {
            throw std::length_error{"a text too long for a QR code"};
        }
    }

    int size() const { return qrcodegen_getSize(modules_.data()); }
    bool is_dark(int x, int y) const { return qrcodegen_getModule(modules_.data(), x, y); }

private:
    std::array<std::uint8_t, qrcodegen_BUFFER_LEN_FOR_VERSION(kMostVersion)> modules_{};
};

/// Dark modules side by side are one stroke: a card takes 4 KB instead of 10.
void append_row(std::string& path, const QrCode& code, int y)
{
    for (int x = 0; x < code.size(); ++x) {
        if (!code.is_dark(x, y)) continue;
        const int begin = x;
        while (x < code.size() && code.is_dark(x, y)) ++x;
        path += fmt::format("M{} {}h{}v1h-{}z", begin + kQuietZone, y + kQuietZone, x - begin,
                            x - begin);
    }
}

}  // namespace

std::string card_address(std::string_view public_url, std::string_view device_id,
                         std::string_view token)
{
    return fmt::format("{}/form?device={}&token={}", public_url, device_id, token);
}

std::string qr_svg(std::string_view text)
{
    const QrCode code{std::string{text}};
    std::string path;
    for (int y = 0; y < code.size(); ++y) append_row(path, code, y);
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges">)"
        R"(<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d="{1}"/></svg>)",
        code.size() + 2 * kQuietZone, path);
}

std::string cards_beginning()
{
    return kCardsHead;
}

std::string card(std::string_view public_url, std::string_view device_id, std::string_view token,
                 Language language)
{
    const CardTexts& texts = language == Language::cs ? kCzechCard : kEnglishCard;
    const Markup code{qr_svg(card_address(public_url, device_id, token))};
    return markup(R"(<section class="card" lang="{}">{}<p>{}<b>{}</b></p><p>{}<b>{}</b></p>)"
                  "<p>{}<br>{}/form</p><p>{}</p></section>\n",
                  to_string(language), code, std::string_view{texts.device}, device_id,
                  std::string_view{texts.token}, token, std::string_view{texts.scan}, public_url,
                  std::string_view{texts.keep})
        .html;
}

std::string cards_end()
{
    return "</body></html>\n";
}

}  // namespace mysigfox::pages
