// Deeds of the page of settings: where messages go, in what form, and whose device it is.
#pragma once

#include "api/device_order.hpp"

#include <memory>
#include <string_view>

namespace mysigfox::api {

class SettingsDeeds {
public:
    explicit SettingsDeeds(std::shared_ptr<OrderDesk> desk) : desk_(std::move(desk)) {}

    /// 404 for an action that is none.
    Task<http::Response> perform(std::string_view action, const Order& order) const;

private:
    using Perform = Task<http::Response> (SettingsDeeds::*)(const Order&) const;
    struct Known;

    Task<http::Response> change_url(const Order& order) const;
    Task<http::Response> leave(const Order& order) const;
    Task<http::Response> set_format(const Order& order) const;
    Task<http::Response> set_headers(const Order& order) const;
    Task<http::Response> remove_headers(const Order& order) const;
    Task<http::Response> set_basic(const Order& order) const;
    Task<http::Response> rotate(const Order& order) const;
    Task<http::Response> renew_token(const Order& order) const;

    Task<http::Response> store_headers(const Order& order, std::vector<OwnHeader> headers,
                                       pages::Note note) const;
    /// Nothing if others use it, whom a token does not speak for.
    std::optional<WebhookId> own_webhook(const Order& order) const;
    http::Response shared(const Order& order) const;

    // device_email.cpp
    Task<http::Response> change_email(const Order& order) const;
    bool is_confirmed(const Order& order) const;
    http::Response confirm_email(const Order& order, const EmailAddress& to) const;

    std::shared_ptr<OrderDesk> desk_;
};

}  // namespace mysigfox::api
