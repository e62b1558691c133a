// Keys are listed, made and revoked within what the sign-in reaches.
#include "api/device_keys.hpp"

#include "api/answers.hpp"
#include "api/fleet_deeds.hpp"
#include "mysigfox/base/encoding.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace mysigfox::api {
namespace {

using pages::Note;
using pages::Notice;

constexpr std::uint64_t kMaxKeyForm = 4'096;
constexpr std::size_t kMostKeyName = 50;  // characters

/// What a person can read; nothing else says which key it is.
bool is_key_name(std::string_view name)
{
    if (name.empty() || !is_utf8(name)) return false;
    const auto is_control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    };
    const auto begins_character = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    };
    if (std::ranges::any_of(name, is_control)) return false;
    return std::ranges::count_if(name, begins_character) <=
           static_cast<std::ptrdiff_t>(kMostKeyName);
}

storage::Fleet fleet_of(const SignedIn& in)
{
    return {in.customer, in.device};
}

class KeyDesk {
public:
    KeyDesk(std::shared_ptr<DeviceDesk> desk, Language language)
        : desk_(std::move(desk)), language_(language)
    {
    }

    Task<http::Response> show(const http::Request& request) const
    {
        const Visitor visitor = desk_->visitor(request.head, language_);
        if (!visitor.in) co_return desk_->to_door(language_, Note::session_over);
        const Form query = http::parse_form(request.head.query);
        co_return page(visitor, notice_in(query));
    }

    Task<http::Response> change(const http::Request& request) const
    {
        const Visitor visitor = desk_->visitor(request.head, language_);
        const Form form = http::parse_form(request.body);
        if (!desk_->is_genuine(visitor, form)) {
            co_return desk_->to_door(language_, Note::session_over);
        }
        const std::string action = http::form_value(form, "action").value_or("");
        if (action == "make-key") co_return co_await make(visitor, form);
        if (action == "revoke-key") co_return co_await revoke(visitor, form);
        co_return error_response(404, language_);
    }

private:
    http::Response page(const Visitor& visitor, const Notice& notice, int status = 200,
                        std::string typed_name = {}) const
    {
        pages::KeysView view;
        view.in = desk_->signed_view(visitor, notice);
        if (visitor.in->device) view.device = visitor.in->device->str();
        view.typed_name = std::move(typed_name);
        const auto keys = desk_->rooms().reader.api_keys(fleet_of(*visitor.in));
        for (const storage::ApiKeyRecord& key : keys) {
            view.keys.push_back({static_cast<std::int64_t>(key.id), key.name,
                                 key.reach.only ? key.reach.only->str() : "", key.created,
                                 key.used});
        }
        return page_response(status, pages::keys_page(language_, view));
    }

    http::Response failed(const Visitor& visitor, const Error& error) const
    {
        if (error.code == Errc::unauthorized) {
            return desk_->to_door(language_, Note::session_over);
        }
        if (error.code == Errc::conflict) {
            return page(visitor, {Note::too_many_keys, 0, {}}, 409);
        }
        spdlog::warn("device page: key not stored: {}", error.detail);
        return page(visitor, {Note::storage, 0, {}}, 503);
    }

    Task<http::Response> make(const Visitor& visitor, const Form& form) const
    {
        storage::ApiKeyOrder order;
        order.reach = fleet_of(*visitor.in);
        order.proof = visitor.in->proof;
        const std::string typed = http::form_value(form, "name").value_or("");
        order.name = trimmed(typed);
        if (!is_key_name(order.name)) {
            co_return page(visitor, {Note::key_name_invalid, 0, {}}, 400,
                           is_utf8(typed) ? typed : std::string{});
        }
        const auto key = co_await desk_->rooms().customers.make_api_key(order, desk_->now());
        if (!key) co_return failed(visitor, key.error());
        tell(order.reach, mail::Occasion::api_key_made, order.name);
        pages::NewSecretView view;
        view.kind = pages::SecretKind::api_key;
        view.secret = key->reveal();
        view.back = '/' + std::string{to_string(language_)} + "/device/keys";
        co_return page_response(200, pages::new_secret_page(language_, view));
    }

    Task<http::Response> revoke(const Visitor& visitor, const Form& form) const
    {
        const std::string text = http::form_value(form, "id").value_or("");
        std::int64_t id = 0;
        std::from_chars(text.data(), text.data() + text.size(), id);
        const storage::Fleet fleet = fleet_of(*visitor.in);
        const auto keys = desk_->rooms().reader.api_keys(fleet);
        const auto known =
            std::ranges::find(keys, storage::ApiKeyId{id}, &storage::ApiKeyRecord::id);
        const auto done =
            co_await desk_->rooms().customers.revoke_api_key(fleet, storage::ApiKeyId{id});
        if (done && known != keys.end()) {
            tell(known->reach, mail::Occasion::api_key_revoked, known->name);
        }
        // One that is gone already is what was asked for.
        const bool is_gone = done || done.error().code == Errc::not_found;
        if (!is_gone) co_return failed(visitor, done.error());
        co_return desk_->to(language_, "/keys", Note::key_revoked);
    }

    /// Whoever makes and revokes again and again shall not fill a letterbox; he was told of.
    void tell(const storage::Fleet& reach, mail::Occasion occasion, const std::string& name) const
    {
        const DeviceRooms& rooms = desk_->rooms();
        const auto owner = static_cast<std::int64_t>(reach.owner);
        const std::string whom = "keys of " + std::to_string(owner);
        const auto customer = rooms.reader.customer(reach.owner);
        if (!customer || !rooms.mails.try_spend(whom, desk_->now())) return;
        const std::size_t devices = rooms.reader.count_devices(reach.owner);
        desk_->write(*customer, occasion, {{"key", name}, FleetDeeds::fact_of(reach, devices)});
    }

    std::shared_ptr<DeviceDesk> desk_;
    Language language_;
};

}  // namespace

void add_key_routes(http::Router& router, const std::shared_ptr<DeviceDesk>& desk,
                    Language language)
{
    const auto keys = std::make_shared<KeyDesk>(desk, language);
    http::Route route;
    route.path = '/' + std::string{to_string(language)} + "/device/keys";
    route.body_limit = kMaxKeyForm;
    route.admit = [desk, language](const http::RequestHead& head) {
        return desk->admit(head, language);
    };
    route.methods = {"GET"};
    route.handle = [keys](const http::Request& request) { return keys->show(request); };
    router.add(route);
    route.methods = {"POST"};
    route.handle = [keys](const http::Request& request) { return keys->change(request); };
    router.add(std::move(route));
}

}  // namespace mysigfox::api
