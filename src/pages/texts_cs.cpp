// The Czech texts.
#include "pages/texts.hpp"

namespace mysigfox::pages {
namespace {

constexpr Entry kCzech[] = {
    {Text::description, "Zprávy tvých Sigfox zařízení na tvém serveru."},
    {Text::skip_to_content, "Přejít k obsahu"},
    {Text::language_navigation, "Jazyk"},
    {Text::other_language, "English"},
    {Text::link_home, "Úvod"},
    {Text::link_form, "Registrace zařízení"},
    {Text::link_inbox, "Zkušební schránka"},
    {Text::link_help, "Návod"},
    {Text::error_prefix, "Chyba: "},

    {Text::form_title, "Registrace nového zařízení"},
    {Text::form_lead,
     "ID zařízení a token obdržíš při zakoupení Sigfox modulu. Vyplň všechna čtyři pole."},
    {Text::form_change, "Chceš jen změnit Webhook URL? Vyplň a odešli formulář znovu."},
    {Text::summary_title, "Ještě něco je potřeba opravit"},
    {Text::label_device, "ID zařízení"},
    {Text::hint_device, "Číslice a písmena A až F, například 21DF4E."},
    {Text::label_token, "Token"},
    {Text::hint_token, "Deset písmen, která přišla s modulem, například AUBECJFQTC."},
    {Text::label_email, "E-mail"},
    {Text::hint_email, "Adresa, se kterou byl modul objednán, například jana@example.cz."},
    {Text::label_webhook_url, "Webhook URL"},
    {Text::hint_webhook_url,
     "Na tuto adresu pošleme každou zprávu zařízení požadavkem POST, například "
     "https://example.cz/sigfox."},
    {Text::submit_form, "Zaregistrovat"},
    {Text::inbox_question, "Nemáš ještě server?"},
    {Text::inbox_invitation, "Vytvoř si zkušební schránku"},

    {Text::registered_title, "Zařízení {} je zaregistrováno"},
    {Text::changed_title, "Údaje zařízení {} jsou změněny"},
    {Text::unchanged_title, "U zařízení {} se nic nezměnilo"},
    {Text::registered_lead, "Zprávy zařízení posíláme na tvou adresu."},
    {Text::url_changed, "Webhook URL je změněna: zprávy posíláme na novou adresu."},
    {Text::email_changed, "E-mail je změněn."},
    {Text::unchanged_lead,
     "Zařízení už bylo zaregistrováno se stejnými údaji. Zprávy posíláme dál."},
    {Text::waiting_one, "Čekala {} zpráva, teď ji odesíláme."},
    {Text::waiting_few, "Čekaly {} zprávy, teď je odesíláme."},
    {Text::waiting_many, "Čekalo {} zpráv, teď je odesíláme."},
    {Text::warning_title, "Pozor"},
    {Text::plain_http_warning,
     "Adresa začíná http://, zprávy tedy půjdou internetem nešifrované a kdokoli po cestě je může "
     "číst. Doporučujeme https://. Certifikát získáš zdarma u Let’s Encrypt."},
    {Text::secret_title, "Podpisový klíč"},
    {Text::secret_use,
     "Podle něj tvůj server pozná, že požadavek poslal opravdu MySigfox (hlavička "
     "webhook-signature, norma Standard Webhooks). Ulož si ho: znovu ho tu neuvidíš."},
    {Text::next_title, "Co dál"},
    {Text::next_step,
     "Odešli ze zařízení zkušební zprávu. Za chvíli ji tvůj server dostane jako JSON."},
    {Text::link_change_again, "Změnit údaje nebo zaregistrovat další zařízení"},

    {Text::new_inbox_title, "Zkušební schránka"},
    {Text::new_inbox_lead,
     "Schránka přijme všechno, co jí někdo pošle, a ukáže ti to. Vyzkoušíš si tak zprávy svého "
     "zařízení dřív, než budeš mít vlastní server."},
    {Text::new_inbox_how,
     "Schránka dostane dvě adresy: na jednu se zprávy posílají, na druhé si je čteš."},
    {Text::new_inbox_bounds, "Drží posledních 100 požadavků a po týdnu bez použití zmizí."},
    {Text::submit_inbox, "Vytvořit schránku"},
    {Text::inbox_title, "Tvoje zkušební schránka"},
    {Text::inbox_write_url, "Adresa pro zprávy"},
    {Text::inbox_write_hint, "Vlož ji do formuláře jako Webhook URL."},
    {Text::inbox_read_url, "Adresa pro čtení"},
    {Text::inbox_read_hint, "Tuto stránku si ulož. Kdo zná její adresu, čte zprávy taky."},
    {Text::inbox_refresh_note, "Stránka se sama obnovuje každých 10 sekund."},
    {Text::inbox_refresh, "Obnovit hned"},
    {Text::inbox_empty, "Zatím nic nepřišlo."},
    {Text::inbox_try, "Zkus to z příkazové řádky:"},
    {Text::inbox_requests, "Přijaté požadavky"},
    {Text::inbox_query, "Parametry adresy"},
    {Text::inbox_fields, "Hlavičky"},
    {Text::inbox_body, "Tělo"},
    {Text::inbox_body_hex, "Tělo (není to text, proto šestnáctkově)"},
    {Text::inbox_body_raw, "Tělo tak, jak přišlo"},
    {Text::inbox_payload, "Bajty pole data"},
    {Text::inbox_payload_hex, "Šestnáctkově"},
    {Text::inbox_payload_unsigned, "Bez znaménka"},
    {Text::inbox_payload_signed, "Se znaménkem"},
    {Text::inbox_payload_float_big, "Float, vyšší bajt první"},
    {Text::inbox_payload_float_little, "Float, nižší bajt první"},
    {Text::inbox_payload_text, "Text"},
    {Text::inbox_live, "Nové požadavky se tu objeví samy."},
    {Text::inbox_arrived, "Přišel nový požadavek."},
    {Text::inbox_answer, "Jak má schránka odpovídat"},
    {Text::inbox_answer_hint, "Zkus si, co uděláme, když tvůj server selže."},
    {Text::inbox_answer_200, "200: přijato"},
    {Text::inbox_answer_500, "500: chyba serveru"},
    {Text::inbox_answer_302, "302: přesměrování jinam"},
    {Text::inbox_answer_410, "410: už nic nechci"},
    {Text::inbox_answer_429, "429: příliš rychle, zkus to za minutu"},
    {Text::inbox_answer_slow, "200, ale až za 10 sekund"},
    {Text::inbox_answer_submit, "Nastavit odpověď"},
    {Text::inbox_no_body, "Bez těla."},
    {Text::inbox_shortened,
     "Zkráceno. Vše je v podobě JSON na stejné adrese (Accept: application/json)."},
    {Text::inbox_more_one, "A ještě {} starší požadavek."},
    {Text::inbox_more_few, "A ještě {} starší požadavky."},
    {Text::inbox_more_many, "A ještě {} starších požadavků."},

    {Text::unsubscribe_title, "Dopisy od MySigfox"},
    {Text::unsubscribe_ask,
     "Nechceš už dopisy o svých zařízeních a webhoocích? O změnách, které se týkají bezpečnosti, "
     "ti napíšeme dál."},
    {Text::unsubscribe_submit, "Už nic neposílat"},
    {Text::unsubscribe_done, "Hotovo. Dopisy už posílat nebudeme."},
    {Text::unsubscribe_back, "Přece jen posílat"},
    {Text::unsubscribe_taken_back, "Dopisy budeme posílat dál."},

    {Text::help_title, "Návod"},
    {Text::help_lead,
     "Od registrace zařízení po tvůj server: co posíláme, co děláme, když to nejde, a jak to "
     "vyzkoušet."},
    {Text::help_contents, "Obsah"},
    {Text::help_no_mail, "Tato služba žádné e-maily neposílá."},

    {Text::front_title, "Zprávy ze Sigfoxu na tvůj server"},
    {Text::front_lead,
     "MySigfox předává každou zprávu, kterou tvé zařízení pošle do sítě Sigfox, na adresu, kterou "
     "si zvolíš."},
    {Text::front_form,
     "Zaregistruj zařízení a zadej adresu svého serveru. Stejným formulářem ji kdykoli změníš."},
    {Text::front_inbox, "Vyzkoušej si zprávy bez vlastního serveru."},

    {Text::error_403_title, "Formulář přišel odjinud"},
    {Text::error_403,
     "Požadavek nepřišel z našich stránek, proto jsme ho odmítli. Otevři formulář znovu a odešli "
     "ho odsud."},
    {Text::error_404_title, "Stránka neexistuje"},
    {Text::error_404,
     "Na této adrese nic není. Zkontroluj, jestli je celá. Zkušební schránka po týdnu bez použití "
     "zmizí."},
    {Text::error_415_title, "Tomu nerozumíme"},
    {Text::error_415,
     "Formulář přišel v podobě, kterou neumíme přečíst. Otevři ho znovu a odešli odsud."},
    {Text::error_429_title, "Příliš mnoho pokusů"},
    {Text::error_429, "Chvíli počkej a zkus to znovu."},
    {Text::error_503_title, "Teď to nejde"},
    {Text::error_503, "Služba teď nemůže nic uložit. Zkus to prosím za minutu znovu."},
    {Text::error_other_title, "Něco se nepovedlo"},
    {Text::error_other, "Požadavku jsme nerozuměli. Zkus to prosím znovu."},

    {Text::mistake_device_empty, "Zadej ID zařízení."},
    {Text::mistake_device_invalid, "ID zařízení má jedno až osm znaků: číslice a písmena A až F."},
    {Text::mistake_token_empty, "Zadej token."},
    {Text::mistake_token_invalid, "Token má deset písmen A až Z, bez číslic a bez háčků a čárek."},
    {Text::mistake_email_empty, "Zadej e-mail."},
    {Text::mistake_email_invalid, "Zadej e-mail ve tvaru jmeno@example.cz."},
    {Text::mistake_wrong_combination,
     "ID zařízení, token a e-mail k sobě nepatří. Zkontroluj je podle údajů, které přišly s "
     "modulem."},
    {Text::mistake_too_many_tries, "Příliš mnoho pokusů. Počkej minutu a zkus to znovu."},
    {Text::mistake_storage, "Teď se nám to nepodařilo uložit. Zkus to prosím za minutu znovu."},

    {Text::url_empty, "Zadej Webhook URL."},
    {Text::url_too_long, "Webhook URL je příliš dlouhá. Může mít nejvýš 2048 znaků."},
    {Text::url_bad_character,
     "Ve Webhook URL je znak, který tam být nesmí: mezera, písmeno s háčkem nebo čárkou, uvozovka "
     "nebo závorka. Napiš ho jako % a dvě šestnáctkové číslice."},
    {Text::url_no_scheme, "Webhook URL musí začínat https:// nebo http://."},
    {Text::url_other_scheme, "Posíláme jen na adresy, které začínají https:// nebo http://."},
    {Text::url_credentials,
     "Do Webhook URL nepatří jméno a heslo před zavináčem. Tajný údaj přidej jako parametr, "
     "například ?klic=…"},
    {Text::url_fragment, "Vynech z Webhook URL znak # a všechno za ním: na server se neposílá."},
    {Text::url_bad_host, "Zkontroluj jméno serveru ve Webhook URL, například example.cz."},
    {Text::url_single_label,
     "Jméno serveru musí být celé i s doménou, například server.example.cz."},
    {Text::url_internal_name,
     "Toto jméno platí jen v místní síti. Zadej adresu dostupnou z internetu."},
    {Text::url_odd_ip_spelling,
     "Napiš IP adresu jako čtyři čísla oddělená tečkami, například 203.0.113.7."},
    {Text::url_private_address, "Tato IP adresa není dostupná z internetu. Zadej veřejnou adresu."},
    {Text::url_non_ascii_host,
     "Jméno serveru s háčky a čárkami zadej v podobě, která začíná xn--."},
    {Text::url_bad_port, "Port ve Webhook URL musí být číslo od 1 do 65535."},
    {Text::url_port_not_allowed,
     "Na tento port neposíláme. Použij 443, 80 nebo port od 1024 výš, který nepatří jiné službě."},
    {Text::url_own_address,
     "Tato adresa je naše vlastní. Zadej adresu svého serveru, nebo adresu pro zprávy ze zkušební "
     "schránky."},
};

}  // namespace

std::span<const Entry> texts_cs() noexcept
{
    return kCzech;
}

}  // namespace mysigfox::pages
