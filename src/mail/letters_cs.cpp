// The letters in Czech.
#include "mail/letter_texts.hpp"

namespace mysigfox::mail {
namespace {

constexpr LetterText kCzechLetters[] = {
    {Occasion::welcome, "Zařízení {device} je zaregistrováno",
     "Dobrý den,\n"
     "\n"
     "tvé zařízení {device} je zaregistrováno. Jeho zprávy posíláme na adresu\n"
     "\n"
     "    {url}\n"
     "\n"
     "Zde uvidíš jeho zprávy a co se s nimi stalo:\n"
     "    {link}\n"
     "Jak to celé funguje:\n"
     "    {help}\n"},
    {Occasion::sign_in, "Přihlášení do MySigfox",
     "Dobrý den,\n"
     "\n"
     "tímto odkazem se dostaneš ke svým zařízením:\n"
     "\n"
     "    {link}\n"
     "\n"
     "Platí jednou, a to 15 minut. Jestli sis o něj neřekl, nemusíš nic dělat.\n"},
    {Occasion::lost_token, "Nový token zařízení {device}",
     "Dobrý den,\n"
     "\n"
     "někdo požádal o nový token zařízení {device}. Vytvoříš ho tímto odkazem:\n"
     "\n"
     "    {link}\n"
     "\n"
     "Platí jednou, a to 15 minut. Jestli jsi to nebyl ty, nemusíš nic dělat: platí dál starý "
     "token.\n"},
    {Occasion::webhook_failing, "Tvůj server nepřijímá zprávy zařízení {device}",
     "Dobrý den,\n"
     "\n"
     "už hodinu se nám nedaří doručit zprávy zařízení {device} na adresu\n"
     "\n"
     "    {url}\n"
     "\n"
     "Důvod: {cause}\n"
     "\n"
     "O zprávy nepřijdeš: čekají a my to zkoušíme dál. Příští pokus bude {next}.\n"
     "Co ten důvod znamená a co s tím:\n"
     "    {help}\n"},
    {Occasion::webhook_paused, "Zprávy zařízení {device} jsou pozastaveny",
     "Dobrý den,\n"
     "\n"
     "přestali jsme posílat zprávy zařízení {device} na adresu\n"
     "\n"
     "    {url}\n"
     "\n"
     "Důvod: {cause}\n"
     "\n"
     "Zprávy zůstávají uložené. Až bude server připravený, odešli znovu formulář se stejnou nebo "
     "jinou adresou:\n"
     "    {form}\n"},
    {Occasion::webhook_recovered, "Tvůj server zase přijímá zprávy zařízení {device}",
     "Dobrý den,\n"
     "\n"
     "zprávy zařízení {device} už zase docházejí na adresu\n"
     "\n"
     "    {url}\n"
     "\n"
     "Zpráv, které čekaly a teď jsme je odeslali: {late}.\n"},
    {Occasion::device_silent, "Zařízení {device} se neozývá",
     "Dobrý den,\n"
     "\n"
     "zařízení {device} se obvykle ozývá častěji. Poslední zpráva přišla {since}.\n"
     "Nevybila se mu baterie, nebo ho někdo nepřemístil?\n"},
    {Occasion::webhook_changed, "Webhook zařízení {device} je změněn",
     "Dobrý den,\n"
     "\n"
     "zprávy zařízení {device} teď posíláme na jinou adresu:\n"
     "zprávy {devices} tvých zařízení teď posíláme na jinou adresu:\n"
     "\n"
     "    {url}\n"
     "\n"
     "Jestli jsi to nebyl ty, odešli znovu formulář se správnou adresou:\n"
     "    {form}\n",
     "Webhook tvých zařízení je změněn ({devices})"},
    {Occasion::email_changed, "Zařízení {device} má jiný e-mail",
     "Dobrý den,\n"
     "\n"
     "zařízení {device} teď patří k jiné e-mailové adrese. Další dopisy o něm už nedostaneš.\n"
     "{devices} tvých zařízení teď patří k jiné e-mailové adrese. Další dopisy o nich už "
     "nedostaneš.\n"
     "\n"
     "Jestli jsi to nebyl ty, zná token zařízení někdo jiný: odešli znovu formulář:\n"
     "    {form}\n",
     "Tvá zařízení mají jiný e-mail ({devices})"},
    {Occasion::token_changed, "Zařízení {device} má nový token",
     "Dobrý den,\n"
     "\n"
     "zařízení {device} dostalo nový token, starý už neplatí.\n"
     "\n"
     "Jestli jsi to nebyl ty, požádej o další:\n"
     "    {link}\n"},
    {Occasion::api_key_made, "Nový klíč k API: {key}",
     "Dobrý den,\n"
     "\n"
     "{time} byl vytvořen klíč k API jménem {key}. Program, který ho má, smí totéž co ty na "
     "stránce zařízení.\n"
     "Platí jen pro zařízení {device}.\n"
     "Platí pro všechna tvá zařízení, teď jich je {devices}.\n"
     "\n"
     "Jestli jsi to nebyl ty, přihlas se a klíč zruš, je tu v seznamu:\n"
     "    {keys}\n"},
    {Occasion::api_key_revoked, "Klíč k API {key} je zrušen",
     "Dobrý den,\n"
     "\n"
     "{time} byl zrušen klíč k API jménem {key}. Programy, které ho mají, už odmítáme.\n"
     "Platil jen pro zařízení {device}.\n"
     "Platil pro všechna tvá zařízení, teď jich je {devices}.\n"
     "\n"
     "Jestli jsi to nebyl ty, přihlas se, podívej se na ostatní klíče a vytvoř si nový:\n"
     "    {keys}\n"},
    {Occasion::email_confirm, "Potvrď svou adresu pro zařízení {device}",
     "Dobrý den,\n"
     "\n"
     "na tuto adresu mají chodit dopisy o zařízení {device}.\n"
     "na tuto adresu mají chodit dopisy o zařízeních, je jich {devices}.\n"
     "\n"
     "Pokud je to tak správně, potvrď to tímto odkazem:\n"
     "\n"
     "    {link}\n"
     "\n"
     "Platí jednou, a to 15 minut. Jestli o tom nic nevíš, nemusíš nic dělat: nic se nezmění.\n",
     "Potvrď svou adresu pro svá zařízení ({devices})"},
};

}  // namespace

std::span<const LetterText> letters_cs() noexcept
{
    return kCzechLetters;
}

}  // namespace mysigfox::mail
