// The English texts.
#include "pages/texts.hpp"

namespace mysigfox::pages {
namespace {

constexpr Entry kEnglish[] = {
    {Text::description, "The messages of your Sigfox devices, on your server."},
    {Text::skip_to_content, "Skip to content"},
    {Text::language_navigation, "Language"},
    {Text::other_language, "Čeština"},
    {Text::link_home, "Home"},
    {Text::link_form, "Register a device"},
    {Text::link_inbox, "Test inbox"},
    {Text::link_help, "Help"},
    {Text::error_prefix, "Error: "},

    {Text::form_title, "Register a new device"},
    {Text::form_lead,
     "The device ID and the token came with your Sigfox module. Please fill in all four fields."},
    {Text::form_change, "Only want to change the Webhook URL? Fill in and send the form again."},
    {Text::summary_title, "There is something to correct"},
    {Text::label_device, "Device ID"},
    {Text::hint_device, "Digits and letters A to F, for example 21DF4E."},
    {Text::label_token, "Token"},
    {Text::hint_token, "The ten letters that came with the module, for example AUBECJFQTC."},
    {Text::label_email, "E-mail"},
    {Text::hint_email, "The address the module was ordered with, for example jane@example.com."},
    {Text::label_webhook_url, "Webhook URL"},
    {Text::hint_webhook_url,
     "We POST every message of the device to this address, for example "
     "https://example.com/sigfox."},
    {Text::submit_form, "Register"},
    {Text::inbox_question, "No server yet?"},
    {Text::inbox_invitation, "Create a test inbox"},

    {Text::registered_title, "Device {} is registered"},
    {Text::changed_title, "The details of device {} are changed"},
    {Text::unchanged_title, "Nothing changed for device {}"},
    {Text::registered_lead, "We send the messages of this device to your address."},
    {Text::url_changed, "The Webhook URL is changed: messages go to the new address."},
    {Text::email_changed, "The e-mail address is changed."},
    {Text::unchanged_lead,
     "The device was already registered with the same details. Its messages keep coming."},
    {Text::waiting_one, "{} message was waiting and is being sent now."},
    {Text::waiting_few, "{} messages were waiting and are being sent now."},
    {Text::waiting_many, "{} messages were waiting and are being sent now."},
    {Text::warning_title, "Please note"},
    {Text::plain_http_warning,
     "The address begins with http://, so messages cross the internet unencrypted and anybody on "
     "the way can read them. We recommend https://. Certificates are free at Let’s Encrypt."},
    {Text::secret_title, "Signing secret"},
    {Text::secret_use,
     "By this your server can tell that a request really comes from MySigfox (field "
     "webhook-signature, Standard Webhooks). Keep it: it is not shown here again."},
    {Text::next_title, "What next"},
    {Text::next_step,
     "Send a test message from the device. Your server gets it as JSON a moment later."},
    {Text::link_change_again, "Change the details or register another device"},

    {Text::new_inbox_title, "Test inbox"},
    {Text::new_inbox_lead,
     "An inbox takes whatever is sent to it and shows it to you. So you can see the messages of "
     "your device before you have a server of your own."},
    {Text::new_inbox_how,
     "It gets two addresses: one to send messages to, and one to read them at."},
    {Text::new_inbox_bounds,
     "It keeps the last 100 requests and disappears after a week without use."},
    {Text::submit_inbox, "Create an inbox"},
    {Text::inbox_title, "Your test inbox"},
    {Text::inbox_write_url, "Address for messages"},
    {Text::inbox_write_hint, "Put it into the form as the Webhook URL."},
    {Text::inbox_read_url, "Address for reading"},
    {Text::inbox_read_hint, "Keep this page. Whoever knows its address can read the messages too."},
    {Text::inbox_refresh_note, "This page refreshes itself every 10 seconds."},
    {Text::inbox_refresh, "Refresh now"},
    {Text::inbox_empty, "Nothing has come yet."},
    {Text::inbox_try, "Try it from the command line:"},
    {Text::inbox_requests, "Received requests"},
    {Text::inbox_query, "Query"},
    {Text::inbox_fields, "Headers"},
    {Text::inbox_body, "Body"},
    {Text::inbox_body_hex, "Body (not text, so in hexadecimal)"},
    {Text::inbox_body_raw, "Body as it came"},
    {Text::inbox_payload, "Bytes of the field data"},
    {Text::inbox_payload_hex, "Hexadecimal"},
    {Text::inbox_payload_unsigned, "Unsigned"},
    {Text::inbox_payload_signed, "Signed"},
    {Text::inbox_payload_float_big, "Float, high byte first"},
    {Text::inbox_payload_float_little, "Float, low byte first"},
    {Text::inbox_payload_text, "Text"},
    {Text::inbox_live, "New requests appear here by themselves."},
    {Text::inbox_arrived, "A new request has come."},
    {Text::inbox_answer, "What the inbox answers"},
    {Text::inbox_answer_hint, "See what we do when your server fails."},
    {Text::inbox_answer_200, "200: taken"},
    {Text::inbox_answer_500, "500: server error"},
    {Text::inbox_answer_302, "302: redirect to another place"},
    {Text::inbox_answer_410, "410: nothing wanted any more"},
    {Text::inbox_answer_429, "429: too fast, try again in a minute"},
    {Text::inbox_answer_slow, "200, but after 10 seconds"},
    {Text::inbox_answer_submit, "Set the answer"},
    {Text::inbox_no_body, "No body."},
    {Text::inbox_shortened,
     "Shortened. All of it is at the same address as JSON (Accept: application/json)."},
    {Text::inbox_more_one, "And {} older request."},
    {Text::inbox_more_few, "And {} older requests."},
    {Text::inbox_more_many, "And {} older requests."},

    {Text::unsubscribe_title, "Letters from MySigfox"},
    {Text::unsubscribe_ask,
     "Do you want no more letters about your devices and webhooks? About changes that concern "
     "their safety we go on writing."},
    {Text::unsubscribe_submit, "Send no more"},
    {Text::unsubscribe_done, "Done. We send no more letters."},
    {Text::unsubscribe_back, "Send them after all"},
    {Text::unsubscribe_taken_back, "We go on sending letters."},

    {Text::help_title, "Help"},
    {Text::help_lead,
     "From the registration of a device to your server: what we send, what we do when it fails, "
     "and how to try it out."},
    {Text::help_contents, "Contents"},
    {Text::help_no_mail, "This service sends no e-mail."},

    {Text::front_title, "Messages from Sigfox to your server"},
    {Text::front_lead,
     "MySigfox passes every message that your device sends to the Sigfox network on to an address "
     "of your choice."},
    {Text::front_form,
     "Register a device and give the address of your server. The same form changes it at any "
     "time."},
    {Text::front_inbox, "See the messages without a server of your own."},

    {Text::error_403_title, "The form came from elsewhere"},
    {Text::error_403,
     "The request did not come from our pages, so we refused it. Please open the form again and "
     "send it from here."},
    {Text::error_404_title, "There is no such page"},
    {Text::error_404,
     "There is nothing at this address. Check that it is complete. A test inbox disappears after a "
     "week without use."},
    {Text::error_415_title, "We cannot read this"},
    {Text::error_415,
     "The form came in a shape that we cannot read. Please open it again and send it from here."},
    {Text::error_429_title, "Too many tries"},
    {Text::error_429, "Please wait a while and try again."},
    {Text::error_503_title, "Not possible right now"},
    {Text::error_503,
     "The service cannot store anything at the moment. Please try again in a minute."},
    {Text::error_other_title, "Something went wrong"},
    {Text::error_other, "We did not understand the request. Please try again."},

    {Text::mistake_device_empty, "Enter the device ID."},
    {Text::mistake_device_invalid,
     "A device ID has one to eight characters: digits and letters A to F."},
    {Text::mistake_token_empty, "Enter the token."},
    {Text::mistake_token_invalid, "A token has ten letters, A to Z, and no digits."},
    {Text::mistake_email_empty, "Enter your e-mail address."},
    {Text::mistake_email_invalid, "Enter an e-mail address like name@example.com."},
    {Text::mistake_wrong_combination,
     "Device ID, token and e-mail do not belong together. Check them against what came with your "
     "module."},
    {Text::mistake_too_many_tries, "Too many tries. Wait a minute and try again."},
    {Text::mistake_storage, "We could not store this right now. Please try again in a minute."},

    {Text::url_empty, "Enter the Webhook URL."},
    {Text::url_too_long, "The Webhook URL is too long. It may have at most 2048 characters."},
    {Text::url_bad_character,
     "The Webhook URL has a character that cannot stand there: a space, an accented letter, a "
     "quote or a bracket. Write it as % and two hexadecimal digits."},
    {Text::url_no_scheme, "The Webhook URL must begin with https:// or http://."},
    {Text::url_other_scheme, "We only send to addresses that begin with https:// or http://."},
    {Text::url_credentials,
     "A Webhook URL cannot have a name and password before an @. Add your secret as a parameter, "
     "for example ?key=…"},
    {Text::url_fragment,
     "Leave the # and everything behind it out of the Webhook URL: it never reaches a server."},
    {Text::url_bad_host,
     "Check the name of the server in the Webhook URL, for example example.com."},
    {Text::url_single_label,
     "Give the whole name of the server with its domain, for example server.example.com."},
    {Text::url_internal_name,
     "This name only works in a local network. Enter an address that the internet can reach."},
    {Text::url_odd_ip_spelling,
     "Write the IP address as four numbers with dots, for example 203.0.113.7."},
    {Text::url_private_address, "The internet cannot reach this IP address. Enter a public one."},
    {Text::url_non_ascii_host, "Give the name of the server in the form that begins with xn--."},
    {Text::url_bad_port, "The port in the Webhook URL must be a number from 1 to 65535."},
    {Text::url_port_not_allowed,
     "We do not send to this port. Use 443, 80, or one from 1024 up that belongs to no other "
     "service."},
    {Text::url_own_address,
     "This address is our own. Enter the address of your server, or the address for messages of a "
     "test inbox."},
};

}  // namespace

std::span<const Entry> texts_en() noexcept
{
    return kEnglish;
}

}  // namespace mysigfox::pages
