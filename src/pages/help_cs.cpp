// Návod: the guide in Czech.
#include "pages/help.hpp"

namespace mysigfox::pages {
namespace {

constexpr HelpSection kCzechSections[] = {
    {"registration", "Registrace zařízení", R"html(
<p>ID zařízení a token jsi dostal se Sigfox modulem. ID je jméno modulu v síti Sigfox, tokenem prokazuješ, že je tvůj. Vyplň <a href="/cs/form">formulář</a>:</p>
<ul>
<li><b>ID zařízení</b>: číslice a písmena A až F, například <code>21DF4E</code>.</li>
<li><b>Token</b>: deset písmen.</li>
<li><b>E-mail</b>: adresa, se kterou byl modul objednán.</li>
<li><b>Webhook URL</b>: adresa, na kterou se každá zpráva zařízení pošle požadavkem POST.</li>
</ul>
<p>Na mezerách, pomlčkách a velikosti písmen nezáleží. Je-li na kartě QR kód, otevře formulář s vyplněným ID a tokenem.</p>
<p>Zprávy, které přišly ještě před registrací, nějakou dobu počkají a po registraci se hned odešlou.</p>
)html"},
    {"change", "Změna Webhook URL", R"html(
<p>Vyplň a odešli stejný formulář znovu. Zprávy, které čekají, protože stará adresa nefungovala, půjdou na novou.<!--mail--> O změně ti napíšeme e-mail.<!--/mail--></p>
)html"},
    {"security", "Zabezpečení", R"html(
<p>Sigfox Backend s námi mluví šifrovaně. Cesta od nás k tvému serveru záleží na tobě: pošleme i na <code>http://</code>, ale pak může zprávy číst kdokoli po cestě. Používej prosím <code>https://</code>; certifikát získáš zdarma u <a href="https://letsencrypt.org/">Let’s Encrypt</a>.</p>
<p>Certifikát tvého serveru musí platit, jinak neodesíláme. Posíláme jen na veřejné adresy, nikdy do soukromé sítě, a přesměrování nenásledujeme.</p>
<p>Token a podpisový klíč si nech pro sebe. Je-li tajný údaj ve Webhook URL, nikomu jinému ji neukážeme a parametry adres do záznamů nepíšeme.</p>
)html"},
    {"identify", "Jak rozlišit moduly", R"html(
<p>Ke kterému modulu požadavek patří, poznáš dvěma způsoby:</p>
<ol>
<li>Podle pole <code>device</code> v těle každého požadavku.</li>
<li>Podle vlastních parametrů ve Webhook URL. Zadáš-li <code>https://example.com/endpoint?foo=bar</code>, pošleme přesně tam a tvůj server pokaždé uvidí <code>foo=bar</code>.</li>
</ol>
)html"},
    {"request", "Obsah požadavku", R"html(
<p>Každý požadavek je POST s hlavičkou <code>Content-Type: application/json</code> a s takovýmto tělem:</p>
<pre>{"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "aabbccddeeff", "rssi": -135.0}</pre>
<dl>
<dt><code>device</code></dt><dd>ID zařízení.</dd>
<dt><code>snr</code></dt><dd>Odstup signálu od šumu v dB.</dd>
<dt><code>time</code></dt><dd>Kdy síť Sigfox zprávu přijala, v sekundách UNIXového času.</dd>
<dt><code>data</code></dt><dd>Co zařízení poslalo, šestnáctkově: dvě číslice na bajt, nejvýš 12 bajtů.</dd>
<dt><code>rssi</code></dt><dd>Síla přijatého signálu v dBm.</dd>
</dl>
<p>Co síť nesdělila, je <code>null</code>.</p>
<p>Ve formátu <i>extended</i> je <code>duplicates</code> počet dalších kopií zprávy, které nám síť poslala, než odešel tento požadavek: při prvním pokusu skoro vždy 0, protože kopie přicházejí později, a po restartu služby se počítá znovu.</p>
<p>Jakmile máš zprávu uloženou, odpověz kterýmkoli stavem od 200 do 299, nejpozději do 30 sekund. Na obsahu odpovědi nezáleží.</p>
)html"},
    {"device", "Stránka zařízení", R"html(
<p>Na stránku <a href="/cs/device">tvého zařízení</a> se přihlásíš pomocí ID a tokenu. Uvidíš, jestli webhook funguje, zprávy za 30 dní se všemi pokusy a jejich příčinami, a můžeš tam</p>
<ul>
<li>poslat zkoušku, poslat znovu nedoručené zprávy, posílání pozastavit a obnovit,</li>
<li>změnit Webhook URL a e-mail<!--mail--> (novou adresu potvrdí odkaz, který na ni pošleme)<!--/mail-->, vytvořit nový podpisový klíč (starý platí ještě 24 hodin vedle něj) nebo nový token,</li>
<li>zvolit jiný formát: <i>strings</i> (každá hodnota je řetězec) nebo <i>extended</i> (navíc <code>seqNumber</code>, <code>station</code>, <code>duplicates</code> a naše <code>id</code> a časy),</li>
<li>přidat až 8 vlastních hlaviček nebo jméno a heslo,</li>
<li>vytvořit klíče k API pro vlastní programy,</li>
<li>všechno stáhnout a smazat.</li>
</ul>
)html"},
    {"api", "Programy: API", R"html(
<p>Co umí stránka zařízení, může dělat i tvůj program. Klíč vytvoříš pod odkazem <b>Klíče k API</b> v nastavení zařízení, nebo po přihlášení e-mailem u všech svých zařízení. Klíč ukážeme jen jednou, proto si ho poznamenej.</p>
<ul>
<li>Klíč vytvořený po přihlášení e-mailem platí pro všechna tvoje zařízení. Klíč vytvořený po přihlášení pomocí ID a tokenu platí jen pro to jedno zařízení a skončí s jeho tokenem.</li>
<li>Klíčů můžeš mít deset. Ty, které už nepotřebuješ, zruš.<!--mail--> O každém vytvořeném i zrušeném klíči ti napíšeme e-mail.<!--/mail--></li>
</ul>
<p>Vyzkoušej to: první řádek vypíše zařízení, druhý zprávy jednoho z nich se všemi pokusy, třetí pošle znovu to, co jsme od té doby vzdali.</p>
<pre>curl -H 'Authorization: Bearer mysigfox_…' https://mysigfox.example/api/v1/devices
curl -H 'Authorization: Bearer mysigfox_…' https://mysigfox.example/api/v1/devices/21DF4E/messages
curl -H 'Authorization: Bearer mysigfox_…' -H 'Content-Type: application/json' \
  -d '{"since": "2026-11-23T03:43:00Z"}' https://mysigfox.example/api/v1/devices/21DF4E/resend</pre>
<p>Seznamy chodí po částech: dokud <code>next</code> není <code>null</code>, zeptej se znovu s <code>?cursor=</code> a jeho hodnotou. Všechno popisuje <a href="/api/v1/openapi.json">OpenAPI 3.1</a>, z něhož nástroje vytvoří klienta pro většinu jazyků. S jedním klíčem se smí volat pětkrát za sekundu; po odpovědi 429 chvíli počkej.</p>
)html"},
    {"testing", "Vyzkoušení", R"html(
<p>Abys viděl, co zařízení posílá, server nepotřebuješ:</p>
<ol>
<li>Otevři <a href="/inbox?lang=cs">zkušební schránku</a> a stiskni <b>Vytvořit schránku</b>.</li>
<li>Zkopíruj <b>adresu pro zprávy</b> a zadej ji jako Webhook URL ve <a href="/cs/form">formuláři</a>.</li>
<li>Odešli ze zařízení zprávu. Do 10 sekund se objeví na stránce schránky.</li>
</ol>
<p>Stránka ukáže každý požadavek s hlavičkami a bajty pole <code>data</code> jako čísla i text. Schránce můžeš také říct, aby selhávala, a sledovat, co potom děláme. Drží posledních 100 požadavků po 7 dní.</p>
<p>Po odeslání formuláře, a také tlačítkem na stránce zařízení, odešleme zkoušku. Má hlavičku <code>webhook-test: true</code>, nepočítá se jako zpráva a ukáže, co jsme poslali, co přišlo zpět a jak dlouho který krok trval. Když zkouška na stránce zařízení projde, zprávy, které čekají na další pokus, odešleme hned.</p>
<p>Co s požadavkem udělá tvůj vlastní server, zjistíš i bez zařízení:</p>
<pre>curl -i https://example.com/endpoint -H 'Content-Type: application/json' \
  -d '{"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "aabbccddeeff", "rssi": -135.0}'</pre>
)html"},
    {"signature", "Podpis", R"html(
<p>Každý požadavek dokládá, kdo ho poslal, podle normy <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>. Knihovny pro ni jsou ve většině jazyků:</p>
<dl>
<dt><code>webhook-id</code></dt><dd>Označuje zprávu. Při opakování zůstává stejné, takže co už znáš, je opakování.</dd>
<dt><code>webhook-timestamp</code></dt><dd>Kdy byl tento požadavek odeslán, v UNIXovém čase. Co je starší než pět minut, odmítni.</dd>
<dt><code>webhook-signature</code></dt><dd><code>v1,</code> a HMAC-SHA256 z <code>id.timestamp.tělo</code> v kódování Base64. Při výměně klíče jsou podpisy dva, oddělené mezerou.</dd>
</dl>
<p>Klíčem je podpisový klíč bez <code>whsec_</code>, dekódovaný z Base64. Ukážeme ho jednou, při registraci Webhook URL. Podpis počítej z bajtů těla tak, jak přišly, dřív než je rozebereš.</p>
)html"},
    {"retries", "Když tvůj server neodpovídá", R"html(
<p>Zprávu nejdřív uložíme a teprve pak ji Sigfoxu potvrdíme. Dokud ji tvůj server nepřijme, posíláme ji znovu: za 5 sekund, 5 minut, 30 minut a pak za 2, 5, 10, 14, 20 a 24 hodin, celkem tři dny.</p>
<ul>
<li>Po pěti neúspěších za sebou ostatní zprávy počkají. Po jedné zkoušíme, jestli server už funguje: za 5 sekund, 1, 5 a 15 minut a pak každou půlhodinu. Jakmile funguje, odešle se všechno, co čekalo, v pořadí, v jakém to přišlo.</li>
<li>Požádá-li tvoje odpověď hlavičkou <code>Retry-After</code> o přestávku, dodržíme ji.</li>
<li>Zprávy jednoho zařízení přicházejí v pořadí. Zpráva, která se nedaří, zdrží ostatní nejvýš o 15 minut.</li>
<li>Zpráva může přijít dvakrát, například když se ztratila tvoje odpověď. Poznáš ji podle <code>webhook-id</code>.</li>
<li>Co se za tři dny doručit nepodařilo, zůstane uloženo a jednou denně zkusíme, jestli server už funguje. Odešleš-li formulář znovu, zkusíme to hned.</li>
</ul>
<!--mail--><p>E-mail ti napíšeme, když webhook hodinu selhává, když je pozastaven a když zase funguje; každého druhu nejvýš jeden denně.</p><!--/mail-->
)html"},
    {"failures", "Co která chyba znamená", R"html(
<dl>
<dt id="cause-status">Tvůj server odpověděl chybou</dt><dd><b>400, 413, 415, 422</b>: nelíbí se mu právě tato zpráva, ostatní jdou dál. <b>401, 403</b>: chce přihlášení nebo naše požadavky odmítá. <b>404</b>: na této cestě nic není, nebo je tok vypnutý. <b>410</b>: už nic nechce, proto webhook pozastavíme. <b>429</b>: příliš rychle, zpomalíme. <b>5xx</b>: něco se tam pokazilo, podívej se do jeho záznamů.</dd>
<dt id="cause-redirect">Tvůj server odpověděl přesměrováním</dt><dd>Žádné nenásledujeme. Změň Webhook URL na novou adresu. Výjimkou je Google Apps Script: jeho 302 znamená, že skript proběhl, ledaže vede na přihlášení; pak povol přístup <i>komukoli</i> (Anyone).</dd>
<dt id="cause-name_not_found">To jméno nikdo nezná</dt><dd>DNS nemá pro jméno serveru žádnou adresu. Zkontroluj, jak je napsané.</dd>
<dt id="cause-name_failed">Jméno se nepodařilo vyhledat</dt><dd>Jmenné servery tvé domény neodpověděly. Většinou to přejde.</dd>
<dt id="cause-address_refused">Adresa není veřejná</dt><dd>Jméno vede do soukromé sítě a tam neposíláme.</dd>
<dt id="cause-connect_refused">Spojení bylo odmítnuto</dt><dd>Počítač tam je, ale na tom portu nic neposlouchá. Běží tvůj program?</dd>
<dt id="cause-connect_timeout">Spojení se nenavázalo</dt><dd>Do pěti vteřin se nikdo neozval. Často to bývá firewall nebo směrovač bez přesměrovaného portu.</dd>
<dt id="cause-connect_failed">K adrese nevede cesta</dt><dd>Síť tvého serveru není dosažitelná.</dd>
<dt id="cause-tls_expired">Certifikát vypršel</dt><dd>Obnov ho a zařiď, ať se obnovuje sám.</dd>
<dt id="cause-tls_wrong_name">Certifikát patří jinému jménu</dt><dd>Musí v něm být jméno serveru stejné jako ve Webhook URL.</dd>
<dt id="cause-tls_self_signed">Certifikát podepsal server sám sobě</dt><dd>Pořiď si takový, kterému věří každý, například od Let’s Encrypt.</dd>
<dt id="cause-tls_untrusted">Certifikát není důvěryhodný</dt><dd>Většinou chybí mezilehlý certifikát: nainstaluj celý řetěz.</dd>
<dt id="cause-tls_failed">Šifrované spojení se nezdařilo</dt><dd>Tvůj server musí umět TLS 1.2 nebo 1.3.</dd>
<dt id="cause-closed">Spojení skončilo bez odpovědi</dt><dd>Tvůj program nejspíš spadl, nebo zapomněl odeslat hlavičky.</dd>
<dt id="cause-timeout">Do 30 sekund nepřišla odpověď</dt><dd>Zprávu ulož, odpověz a zbytek udělej potom. V Node-RED přidej uzel <i>http response</i>.</dd>
<dt id="cause-bad_answer">Odpověď nebyla HTTP</dt><dd>Na tom portu poslouchá něco jiného, nebo jsou hlavičky odpovědi příliš velké.</dd>
<dt id="cause-url_refused">Webhook URL už není dovolena</dt><dd>Změnila se pravidla pro adresy. Odešli formulář s jinou.</dd>
<dt id="cause-inbox_gone">Zkušební schránka už není</dt><dd>Schránky, které nikdo nepoužívá, uvolňují místo jiným. Vytvoř si novou a změň Webhook URL.</dd>
</dl>
)html"},
    {"receivers", "Příjemci a příklady", R"html(
<p>Každý příklad přijímá naše požadavky tak, jak jsou. Příklady pro Python, Node.js a PHP ověřují podpis.</p>
<dl>
<dt><a href="/help/examples/google_apps_script.gs">Google Apps Script, Tabulky Google</a></dt><dd>Nasaď jako webovou aplikaci s přístupem pro <i>kohokoli</i> (Anyone) a použij adresu, která končí <code>/exec</code>.</dd>
<dt><a href="/help/examples/node_red.json">Node-RED</a></dt><dd>Naimportuj tok. K uzlu <i>http in</i> patří uzel <i>http response</i>, jinak čekáme marně.</dd>
<dt><a href="/help/examples/home_assistant.yaml">Home Assistant</a></dt><dd>Webhook jako spouštěč, s <code>local_only: false</code>. I na neznámou adresu odpovídá 200, takže když se nic neděje, zkontroluj adresu.</dd>
<dt><a href="/help/examples/n8n.json">n8n</a></dt><dd>Naimportuj workflow, zapni ho a použij <i>produkční</i> URL: zkušební žije dvě minuty.</dd>
<dt><a href="/help/examples/php.php">PHP</a></dt><dd>Jeden soubor pro jakýkoli webhosting.</dd>
<dt><a href="/help/examples/python_flask.py">Python, Flask</a></dt><dd>Běží za kterýmkoli serverem WSGI.</dd>
<dt><a href="/help/examples/node_express.mjs">Node.js, Express</a></dt><dd>Pozor na pořadí: podpis potřebuje bajty dřív, než se rozeberou.</dd>
<dt><a href="/help/examples/esp32.ino">Arduino, ESP32</a></dt><dd>Deska potřebuje přesměrovaný port.</dd>
</dl>
)html"},
};

}  // namespace

std::span<const HelpSection> help_cs() noexcept
{
    return kCzechSections;
}

}  // namespace mysigfox::pages
