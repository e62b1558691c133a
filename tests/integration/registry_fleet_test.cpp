// What customers change themselves, one device or all of them, and what they may see.
#include "mysigfox/storage/customers.hpp"
#include "support/registry_test.hpp"

#include <gmock/gmock.h>

namespace mysigfox::storage {
namespace {

using test::email;
using test::run_task;
using test::token;

class FleetTest : public test::RegistryTest {
protected:
    static constexpr const char* kMail = "jane@example.org";

    FleetTest()
    {
        for (std::uint32_t number = 1; number <= 3; ++number) {
            import(row(device(number), kMail, kUrl));
        }
        import(row(device(9), "other@example.org", kUrl));
        jane_ = owner(1);
        look_anew();
    }

    static DeviceId device(std::uint32_t number) { return DeviceId::from_value(number); }
    CustomerId owner(std::uint32_t number) { return ownership(device(number)).owner; }
    void look_anew() { customers_ = store_->make_customer_reader(); }
    Customers& customers() { return store_->customers(); }
    Fleet all() const { return {jane_, {}}; }
    Fleet only(std::uint32_t number) const { return {jane_, device(number)}; }

    CustomerId jane_{};
    std::unique_ptr<CustomerReader> customers_;
};

TEST_F(FleetTest, AllOfThemPauseAndNobodyElses)
{
    const auto paused = run_task(customers().pause(all(), true, now()));
    EXPECT_EQ(paused->size(), 3u);
    EXPECT_TRUE(ownership(device(2)).is_paused);
    EXPECT_FALSE(ownership(device(9)).is_paused);
    EXPECT_EQ(run_task(customers().pause(only(1), false, now()))->size(), 1u);
    EXPECT_TRUE(run_task(customers().pause(only(1), false, now()))->empty()) << "no change";
}

TEST_F(FleetTest, SomebodyElsesDeviceIsNotTheirs)
{
    const Fleet others{jane_, device(9)};
    EXPECT_EQ(run_task(customers().pause(others, true, now())).error().code, Errc::unknown_device);
    EXPECT_EQ(run_task(customers().point(others, kOtherUrl, now())).error().code,
              Errc::unknown_device);
    EXPECT_EQ(run_task(customers().leave(others, now())).error().code, Errc::unknown_device);
    EXPECT_EQ(run_task(customers().leave({kNobody, device(9)}, now())).error().code,
              Errc::unknown_device);
    EXPECT_EQ(run_task(customers().renew_token(device(9), jane_, now())).error().code,
              Errc::unknown_device);
}

TEST_F(FleetTest, ANewUrlTakesTheFormatAlongButNotTheHeaders)
{
    const WebhookId before = ownership(device(1)).webhook;
    ASSERT_TRUE(run_task(customers().set_format(jane_, before, PayloadFormat::extended, now())));
    std::vector<OwnHeader> headers;
    headers.push_back(OwnHeader::parse("X-Key: abc").value());
    ASSERT_TRUE(run_task(customers().set_headers(jane_, before, headers, now())));

    const auto pointed = run_task(customers().point(only(1), kOtherUrl, now()));

    ASSERT_TRUE(pointed);
    EXPECT_EQ(pointed->devices, std::vector<DeviceId>{device(1)});
    EXPECT_EQ(pointed->previous_url, kUrl);
    EXPECT_TRUE(pointed->new_secret);
    const auto target = reader_->target(device(1));
    EXPECT_EQ(target->url, kOtherUrl);
    EXPECT_EQ(target->settings.format, PayloadFormat::extended);
    EXPECT_TRUE(target->settings.headers.empty());
    const auto stays = reader_->target(device(2));
    EXPECT_EQ(stays->url, kUrl);
    EXPECT_EQ(stays->settings.headers, headers);
}

TEST_F(FleetTest, OneUrlForAll)
{
    const auto pointed = run_task(customers().point(all(), kOtherUrl, now()));
    EXPECT_EQ(pointed->devices.size(), 3u);
    EXPECT_EQ(record(device(3)).webhook_url, kOtherUrl);
    EXPECT_EQ(record(device(9)).webhook_url, kUrl);
    EXPECT_TRUE(run_task(customers().point(all(), kOtherUrl, now()))->devices.empty());
}

TEST_F(FleetTest, HeadersAreSealedBoundToTheirWebhookAndNeverShown)
{
    const WebhookId webhook = ownership(device(1)).webhook;
    std::vector<OwnHeader> headers;
    headers.push_back(OwnHeader::parse("Authorization: Bearer very-private").value());
    ASSERT_TRUE(run_task(customers().set_headers(jane_, webhook, headers, now())));
    EXPECT_EQ(reader_->target(device(1))->settings.headers, headers);
    const auto shown = customers_->webhook(jane_, webhook);
    EXPECT_EQ(shown->header_names, std::vector<std::string>{"Authorization"});
    EXPECT_EQ(shown->devices, 3u);
    EXPECT_FALSE(customers_->webhook(owner(9), webhook));
    EXPECT_EQ(run_task(customers().set_headers(owner(9), webhook, headers, now())).error().code,
              Errc::not_found);
    ASSERT_TRUE(run_task(customers().set_headers(jane_, webhook, {}, now())));
    EXPECT_TRUE(reader_->target(device(1))->settings.headers.empty());
}

TEST_F(FleetTest, AllOfThemGetAnotherAddressAndStayWhoTheyAre)
{
    const auto done = run_task(customers().readdress(all(), email("new@example.org"), now()));
    EXPECT_FALSE(done->has_moved);
    EXPECT_EQ(done->previous_email, kMail);
    EXPECT_EQ(record(device(2)).email, "new@example.org");
    EXPECT_EQ(owner(2), jane_) << "what waits is still theirs";
    EXPECT_FALSE(customers_->customer(email(kMail)));
}

TEST_F(FleetTest, OneOfSeveralMovesToAnotherCustomer)
{
    const auto done = run_task(customers().readdress(only(1), email("new@example.org"), now()));
    EXPECT_TRUE(done->has_moved);
    EXPECT_NE(owner(1), jane_);
    EXPECT_EQ(record(device(1)).webhook_url, kUrl);
    EXPECT_EQ(owner(2), jane_);
    EXPECT_EQ(record(device(2)).email, kMail);
}

TEST_F(FleetTest, WhoLeavesLeavesNothingBehind)
{
    ASSERT_TRUE(run_task(customers().point(only(1), kOtherUrl, now())));
    const auto left = run_task(customers().leave(only(1), now()));
    EXPECT_EQ(left->devices.size(), 1u);
    EXPECT_THAT(left->urls, testing::UnorderedElementsAre(kUrl, kOtherUrl));
    EXPECT_TRUE(ownership(device(1)).owner_left);
    EXPECT_TRUE(record(device(1)).email.empty());
    EXPECT_TRUE(customers_->customer(jane_)) << "two devices are left";
    for (const auto& change : reader_->url_history(device(1))) EXPECT_TRUE(change.url.empty());

    EXPECT_EQ(run_task(customers().leave(all(), now()))->devices.size(), 2u);
    EXPECT_FALSE(customers_->customer(jane_));
    EXPECT_FALSE(customers_->customer(email(kMail)));

    import(row(device(1), kMail, kUrl));
    EXPECT_NE(owner(1), jane_) << "an id never comes back: messages remember whose they were";
}

TEST_F(FleetTest, InboxesAreFoundAmongTheWebhooksOfEverybody)
{
    constexpr std::uint32_t kMany = 10'500;  // more than one step, and not a whole number of them
    std::vector<ImportRow> rows;
    for (std::uint32_t i = 0; i < kMany; ++i) {
        const std::string number = std::to_string(i);
        rows.push_back(row(device(0x1000 + i), "c" + number + "@example.org",
                           "https://relay.example/inbox/name" + number + (i % 2 ? "?a=b" : "")));
    }
    import(std::move(rows));

    const auto used = run_task(customers().inboxes_in_use(
        {"name0", "name4999", "name5000", "name10499", "name10500", "name", "hook"}));

    ASSERT_TRUE(used);
    EXPECT_THAT(*used, testing::ElementsAre("name0", "name10499", "name4999", "name5000"));
    ASSERT_TRUE(run_task(customers().leave({owner(0x1000 + 5000), {}}, now())));
    EXPECT_TRUE(run_task(customers().inboxes_in_use({"name5000"}))->empty());
    EXPECT_TRUE(run_task(customers().inboxes_in_use({}))->empty());
}

TEST_F(FleetTest, ATokenProvesItsDeviceUntilThereIsAnother)
{
    const auto holder = customers_->holder(device(1), token(kToken));
    ASSERT_TRUE(holder);
    EXPECT_EQ(holder->owner, jane_);
    EXPECT_TRUE(customers_->still_proves(device(1), holder->proof));
    EXPECT_FALSE(customers_->still_proves(device(2), holder->proof));
    EXPECT_FALSE(customers_->holder(device(1), token("BBBBBBBBBB")));
    EXPECT_FALSE(customers_->holder(device(77), token(kToken)));

    const auto renewed = run_task(customers().renew_token(device(1), jane_, now()));
    ASSERT_TRUE(renewed);
    EXPECT_FALSE(customers_->still_proves(device(1), holder->proof));
    EXPECT_TRUE(customers_->holder(device(1), *renewed));
}

TEST_F(FleetTest, DevicesComeInPages)
{
    EXPECT_EQ(customers_->count_devices(jane_), 3u);
    const auto first = customers_->devices(jane_, {}, 2);
    ASSERT_EQ(first.size(), 2u);
    const auto second = customers_->devices(jane_, first.back().id, 2);
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second[0].id, device(3));
}

}  // namespace
}  // namespace mysigfox::storage
