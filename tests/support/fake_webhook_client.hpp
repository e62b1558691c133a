// A webhook client without a network: answers as told, hangs where told.
#pragma once

#include "mysigfox/client/webhook_client.hpp"
#include "support/gate.hpp"

#include <boost/asio/this_coro.hpp>

#include <deque>
#include <set>

namespace mysigfox::test {

class FakeWebhookClient final : public client::WebhookClient {
public:
    explicit FakeWebhookClient(Executor home) : gate(home) {}

    Gate gate;                                     ///< answers of `slow_hosts` wait here
    std::set<std::string> slow_hosts;              ///< these answer once the gate opens
    std::deque<AttemptResult> answers;             ///< the next ones; then always 200
    std::vector<client::WebhookRequest> requests;  ///< all, in the order of sending
    bool is_cut = false;                           ///< every post() is cut, unasked

    Task<AttemptResult> post(client::WebhookRequest request) override
    {
        const bool is_slow = slow_hosts.contains(request.url.host());
        requests.push_back(std::move(request));
        AttemptResult result = next_answer();
        if (is_cut) result.cause = Cause::cut;
        if (!is_slow) co_return result;

        gate.close();
        co_await gate.pass();
        const auto state = co_await boost::asio::this_coro::cancellation_state;
        if (state.cancelled() != boost::asio::cancellation_type::none) result.cause = Cause::cut;
        co_return result;
    }

    void stop() override {}

private:
    AttemptResult next_answer()
    {
        AttemptResult result;
        result.cause = Cause::delivered;
        result.status = 200;
        if (answers.empty()) return result;
        result = std::move(answers.front());
        answers.pop_front();
        return result;
    }
};

}  // namespace mysigfox::test
