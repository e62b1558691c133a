// Each change tells the address that was on file.
#include "api/device_settings.hpp"

#include "api/answers.hpp"
#include "mysigfox/pages/pages.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <utility>

namespace mysigfox::api {
namespace {

using pages::Note;

constexpr int kBad = 400;

std::string path_of(const Order& order)
{
    const std::string base = '/' + std::string{to_string(order.visitor.language)} + "/device";
    return order.device() ? base + "/settings/" + order.device()->str() : base;
}

/// The built-in ones among these, by their names to write to.
std::vector<std::string> inboxes_in(const std::vector<std::string>& urls,
                                    const TargetPolicy& policy)
{
    std::vector<std::string> names;
    for (const std::string& text : urls) {
        const auto url = WebhookUrl::parse(text, policy);
        if (url && url->inbox_name()) names.emplace_back(*url->inbox_name());
    }
    return names;
}

pages::Notice notice(Note note, std::string sentence = {})
{
    return {note, 0, std::move(sentence)};
}

}  // namespace

struct SettingsDeeds::Known {
    std::string_view name;
    bool is_for_all;
    Perform perform;
};

Task<http::Response> SettingsDeeds::perform(std::string_view action, const Order& order) const
{
    static constexpr std::array kDeeds{
        Known{"url", true, &SettingsDeeds::change_url},
        Known{"email", true, &SettingsDeeds::change_email},
        Known{"leave", true, &SettingsDeeds::leave},
        Known{"format", false, &SettingsDeeds::set_format},
        Known{"headers", false, &SettingsDeeds::set_headers},
        Known{"headers-remove", false, &SettingsDeeds::remove_headers},
        Known{"basic", false, &SettingsDeeds::set_basic},
        Known{"rotate", false, &SettingsDeeds::rotate},
        Known{"renew-token", false, &SettingsDeeds::renew_token},
    };
    const auto known = std::ranges::find(kDeeds, action, &Known::name);
    const bool is_known = known != kDeeds.end() && (order.device() || known->is_for_all);
    if (!is_known) co_return error_response(404, order.visitor.language);
    co_return co_await (this->*known->perform)(order);
}

Task<http::Response> SettingsDeeds::change_url(const Order& order) const
{
    const std::string typed = order.value("webhook_url");
    const auto rules = desk_->rooms().rooms.rules();
    const auto url = WebhookUrl::parse(typed, rules->policy);
    if (!url) {
        std::string why = pages::sentence(url.error(), order.visitor.language);
        co_return desk_->refuse(order, notice(Note::url, std::move(why)), kBad, typed);
    }
    const auto pointed = co_await desk_->deeds().point(order.fleet, *url);
    if (!pointed) co_return desk_->failed(order, pointed.error());
    if (!pointed->new_secret) co_return desk_->saved(order, Note::url_changed);
    pages::NewSecretView view;
    view.secret = pointed->new_secret->reveal();
    view.back = path_of(order);
    view.old_one_signs_too = false;
    view.notice = notice(Note::url_changed);
    co_return page_response(200, pages::new_secret_page(order.visitor.language, view));
}

Task<http::Response> SettingsDeeds::leave(const Order& order) const
{
    if (order.value("sure").empty()) {
        co_return desk_->refuse(order, notice(Note::not_confirmed), kBad);
    }
    const auto left = co_await desk_->rooms().customers.leave(order.fleet, desk_->now());
    if (!left) co_return desk_->failed(order, left.error());
    desk_->deeds().changed(left->devices);
    spdlog::info("device page: {} left, deleted by the owner",
                 FleetDeeds::fact_of(order.fleet, left->devices.size()).second);
    const auto rules = desk_->rooms().rooms.rules();
    desk_->rooms().owner_left(left->devices, order.fleet.owner,
                              inboxes_in(left->urls, rules->policy));
    // By mail he still is the owner of the others, if there are any.
    if (desk_->rooms().reader.customer(order.fleet.owner) && !order.visitor.in->device) {
        co_return desk_->desk().to(order.visitor.language, {}, Note::left);
    }
    http::Response response = desk_->desk().to_door(order.visitor.language, Note::left);
    desk_->desk().forget_cookie(response);
    co_return response;
}

std::optional<WebhookId> SettingsDeeds::own_webhook(const Order& order) const
{
    const auto record = desk_->rooms().registry_reader.device(*order.device());
    if (!record || record->webhook == kNoWebhook) return std::nullopt;
    const auto webhook = desk_->rooms().reader.webhook(order.fleet.owner, record->webhook);
    const bool is_his_alone = webhook && webhook->devices == 1;
    if (order.visitor.in->device && !is_his_alone) return std::nullopt;
    return record->webhook;
}

http::Response SettingsDeeds::shared(const Order& order) const
{
    return desk_->refuse(order, notice(Note::shared_webhook), 403);
}

Task<http::Response> SettingsDeeds::set_format(const Order& order) const
{
    const auto format = parse_payload_format(order.value("format"));
    if (!format) co_return error_response(kBad, order.visitor.language);
    const auto webhook = own_webhook(order);
    if (!webhook) co_return shared(order);
    const auto done = co_await desk_->rooms().customers.set_format(order.fleet.owner, *webhook,
                                                                   *format, desk_->now());
    if (!done) co_return desk_->failed(order, done.error());
    co_return desk_->saved(order, Note::format_changed);
}

Task<http::Response> SettingsDeeds::set_headers(const Order& order) const
{
    auto headers = parse_own_headers(order.value("headers"));
    HeaderProblem problem = HeaderProblem::no_colon;  // of nothing at all
    if (!headers) problem = headers.error();
    if (!headers || headers->empty()) {
        std::string why = pages::sentence(problem, order.visitor.language);
        co_return desk_->refuse(order, notice(Note::header, std::move(why)), kBad);
    }
    co_return co_await store_headers(order, std::move(*headers), Note::headers_changed);
}

Task<http::Response> SettingsDeeds::remove_headers(const Order& order) const
{
    std::vector<OwnHeader> none;
    co_return co_await store_headers(order, std::move(none), Note::headers_removed);
}

Task<http::Response> SettingsDeeds::set_basic(const Order& order) const
{
    auto header = OwnHeader::basic(order.value("user"), order.value("password"));
    if (!header) {
        std::string why = pages::sentence(header.error(), order.visitor.language);
        co_return desk_->refuse(order, notice(Note::header, std::move(why)), kBad);
    }
    std::vector<OwnHeader> headers;
    headers.push_back(std::move(*header));
    co_return co_await store_headers(order, std::move(headers), Note::headers_changed);
}

Task<http::Response> SettingsDeeds::store_headers(const Order& order,
                                                  std::vector<OwnHeader> headers,
                                                  pages::Note note) const
{
    const auto webhook = own_webhook(order);
    if (!webhook) co_return shared(order);
    const auto done = co_await desk_->rooms().customers.set_headers(
        order.fleet.owner, *webhook, std::move(headers), desk_->now());
    if (!done) co_return desk_->failed(order, done.error());
    co_return desk_->saved(order, note);
}

Task<http::Response> SettingsDeeds::rotate(const Order& order) const
{
    const auto webhook = own_webhook(order);
    if (!webhook) co_return shared(order);
    const auto secret = co_await desk_->rooms().rooms.registry.rotate_secret(
        order.fleet.owner, *webhook, desk_->now());
    if (!secret) co_return desk_->failed(order, secret.error());
    pages::NewSecretView view;
    view.secret = secret->reveal();
    view.back = path_of(order);
    co_return page_response(200, pages::new_secret_page(order.visitor.language, view));
}

Task<http::Response> SettingsDeeds::renew_token(const Order& order) const
{
    const DeviceId device = *order.device();
    const auto token =
        co_await desk_->rooms().customers.renew_token(device, order.fleet.owner, desk_->now());
    if (!token) co_return desk_->failed(order, token.error());
    desk_->deeds().tell(order.fleet.owner, mail::Occasion::token_changed,
                        {{"device", device.str()}});
    pages::NewSecretView view{pages::SecretKind::token, device.str(), token->reveal(),
                              path_of(order)};
    http::Response response =
        page_response(200, pages::new_secret_page(order.visitor.language, view));
    // The old token let him in, and is void: the new one does.
    if (order.visitor.in->device) {
        if (const auto holder = desk_->rooms().reader.holder(device, *token)) {
            const SignedIn who{holder->owner, device, holder->proof};
            std::string rest;
            const http::Response in =
                co_await desk_->desk().let_in(who, order.visitor.language, std::move(rest));
            for (const auto& field : in.fields) {
                if (field.first == "Set-Cookie") response.fields.push_back(field);
            }
        }
    }
    co_return response;
}

}  // namespace mysigfox::api
