// A dispatcher on a loop that the test turns by hand, with everything around it in memory.
#pragma once

#include "mysigfox/delivery/dispatcher.hpp"
#include "support/fake_inbox.hpp"
#include "support/fake_outbox.hpp"
#include "support/fake_registry_reader.hpp"
#include "support/fake_webhook_client.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::delivery {

using namespace std::chrono_literals;
using namespace literals;

/// As many of every message.
class FakeCopyCounts final : public storage::CopyCounts {
public:
    mutable std::uint32_t asked = 0;
    std::uint32_t count = 0;

    std::uint32_t of(const Uplink& /*uplink*/) const override
    {
        ++asked;
        return count;
    }
};

/// One customer with one device and one webhook, unless a test says otherwise.
class DeliveryTest : public testing::Test {
protected:
    static constexpr WebhookId kWebhook{0x1234};
    static constexpr CustomerId kOwner{1};
    static constexpr DeviceId kDevice = "21DF4E"_device;
    static constexpr const char* kUrl = "https://customer.example/hook?key=secret";

    DeliveryTest()
    {
        policy_.public_url = "https://mysigfox.example";
        options_.user_agent = "MySigfox/test";
        options_.record_again_after = 0ms;
        point(kDevice, kWebhook, kUrl);
        start();
    }

    ~DeliveryTest() override { stop(0ms); }

    void start()
    {
        const auto hand_over = [this](WebhookId webhook, const storage::PendingDelivery& pending,
                                      const std::unique_ptr<storage::Delivery>&) {
            handed_over_.emplace_back(webhook, pending);
        };
        dispatcher_ = make_dispatcher(
            io_.get_executor(), options_,
            {clock_, outbox_, outbox_, registry_, inbox_, client_, policy_, metrics_, census_,
             [this](const LaneNews& news) { news_.push_back(news); }, &copies_},
            hand_over);
    }

    /// False if it was not done within 5 s.
    bool stop(std::chrono::milliseconds grace)
    {
        bool is_done = false;
        boost::asio::co_spawn(
            io_, dispatcher_->stop(grace),
            [&is_done](const std::exception_ptr& failure) { is_done = failure == nullptr; });
        io_.restart();
        io_.run_for(5s);
        return is_done;
    }

    /// Runs whatever can run now.
    void turn()
    {
        io_.restart();
        io_.poll();
    }

    /// Lets time pass, and the dispatcher notice.
    void advance(std::chrono::milliseconds by)
    {
        clock_.advance(by);
        dispatcher_->resume(kNoWebhook);
        turn();
    }

    void point(DeviceId device, WebhookId webhook, const std::string& url,
               CustomerId owner = kOwner)
    {
        registry_.targets[device] = storage::Target{{owner, webhook, false, false}, url};
    }

    /// A message on disk that waits for its delivery.
    storage::Delivery store(DeviceId device = kDevice)
    {
        const auto time = std::chrono::floor<std::chrono::seconds>(clock_.now());
        const Uplink uplink{device, time, true, {}, "aabbccddeeff", 16.21, -135.0};
        storage::Delivery delivery{{}, MessageId{1000 + ++last_id_}, uplink};
        delivery.pending.id = DeliveryId{last_id_};
        delivery.pending.device = device;
        delivery.pending.owner = kOwner;
        delivery.pending.due = clock_.now();
        delivery.pending.received = clock_.now();
        outbox_.rows.emplace(delivery.pending.id, test::FakeOutbox::Row{delivery});
        return delivery;
    }

    /// Enqueued from disk alone, as after a restart.
    storage::PendingDelivery enqueue(WebhookId webhook = kWebhook, DeviceId device = kDevice)
    {
        const storage::Delivery delivery = store(device);
        dispatcher_->enqueue(webhook, delivery.pending, nullptr);
        return delivery.pending;
    }

    storage::DeliveryState state(DeliveryId id) const { return outbox_.rows.at(id).state; }

    static AttemptResult answer(int status, std::optional<std::string> retry_after = {})
    {
        AttemptResult result;
        result.cause = Cause::status;
        result.status = status;
        result.retry_after = std::move(retry_after);
        return result;
    }

    std::uint64_t counted(const std::string& name, const std::string& labels = {})
    {
        return metrics_.counter(name, labels).value();
    }

    boost::asio::io_context io_{1};
    test::ManualClock clock_;
    test::FakeOutbox outbox_{io_.get_executor()};
    test::FakeRegistryReader registry_;
    test::FakeInbox inbox_;
    test::FakeWebhookClient client_{io_.get_executor()};
    TargetPolicy policy_;
    Metrics metrics_;
    EgressCensus census_;
    FakeCopyCounts copies_;
    DispatcherOptions options_;
    std::vector<std::pair<WebhookId, storage::PendingDelivery>> handed_over_;
    std::vector<LaneNews> news_;
    std::int64_t last_id_ = 0;
    std::unique_ptr<Dispatcher> dispatcher_;  // last: uses all of the above
};

}  // namespace mysigfox::delivery
