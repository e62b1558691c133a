// Lets people in, and tells nobody whether a device or an address exists.
#include "api/device_door.hpp"

#include "api/answers.hpp"
#include "api/fleet_deeds.hpp"
#include "mysigfox/pages/pages.hpp"

#include <spdlog/spdlog.h>

namespace mysigfox::api {
namespace {

constexpr std::uint64_t kMaxDoorForm = 4'096;

using pages::Note;
using pages::Notice;

std::string value(const Form& form, std::string_view name)
{
    return http::form_value(form, name).value_or("");
}

/// Spaces and dashes are what people type.
std::string without_dashes(std::string text)
{
    std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '\t'; });
    return text;
}

class Door {
public:
    Door(std::shared_ptr<DeviceDesk> desk, Language language)
        : desk_(std::move(desk)), language_(language), deeds_(desk_->rooms())
    {
    }

    Task<http::Response> sign_in(const http::Request& request) const
    {
        const Form form = http::parse_form(request.body);
        const Visitor visitor = desk_->visitor(request.head, language_);
        pages::SignInView view;
        view.device = value(form, "device");
        const auto device = DeviceId::parse(without_dashes(view.device));
        const auto token = Token::parse(value(form, "token"));
        if (!device || !token) co_return refuse(visitor, std::move(view), Note::wrong_sign_in, 400);
        if (!desk_->may_guess(visitor, *device)) {
            co_return refuse(visitor, std::move(view), Note::too_many_tries, 429);
        }
        const auto holder = desk_->rooms().reader.holder(*device, *token);
        if (!holder) {
            spdlog::info("device page: wrong combination for {}", device->str());
            co_return refuse(visitor, std::move(view), Note::wrong_sign_in, 403);
        }
        desk_->was_no_guess(visitor, *device);
        if (holder->owner == kNobody) {
            co_return refuse(visitor, std::move(view), Note::not_registered, 200);
        }
        const SignedIn who{holder->owner, device, holder->proof};
        std::string rest = "/show/" + device->str();
        co_return co_await desk_->let_in(who, language_, std::move(rest));
    }

    Task<http::Response> sign_out(const http::Request& request) const
    {
        const Form form = http::parse_form(request.body);
        const Visitor visitor = desk_->visitor(request.head, language_);
        Note note = Note::signed_out;
        if (desk_->is_genuine(visitor, form)) {
            const auto out = co_await desk_->rooms().customers.sign_out(visitor.cookie);
            if (!out) {
                spdlog::warn("device page: sign-out not stored: {}", out.error().detail);
                note = Note::storage;
            }
        }
        http::Response response = desk_->to_door(language_, note);
        desk_->forget_cookie(response);
        co_return response;
    }

    /// The answer is the same whoever asks about whom.
    Task<http::Response> mail_link(const http::Request& request) const
    {
        const Form form = http::parse_form(request.body);
        const Visitor visitor = desk_->visitor(request.head, language_);
        const auto email = EmailAddress::parse(value(form, "email"));
        if (!email) co_return refuse(visitor, {}, Note::email_invalid, 400);
        if (!may_mail("from " + visitor.source)) {
            co_return refuse(visitor, {}, Note::too_many_tries, 429);
        }
        const bool may_go = may_mail("to " + email->key());
        const auto customer = desk_->rooms().reader.customer(*email);
        if (may_go && customer) {
            send_link(*customer, mail::Occasion::sign_in, MailedLink{customer->id, {}});
        }
        co_return desk_->to_door(language_, Note::mail_on_its_way);
    }

    Task<http::Response> mail_new_token(const http::Request& request) const
    {
        const Form form = http::parse_form(request.body);
        const Visitor visitor = desk_->visitor(request.head, language_);
        const auto device = DeviceId::parse(without_dashes(value(form, "lost-device")));
        if (!device) {
            pages::SignInView view;
            view.notice = {Note::url, 0,
                           pages::sentence(pages::FormMistake::device_invalid, language_)};
            co_return desk_->sign_in(visitor, view, 400);
        }
        if (!may_mail("from " + visitor.source)) {
            co_return refuse(visitor, {}, Note::too_many_tries, 429);
        }
        const bool may_go = may_mail("for " + device->str());
        const CustomerId owner = desk_->rooms().reader.owner(*device);
        const auto customer = desk_->rooms().reader.customer(owner);
        if (may_go && customer) {
            send_link(*customer, mail::Occasion::lost_token, MailedLink{owner, device});
        }
        co_return desk_->to_door(language_, Note::mail_on_its_way);
    }

