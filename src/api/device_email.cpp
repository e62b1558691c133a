// Another e-mail address: asked for, and confirmed by whoever reads what is sent there.
#include "api/device_settings.hpp"
#include "mysigfox/base/secret.hpp"

#include <string>
#include <utility>

namespace mysigfox::api {
namespace {

constexpr int kBadAddress = 400;

pages::Notice said(pages::Note note)
{
    return {note, 0, {}};
}

}  // namespace

/// Whoever came by a token proves that he is the one on file, unless the form asks for less.
bool SettingsDeeds::is_confirmed(const Order& order) const
{
    if (!order.visitor.in->device || desk_->rooms().rooms.rules()->may_replace_email) return true;
    const auto present = EmailAddress::parse(order.value("present"));
    const auto on_file = desk_->rooms().reader.customer(order.fleet.owner);
    return present && on_file && equals_in_constant_time(present->key(), on_file->email.key());
}

Task<http::Response> SettingsDeeds::change_email(const Order& order) const
{
    auto email = EmailAddress::parse(order.value("email"));
    if (!email) co_return desk_->refuse(order, said(pages::Note::email_invalid), kBadAddress);
    if (order.device()) {
        if (!desk_->desk().may_guess(order.visitor, *order.device())) {
            co_return desk_->refuse(order, said(pages::Note::too_many_tries), 429);
        }
        if (!is_confirmed(order))
            co_return desk_->refuse(order, said(pages::Note::wrong_email), 403);
        desk_->desk().was_no_guess(order.visitor, *order.device());
    }
    const auto on_file = desk_->rooms().reader.customer(order.fleet.owner);
    const bool is_another = !on_file || on_file->email.key() != email->key();
    if (is_another && desk_->rooms().letters.is_open()) co_return confirm_email(order, *email);
    const auto done = co_await desk_->deeds().readdress(order.fleet, std::move(*email));
    if (!done) co_return desk_->failed(order, done.error());
    if (!done->has_moved) co_return desk_->saved(order, pages::Note::email_saved);
    co_return desk_->desk().to_door(order.visitor.language, pages::Note::email_moved);
}

/// Nothing changes before somebody there says that the address is his.
http::Response SettingsDeeds::confirm_email(const Order& order, const EmailAddress& to) const
{
    const DeviceRooms& rooms = desk_->rooms();
    const auto customer = rooms.reader.customer(order.fleet.owner);
    if (!customer) return desk_->desk().to_door(order.visitor.language, pages::Note::session_over);
    const bool may_go = rooms.mails.try_spend("from " + order.visitor.source, desk_->now()) &&
                        rooms.mails.try_spend("to " + to.key(), desk_->now());
    if (!may_go) return desk_->refuse(order, said(pages::Note::too_many_tries), 429);
    rooms.email_changes.revoke_if([&order](const EmailChange& other) {
        return other.fleet.owner == order.fleet.owner && other.fleet.only == order.fleet.only;
    });
    const std::string code =
        rooms.email_changes.issue({*order.visitor.in, order.fleet, to}, desk_->now());
    const std::size_t devices = order.device() ? 1 : rooms.reader.count_devices(order.fleet.owner);
    const std::string language{to_string(customer->language)};
    rooms.letters.put(
        {mail::Occasion::email_confirm,
         to,
         customer->language,
         {FleetDeeds::fact_of(order.fleet, devices),
          {"link", desk_->desk().public_url() + '/' + language + "/device/confirm?code=" + code}}},
        desk_->now());
    return desk_->saved(order, pages::Note::email_waiting);
}

}  // namespace mysigfox::api
