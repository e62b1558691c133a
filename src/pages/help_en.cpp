// The guide in English.
#include "pages/help.hpp"

namespace mysigfox::pages {
namespace {

constexpr HelpSection kEnglishSections[] = {
    {"registration", "Device registration", R"html(
<p>The device ID and the token came with your Sigfox module. The ID is the name of the module in the Sigfox network, the token shows that it is yours. Fill in <a href="/en/form">the form</a>:</p>
<ul>
<li><b>Device ID</b>: digits and letters A to F, for example <code>21DF4E</code>.</li>
<li><b>Token</b>: ten letters.</li>
<li><b>E-mail</b>: the address the module was ordered with.</li>
<li><b>Webhook URL</b>: the address that every message of the device is sent to, as a POST request.</li>
</ul>
<p>Spaces, dashes and lower case do not matter. If your card has a QR code, it opens the form with ID and token filled in.</p>
<p>Messages that came before you registered are kept for a while and sent as soon as you do.</p>
)html"},
    {"change", "Changing the Webhook URL", R"html(
<p>Fill in and send the same form again. Messages that wait because the old address did not work go to the new one.<!--mail--> We tell your e-mail address about the change.<!--/mail--></p>
)html"},
    {"security", "Security", R"html(
<p>The Sigfox Backend reaches us encrypted. The way from us to your server is up to you: we send to <code>http://</code> as well, but then anybody on the way can read your messages. Please use <code>https://</code>; certificates are free at <a href="https://letsencrypt.org/">Let’s Encrypt</a>.</p>
<p>The certificate of your server must be valid, or we do not send. We send to public addresses only, never to a private network, and we follow no redirects.</p>
<p>Keep the token and the signing secret to yourself. Where the Webhook URL has a secret in it, we never show it to others and write no query of a URL into a log.</p>
)html"},
    {"identify", "Telling modules apart", R"html(
<p>Two ways to know which module a request belongs to:</p>
<ol>
<li>The field <code>device</code> in the body of every request.</li>
<li>A query of your own in the Webhook URL. With <code>https://example.com/endpoint?foo=bar</code> we send to exactly that, and your server sees <code>foo=bar</code> every time.</li>
</ol>
)html"},
    {"request", "Content of the request", R"html(
<p>Every request is a POST with <code>Content-Type: application/json</code> and a body like this:</p>
<pre>{"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "aabbccddeeff", "rssi": -135.0}</pre>
<dl>
<dt><code>device</code></dt><dd>ID of the device.</dd>
<dt><code>snr</code></dt><dd>Signal to noise ratio in dB.</dd>
<dt><code>time</code></dt><dd>When the Sigfox network received the message, as a UNIX time in seconds.</dd>
<dt><code>data</code></dt><dd>What the device sent, in hexadecimal: two digits a byte, at most 12 bytes.</dd>
<dt><code>rssi</code></dt><dd>Strength of the received signal in dBm.</dd>
</dl>
<p>What the network did not tell is <code>null</code>.</p>
<p>In the <i>extended</i> format <code>duplicates</code> is the number of further copies of the message that the network had sent us when this request was made: nearly always 0 in the first attempt, since copies come later, and counted anew after a restart of this service.</p>
<p>Answer with any status from 200 to 299 once you have stored the message, within 30 seconds. The content of your answer does not matter.</p>
)html"},
    {"device", "Your device page", R"html(
<p>At <a href="/en/device">your device</a> you sign in with the device ID and the token. There you see whether the webhook works, the messages of 30 days with every attempt and its cause, and you can</p>
<ul>
<li>send a test, send failed messages again, pause and resume,</li>
<li>change the Webhook URL and the e-mail address<!--mail--> (a link that we mail to the new one confirms it)<!--/mail-->, make a new signing secret (the old one stays valid for 24 hours beside it) or a new token,</li>
<li>choose another format: <i>strings</i> (every value is a string) or <i>extended</i> (also <code>seqNumber</code>, <code>station</code>, <code>duplicates</code> and our own <code>id</code> and times),</li>
<li>add up to 8 headers of your own, or a name and password,</li>
<li>make API keys for your own programs,</li>
<li>download everything, and delete it.</li>
</ul>
)html"},
    {"api", "Programs: the API", R"html(
<p>What the device page does, your own program can do as well. Make a key under <b>API keys</b> on the settings page of the device, or below all your devices after signing in by mail. The key is shown once; write it down.</p>
<ul>
<li>A key made after signing in by mail reaches all your devices. One made after signing in with ID and token reaches that device alone, and ends with the token.</li>
<li>You may have ten keys. Revoke the ones that you do not need any more.<!--mail--> Whenever a key is made or revoked, we write you an e-mail.<!--/mail--></li>
</ul>
<p>Try it: the first line lists your devices, the second the messages of one with every attempt, the third sends again what was given up since then.</p>
<pre>curl -H 'Authorization: Bearer mysigfox_…' https://mysigfox.example/api/v1/devices
curl -H 'Authorization: Bearer mysigfox_…' https://mysigfox.example/api/v1/devices/21DF4E/messages
curl -H 'Authorization: Bearer mysigfox_…' -H 'Content-Type: application/json' \
  -d '{"since": "2026-11-23T03:43:00Z"}' https://mysigfox.example/api/v1/devices/21DF4E/resend</pre>
<p>Lists come in parts: as long as <code>next</code> is not <code>null</code>, ask again with <code>?cursor=</code> and its value. All of it is described in <a href="/api/v1/openapi.json">OpenAPI 3.1</a>, from which tools make clients for most languages. A key may call five times a second; after a 429 wait a little.</p>
)html"},
    {"testing", "Testing", R"html(
<p>You need no server to see what your device sends:</p>
<ol>
<li>Open the <a href="/inbox?lang=en">test inbox</a> and press <b>Create an inbox</b>.</li>
<li>Copy the <b>address for messages</b> and use it as the Webhook URL in <a href="/en/form">the form</a>.</li>
<li>Send a message from your device. It appears on the page of the inbox within 10 seconds.</li>
</ol>
<p>The page shows each request with its headers and the bytes of <code>data</code> as numbers and text. The inbox can also be told to fail, so that you can watch what we do then. It keeps the last 100 requests for 7 days.</p>
<p>After you send the form, and by a button on the device page, we make a test delivery. It has the header <code>webhook-test: true</code>, counts as no message, and shows what we sent, what came back and how long each step took. When a test on the device page succeeds, messages that wait for another try are sent at once.</p>
<p>Without a device, see what your own server does with a request:</p>
<pre>curl -i https://example.com/endpoint -H 'Content-Type: application/json' \
  -d '{"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "aabbccddeeff", "rssi": -135.0}'</pre>
)html"},
    {"signature", "Signature", R"html(
<p>Every request says who sent it, in the way of <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>, for which there are libraries in most languages:</p>
<dl>
<dt><code>webhook-id</code></dt><dd>Names the message. It stays the same when the message is sent again, so one that you know already is a repetition.</dd>
<dt><code>webhook-timestamp</code></dt><dd>When this request was sent, as a UNIX time. Refuse what is older than five minutes.</dd>
<dt><code>webhook-signature</code></dt><dd><code>v1,</code> and the Base64 of an HMAC-SHA256 over <code>id.timestamp.body</code>. While a secret is being replaced there are two, with a space between them.</dd>
</dl>
<p>The key is the signing secret without <code>whsec_</code>, decoded from Base64. It is shown once, when the Webhook URL is registered. Compute the signature over the bytes of the body as they came, before you parse them.</p>
)html"},
    {"retries", "When your server does not answer", R"html(
<p>We store a message before we confirm it to Sigfox. Until your server takes it we send it again: after 5 seconds, 5 minutes, 30 minutes, then after 2, 5, 10, 14, 20 and 24 hours, in all for three days.</p>
<ul>
<li>After five failures in a row your other messages wait. One at a time we try whether the server works again: after 5 seconds, 1, 5 and 15 minutes, then every half an hour. When it does, everything that waited is sent in the order in which it came.</li>
<li>If your answer asks for a pause by <code>Retry-After</code>, we keep to it.</li>
<li>Messages of one device arrive in order. A message that keeps failing holds up the others for 15 minutes at most.</li>
<li>A message may come twice, for example when your answer was lost. You know it by its <code>webhook-id</code>.</li>
<li>What could not be delivered in three days stays stored, and once a day we try whether your server works again. Sending the form again makes us try at once.</li>
</ul>
<!--mail--><p>We write an e-mail when a webhook has failed for an hour, when it is paused, and when it works again; at most one of a kind a day.</p><!--/mail-->
)html"},
    {"failures", "What each failure means", R"html(
<dl>
<dt id="cause-status">Your server answered with an error</dt><dd><b>400, 413, 415, 422</b>: it does not like this very message; the others go on. <b>401, 403</b>: it wants a sign-in, or refuses our requests. <b>404</b>: there is nothing at this path, or your flow is switched off. <b>410</b>: it wants nothing any more, so we pause the webhook. <b>429</b>: too fast; we slow down. <b>5xx</b>: something broke there, see its log.</dd>
<dt id="cause-redirect">Your server answered with a redirect</dt><dd>We follow none. Change the Webhook URL to the new address. Google Apps Script is the exception: its 302 means that the script has run, unless it leads to a sign-in; then allow access to <i>Anyone</i>.</dd>
<dt id="cause-name_not_found">Nobody knows that name</dt><dd>DNS has no address for the name of the server. Check its spelling.</dd>
<dt id="cause-name_failed">The name could not be looked up</dt><dd>The name servers of your domain did not answer. Mostly it passes.</dd>
<dt id="cause-address_refused">The address is not public</dt><dd>The name leads to a private network, which we do not send to.</dd>
<dt id="cause-connect_refused">The connection was refused</dt><dd>The computer is there, but nothing listens on that port. Does your program run?</dd>
<dt id="cause-connect_timeout">No connection came about</dt><dd>Nobody answered within five seconds. Often a firewall, or a router without port forwarding.</dd>
<dt id="cause-connect_failed">There is no way to the address</dt><dd>The network of your server cannot be reached.</dd>
<dt id="cause-tls_expired">The certificate has expired</dt><dd>Renew it, and see that it renews itself.</dd>
<dt id="cause-tls_wrong_name">The certificate is for another name</dt><dd>It must name the server as the Webhook URL does.</dd>
<dt id="cause-tls_self_signed">The certificate is signed by itself</dt><dd>Get one that everybody trusts, for example from Let’s Encrypt.</dd>
<dt id="cause-tls_untrusted">The certificate is not trusted</dt><dd>Mostly the intermediate certificate is missing: install the full chain.</dd>
<dt id="cause-tls_failed">The encrypted connection failed</dt><dd>Your server must speak TLS 1.2 or 1.3.</dd>
<dt id="cause-closed">The connection ended without an answer</dt><dd>Your program probably crashed, or forgot to send headers.</dd>
<dt id="cause-timeout">No answer within 30 seconds</dt><dd>Store the message, answer, and do the rest afterwards. In Node-RED add an <i>http response</i> node.</dd>
<dt id="cause-bad_answer">The answer was no HTTP</dt><dd>Something else listens on that port, or the headers of the answer are too large.</dd>
<dt id="cause-url_refused">The Webhook URL is not allowed any more</dt><dd>The rules for addresses changed. Send the form with another one.</dd>
<dt id="cause-inbox_gone">The test inbox is gone</dt><dd>Inboxes that nobody uses make room for others. Create a new one and change the Webhook URL.</dd>
</dl>
)html"},
    {"receivers", "Receivers and examples", R"html(
<p>Each example takes our requests as they are. Those for Python, Node.js and PHP check the signature.</p>
<dl>
<dt><a href="/help/examples/google_apps_script.gs">Google Apps Script, Google Sheets</a></dt><dd>Deploy as a web app with access for <i>Anyone</i>, and use the address that ends in <code>/exec</code>.</dd>
<dt><a href="/help/examples/node_red.json">Node-RED</a></dt><dd>Import the flow. An <i>http in</i> node needs an <i>http response</i> node, or we wait in vain.</dd>
<dt><a href="/help/examples/home_assistant.yaml">Home Assistant</a></dt><dd>A webhook trigger with <code>local_only: false</code>. It answers 200 to unknown addresses too, so check the address if nothing happens.</dd>
<dt><a href="/help/examples/n8n.json">n8n</a></dt><dd>Import the workflow, switch it on, and use the <i>production</i> URL: the test URL lives for two minutes.</dd>
<dt><a href="/help/examples/php.php">PHP</a></dt><dd>One file for any web hosting.</dd>
<dt><a href="/help/examples/python_flask.py">Python, Flask</a></dt><dd>Runs behind any WSGI server.</dd>
<dt><a href="/help/examples/node_express.mjs">Node.js, Express</a></dt><dd>Mind the order: the signature needs the bytes before they are parsed.</dd>
<dt><a href="/help/examples/esp32.ino">Arduino, ESP32</a></dt><dd>Needs a port that is forwarded to the board.</dd>
</dl>
)html"},
};

}  // namespace

std::span<const HelpSection> help_en() noexcept
{
    return kEnglishSections;
}

}  // namespace mysigfox::pages