    Task<http::Response> show_link(const http::Request& request) const
    {
        const std::string code = value(http::parse_form(request.head.query), "code");
        const auto link = desk_->rooms().links.find(code, desk_->now());
        if (!link) co_return desk_->to_door(language_, Note::link_over);
        pages::LinkView view{code, {}};
        if (link->new_token_for) view.device = link->new_token_for->str();
        co_return page_response(200, pages::link_page(language_, view));
    }

    Task<http::Response> follow_link(const http::Request& request) const
    {
        const std::string code = value(http::parse_form(request.body), "code");
        const auto link = desk_->rooms().links.take(code, desk_->now());
        if (!link) co_return desk_->to_door(language_, Note::link_over);
        if (!link->new_token_for) {
            const SignedIn who{link->customer, {}, {}};
            std::string rest;
            co_return co_await desk_->let_in(who, language_, std::move(rest));
        }
        co_return co_await make_token(*link->new_token_for, link->customer);
    }

    Task<http::Response> show_email(const http::Request& request) const
    {
        const std::string code = value(http::parse_form(request.head.query), "code");
        const auto change = desk_->rooms().email_changes.find(code, desk_->now());
        if (!change) co_return desk_->to_door(language_, Note::link_over);
        const pages::ConfirmEmailView view{code, change->to.str()};
        co_return page_response(200, pages::confirm_email_page(language_, view));
    }

    Task<http::Response> confirm_email(const http::Request& request) const
    {
        const std::string code = value(http::parse_form(request.body), "code");
        const auto change = desk_->rooms().email_changes.take(code, desk_->now());
        const bool is_in_force = change && desk_->still_holds(change->by);
        if (!is_in_force) co_return desk_->to_door(language_, Note::link_over);
        const auto done = co_await deeds_.readdress(change->fleet, change->to);
        if (!done) co_return desk_->to_door(language_, Note::link_over);
        co_return desk_->to_door(language_,
                                 done->has_moved ? Note::email_moved : Note::email_changed);
    }

private:
    Task<http::Response> make_token(DeviceId device, CustomerId customer) const
    {
        const DeviceRooms& rooms = desk_->rooms();
        const auto token = co_await rooms.customers.renew_token(device, customer, desk_->now());
        if (!token) co_return desk_->to_door(language_, Note::link_over);
        if (const auto record = rooms.reader.customer(customer)) {
            desk_->write(*record, mail::Occasion::token_changed, {{"device", device.str()}});
        }
        pages::NewSecretView view{pages::SecretKind::token, device.str(), token->reveal(), {}};
        view.back = '/' + std::string{to_string(language_)} + "/device";
        co_return page_response(200, pages::new_secret_page(language_, view));
    }

    http::Response refuse(const Visitor& visitor, pages::SignInView view, Note note,
                          int status) const
    {
        view.notice.note = note;
        return desk_->sign_in(visitor, std::move(view), status);
    }

    bool may_mail(const std::string& key) const
    {
        return desk_->rooms().mails.try_spend(key, desk_->now());
    }

    void send_link(const storage::CustomerRecord& to, mail::Occasion occasion,
                   const MailedLink& link) const
    {
        if (!desk_->rooms().letters.is_open()) return;
        const std::string code = desk_->rooms().links.issue(link, desk_->now());
        std::vector<std::pair<std::string, std::string>> facts;
        if (link.new_token_for) facts.emplace_back("device", link.new_token_for->str());
        facts.emplace_back("link", desk_->public_url() + '/' + std::string{to_string(to.language)} +
                                       "/device/link?code=" + code);
        desk_->write(to, occasion, std::move(facts));
    }

    std::shared_ptr<DeviceDesk> desk_;
    Language language_;
    FleetDeeds deeds_;
};

}  // namespace

void add_door_routes(http::Router& router, const std::shared_ptr<DeviceDesk>& desk,
                     Language language)
{
    const auto door = std::make_shared<Door>(desk, language);
    const std::string base = '/' + std::string{to_string(language)} + "/device";
    using Handle = Task<http::Response> (Door::*)(const http::Request&) const;
    const auto add = [&](const std::string& rest, const char* method, Handle handle) {
        http::Route route;
        route.path = base + rest;
        route.methods = {method};
        route.body_limit = kMaxDoorForm;
        route.admit = [desk, language](const http::RequestHead& head) {
            return desk->admit(head, language);
        };
        route.handle = [door, handle](const http::Request& request) {
            return ((*door).*handle)(request);
        };
        router.add(std::move(route));
    };
    add("", "POST", &Door::sign_in);
    add("/sign-out", "POST", &Door::sign_out);
    add("/mail", "POST", &Door::mail_link);
    add("/lost", "POST", &Door::mail_new_token);
    add("/link", "GET", &Door::show_link);
    add("/link", "POST", &Door::follow_link);
    add("/confirm", "GET", &Door::show_email);
    add("/confirm", "POST", &Door::confirm_email);
}

}  // namespace mysigfox::api
