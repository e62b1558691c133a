// What came of an attempt, in Czech.
#include "pages/causes.hpp"

namespace mysigfox::pages {

const CauseTexts kCausesCs{
    .delivered = {"Tvůj server zprávu přijal.", ""},
    .refuses_message =
        {"Tvůj server odpověděl, že tuhle zprávu nechce.",
         "Podívej se níže na začátek jeho odpovědi: obvykle čeká jiná pole nebo jiný "
         "formát. Formát si můžeš zvolit v nastavení."},
    .unauthorized = {"Tvůj server nás k sobě nepustil.",
                     "Chce heslo nebo klíč. Přidej je v nastavení jako vlastní hlavičku nebo jako "
                     "jméno a heslo, případně jako parametr Webhook URL."},
    .not_found = {"Tvůj server takovou cestu nezná.",
                  "Zkontroluj ve Webhook URL písmeno po písmenu, co stojí za jménem serveru."},
    .method = {"Tvůj server na této cestě nepřijímá POST.",
               "Posíláme vždy POST. Povol ho tam, nebo zadej adresu skriptu, který ho přijme."},
    .gone = {"Tvůj server odpověděl 410: tato adresa už neexistuje.",
             "Přestali jsme posílat. Změň Webhook URL, nebo posílání obnov, až bude adresa zase "
             "fungovat."},
    .too_fast = {"Tvůj server nás požádal, ať počkáme.",
                 "Přijímá méně požadavků, než přichází. Zprávy schováme a pokračujeme, až bude "
                 "chtít."},
    .server_error = {"Uvnitř tvého serveru se něco pokazilo.",
                     "Podívej se na tento čas do jeho chybového logu. Zkoušíme to dál sami."},
    .other_status = {"Tvůj server odpověděl stavem, který neznamená úspěch.",
                     "Úspěch je stav od 200 do 299. Podívej se níže na začátek jeho odpovědi."},
    .redirect = {"Tvůj server nás poslal na jinou adresu, a tam nechodíme.",
                 "Zadej jako Webhook URL rovnou cílovou adresu; často chybí jen https:// nebo "
                 "lomítko na konci."},
    .google_sign_in = {"Skript Googlu po nás chce přihlášení.",
                       "Nasaď skript znovu s přístupem pro kohokoli („Anyone“) a použij novou "
                       "adresu, která končí /exec."},
    .name_not_found = {"Server s tímto jménem neexistuje.",
                       "Zkontroluj, jestli je jméno serveru správně a jestli doména ještě platí."},
    .name_failed = {"Jméno tvého serveru se nepodařilo vyhledat.",
                    "Jmenné servery tvé domény neodpověděly. Často to samo přejde; jinak se zeptej "
                    "toho, kdo ti doménu spravuje."},
    .address_refused = {"Jméno serveru vede na adresu, která není dostupná z internetu.",
                        "Posíláme jen na veřejné adresy. Zkontroluj DNS záznamy jména, i ten pro "
                        "IPv6 (AAAA)."},
    .connect_refused = {"Na této adrese a portu nic neposlouchá.",
                        "Běží server? A je port ve Webhook URL správně?"},
    .connect_timeout = {"Server na pokus o spojení neodpověděl.",
                        "Obvykle stojí v cestě firewall. Povol na tento port spojení z internetu."},
    .connect_failed = {"Server není po síti dostupný.",
                       "Zkontroluj, jestli je připojený. Má-li jeho jméno adresu IPv6, musí "
                       "fungovat i ta."},
    .tls_expired = {"Certifikát serveru už neplatí, nebo ještě neplatí.",
                    "Obnov ho; u Let’s Encrypt zjisti, proč selhala automatická obnova."},
    .tls_wrong_name = {"Certifikát serveru je na jiné jméno.",
                       "Použij jméno, které je v certifikátu, nebo si nech vystavit certifikát na "
                       "toto jméno."},
    .tls_self_signed = {"Certifikát serveru je podepsaný sám sebou.",
                        "Nikdo ho nerozezná od podvrženého. Pořiď si certifikát od autority; Let’s "
                        "Encrypt je dává zdarma."},
    .tls_untrusted = {"Certifikát serveru je od autority, kterou neznáme.",
                      "Obvykle chybí mezilehlý certifikát: nastav serveru celý řetěz "
                      "(fullchain.pem)."},
    .tls_failed = {"Na zabezpečeném spojení jsme se s tvým serverem nedohodli.",
                   "Server musí na tomto portu umět TLS 1.2 nebo novější. Není to náhodou port pro "
                   "http://?"},
    .closed = {"Spojení skončilo dřív, než přišla celá odpověď.",
               "Zavřel ho server nebo něco před ním. Podívej se na tento čas do jeho chybového "
               "logu."},
    .timeout = {"Odpověď nepřišla včas.",
                "Nejdřív odpověz stavem 200 a teprve potom zprávu zpracuj."},
    .bad_answer = {"To, co se vrátilo, není správná odpověď HTTP.",
                   "Zkontroluj, jestli na tomto portu opravdu poslouchá webový server."},
    .url_refused = {"Webhook URL už neodpovídá našim pravidlům.",
                    "Změň ji na veřejnou adresu, která začíná https:// nebo http://."},
    .cut = {"Právě jsme se restartovali, a tak byl pokus přerušen.",
            "Nepočítá se. Zpráva se pošle znovu sama."},
    .inbox_gone = {"Zkušební schránka už neexistuje.",
                   "Nepoužívané schránky mizí. Vytvoř si novou, nebo zadej adresu svého serveru."},
};

}  // namespace mysigfox::pages
