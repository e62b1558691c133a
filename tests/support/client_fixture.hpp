// A WebhookClient on a loop of the test, with names from a table and loopback allowed.
#pragma once

#include "mysigfox/client/webhook_client.hpp"

#include "support/scripted_webhook.hpp"
#include "support/stub_dns.hpp"
#include "support/test_loop.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::test {

class ClientFixture : public testing::Test {
protected:
    ClientFixture()
    {
        policy_.allowed_targets.push_back(*Cidr::parse("127.0.0.0/8"));
        names_.servers = {dns_.server()};
        sweep_.start();
    }
    ~ClientFixture() override
    {
        if (client_) client_->stop();
        client_.reset();
        if (resolver_) resolver_->stop();
        sweep_.stop();
        loop_.run_for(1ms);
    }

    client::WebhookClient& client()
    {
        if (client_) return *client_;
        resolver_ = net::make_resolver(loop_.executor(), names_);
        client_ = client::make_webhook_client(loop_.executor(), sweep_, *resolver_, tls_, policy_,
                                              limits_, metrics_);
        return *client_;
    }

    client::WebhookRequest request(const std::string& url, std::string body = "{}") const
    {
        return {WebhookUrl::parse(url, policy_).value(), {}, std::move(body)};
    }
    AttemptResult post(const std::string& url) { return loop_.run(client().post(request(url))); }
    Cause cause(const std::string& url) { return post(url).cause; }
    std::uint64_t count(const std::string& name) { return metrics_.counter(name).value(); }

    StubDns dns_;
    TestLoop loop_;
    net::Sweep sweep_{loop_.executor()};
    net::ResolverOptions names_;
    TargetPolicy policy_;
    client::ClientLimits limits_;
    Metrics metrics_;
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
    std::unique_ptr<net::Resolver> resolver_;
    std::unique_ptr<client::WebhookClient> client_;
};

}  // namespace mysigfox::test
