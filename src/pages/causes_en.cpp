// What came of an attempt, in English.
#include "pages/causes.hpp"

namespace mysigfox::pages {

const CauseTexts kCausesEn{
    .delivered = {"Your server took the message.", ""},
    .refuses_message = {"Your server answered that it does not want this message.",
                        "Look at the beginning of its answer below: usually it expects other "
                        "fields or another format. You can choose the format in the settings."},
    .unauthorized = {"Your server refused us access.",
                     "It wants a password or a key. Add it in the settings as an own header or as "
                     "basic credentials, or as a parameter of the Webhook URL."},
    .not_found =
        {"Your server knows no such path.",
         "Check the path of the Webhook URL, that is what stands behind the server's name, "
         "letter by letter."},
    .method = {"Your server does not accept POST at this path.",
               "We always send POST. Allow it there, or use the address of a script that takes "
               "it."},
    .gone = {"Your server answered 410: this address is gone for good.",
             "We have stopped sending. Change the Webhook URL, or resume when the address works "
             "again."},
    .too_fast = {"Your server asked us to wait.",
                 "It takes fewer requests than come. We keep the messages and go on when it says "
                 "so."},
    .server_error = {"Something went wrong inside your server.",
                     "Look into its error log at this time. We try again by ourselves."},
    .other_status = {"Your server answered with a status that means no success.",
                     "A success is any status from 200 to 299. Look at the beginning of its answer "
                     "below."},
    .redirect = {"Your server sent us on to another address, which we do not follow.",
                 "Use the final address as the Webhook URL; often only https:// or a slash at the "
                 "end is missing."},
    .google_sign_in = {"The Google script wants us to sign in.",
                       "Deploy the script again with access for “Anyone”, and use the new address "
                       "that ends in /exec."},
    .name_not_found = {"There is no server of this name.",
                       "Check the spelling of the server's name and whether the domain is still "
                       "registered."},
    .name_failed = {"The name of your server could not be looked up.",
                    "The name servers of your domain did not answer. That often passes by itself; "
                    "if not, ask whoever runs your domain."},
    .address_refused = {"The server's name leads to an address that is not on the public internet.",
                        "We only send to public addresses. Check the DNS records of the name, also "
                        "the IPv6 one (AAAA)."},
    .connect_refused = {"Nothing listens at this address and port.",
                        "Is the server running, and is the port in the Webhook URL the right "
                        "one?"},
    .connect_timeout = {"The server did not answer our attempt to connect.",
                        "A firewall usually is in the way. Allow connections from the internet to "
                        "this port."},
    .connect_failed = {"The server cannot be reached over the network.",
                       "Check whether it is on line. If its name has an IPv6 address, that must "
                       "work as well."},
    .tls_expired = {"The server's certificate has expired, or is not valid yet.",
                    "Renew it; with Let's Encrypt check why the automatic renewal failed."},
    .tls_wrong_name = {"The server's certificate is for another name.",
                       "Use the name that stands in the certificate, or have one issued for this "
                       "name."},
    .tls_self_signed = {"The server's certificate is signed by itself.",
                        "Nobody can tell it from a forged one. Get one from an authority; Let's "
                        "Encrypt gives them away."},
    .tls_untrusted = {"The server's certificate is from an authority we do not know.",
                      "Usually the intermediate certificate is missing: let the server send the "
                      "full chain (fullchain.pem)."},
    .tls_failed = {"No secure connection could be agreed on.",
                   "The server must speak TLS 1.2 or newer on this port. Is it perhaps a port for "
                   "http://?"},
    .closed = {"The connection ended before the answer was complete.",
               "The server or something in front of it closed it. Look into its error log at this "
               "time."},
    .timeout = {"The answer did not come in time.",
                "Answer first, with 200, and do the work afterwards."},
    .bad_answer = {"What came back is not a proper HTTP answer.",
                   "Check whether a web server really listens on this port."},
    .url_refused = {"The Webhook URL no longer passes our rules.",
                    "Change it to a public address that begins with https:// or http://."},
    .cut = {"We were just restarting, so the attempt was broken off.",
            "It does not count. The message is sent again by itself."},
    .inbox_gone = {"The test inbox does not exist any more.",
                   "Inboxes vanish when they are not used. Create a new one, or enter the address "
                   "of your own server."},
};

}  // namespace mysigfox::pages
