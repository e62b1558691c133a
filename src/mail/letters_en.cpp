// The letters in English.
#include "mail/letter_texts.hpp"

namespace mysigfox::mail {
namespace {

constexpr LetterText kEnglishLetters[] = {
    {Occasion::welcome, "Device {device} is registered",
     "Hello,\n"
     "\n"
     "your device {device} is registered. Its messages go to\n"
     "\n"
     "    {url}\n"
     "\n"
     "Here you see its messages and what became of them:\n"
     "    {link}\n"
     "How it all works:\n"
     "    {help}\n"},
    {Occasion::sign_in, "Sign in to MySigfox",
     "Hello,\n"
     "\n"
     "with this link you see your devices:\n"
     "\n"
     "    {link}\n"
     "\n"
     "It works once, within 15 minutes. If you did not ask for it, you need do nothing.\n"},
    {Occasion::lost_token, "A new token for device {device}",
     "Hello,\n"
     "\n"
     "somebody asked for a new token of device {device}. This link makes one:\n"
     "\n"
     "    {link}\n"
     "\n"
     "It works once, within 15 minutes. If it was not you, you need do nothing: the old token "
     "stays.\n"},
    {Occasion::webhook_failing, "Your server does not take messages of device {device}",
     "Hello,\n"
     "\n"
     "for an hour we could not deliver the messages of device {device} to\n"
     "\n"
     "    {url}\n"
     "\n"
     "The reason: {cause}\n"
     "\n"
     "The messages are safe: they wait, and we keep trying. The next try is at {next}.\n"
     "What the reason means, and what to do:\n"
     "    {help}\n"},
    {Occasion::webhook_paused, "Messages of device {device} are paused",
     "Hello,\n"
     "\n"
     "we have stopped sending the messages of device {device} to\n"
     "\n"
     "    {url}\n"
     "\n"
     "The reason: {cause}\n"
     "\n"
     "The messages are kept. When your server is ready, send the form again, with the same "
     "address or another one:\n"
     "    {form}\n"},
    {Occasion::webhook_recovered, "Your server takes messages of device {device} again",
     "Hello,\n"
     "\n"
     "messages of device {device} arrive again at\n"
     "\n"
     "    {url}\n"
     "\n"
     "Messages that had waited and were sent now: {late}.\n"},
    {Occasion::device_silent, "Nothing heard of device {device}",
     "Hello,\n"
     "\n"
     "device {device} sends more often as a rule. The last message came at {since}.\n"
     "Is its battery empty, or has it been moved?\n"},
    {Occasion::webhook_changed, "The webhook of device {device} was changed",
     "Hello,\n"
     "\n"
     "the messages of device {device} go to another address now:\n"
     "the messages of {devices} devices of yours go to another address now:\n"
     "\n"
     "    {url}\n"
     "\n"
     "If that was not you, send the form again with the right address:\n"
     "    {form}\n",
     "The webhook of your devices was changed ({devices})"},
    {Occasion::email_changed, "Device {device} has another e-mail address",
     "Hello,\n"
     "\n"
     "device {device} belongs to another e-mail address now. You get no more letters about it.\n"
     "{devices} devices of yours belong to another e-mail address now. You get no more letters "
     "about them.\n"
     "\n"
     "If that was not you, somebody else knows the token of the device: send the form again:\n"
     "    {form}\n",
     "Your devices have another e-mail address ({devices})"},
    {Occasion::token_changed, "Device {device} has a new token",
     "Hello,\n"
     "\n"
     "a new token was made for device {device}; the old one is no longer valid.\n"
     "\n"
     "If that was not you, ask for another one:\n"
     "    {link}\n"},
    {Occasion::api_key_made, "A new API key: {key}",
     "Hello,\n"
     "\n"
     "an API key named {key} was made at {time}. A program that has it may do what you may do on "
     "the device page.\n"
     "It reaches device {device} alone.\n"
     "It reaches all your devices, {devices} at present.\n"
     "\n"
     "If that was not you, sign in and revoke the key, it is listed here:\n"
     "    {keys}\n"},
    {Occasion::api_key_revoked, "The API key {key} is revoked",
     "Hello,\n"
     "\n"
     "the API key named {key} was revoked at {time}. Programs that have it are turned away.\n"
     "It reached device {device} alone.\n"
     "It reached all your devices, {devices} at present.\n"
     "\n"
     "If that was not you, sign in, look at the other keys and make a new one:\n"
     "    {keys}\n"},
    {Occasion::email_confirm, "Confirm your address for device {device}",
     "Hello,\n"
     "\n"
     "letters about device {device} are to be sent to this address.\n"
     "letters about {devices} devices are to be sent to this address.\n"
     "\n"
     "If that is right, confirm it with this link:\n"
     "\n"
     "    {link}\n"
     "\n"
     "It works once, within 15 minutes. If you know nothing of it, you need do nothing: nothing "
     "changes.\n",
     "Confirm your address for your devices ({devices})"},
};

}  // namespace

std::span<const LetterText> letters_en() noexcept
{
    return kEnglishLetters;
}

}  // namespace mysigfox::mail
