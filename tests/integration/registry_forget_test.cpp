// A customer as the operator sees him, and that nothing of his is left once he is forgotten.
#include "mysigfox/storage/customer_directory.hpp"

#include "support/registry_test.hpp"

#include <gmock/gmock.h>

namespace mysigfox::storage {
namespace {

using test::email;
using test::run_task;

class RegistryForgetTest : public test::RegistryTest {
protected:
    static constexpr DeviceId kAnother = DeviceId::from_value(0xBEEF);
    static constexpr const char* kGone = "gone@example.org";
    static constexpr const char* kStays = "stays@example.org";

    /// One with a device that changed its URL; another with one of his own.
    RegistryForgetTest() : directory_(store_->make_customer_directory())
    {
        import(row(kDevice));
        import(row(kAnother, kStays, kUrl));
        EXPECT_TRUE(enroll(form(kGone)).has_value());
        EXPECT_TRUE(enroll(form(kGone, kOtherUrl)).has_value());
    }
    ~RegistryForgetTest() override { directory_.reset(); }

    std::unique_ptr<CustomerDirectory> directory_;
};

TEST_F(RegistryForgetTest, CustomersAreListedInTheOrderTheyCame)
{
    const auto all = directory_->customers(kNobody, 10);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].email, kStays);
    EXPECT_EQ(all[1].email, kGone);
    EXPECT_EQ(all[1].devices, 1u);
    EXPECT_EQ(directory_->customers(all[0].id, 10).size(), 1u);
    EXPECT_EQ(directory_->customers(kNobody, 1).size(), 1u);
    EXPECT_FALSE(directory_->customer(email("nobody@example.org")).has_value());
}

TEST_F(RegistryForgetTest, WebhooksAreListedWithWhoseTheyAre)
{
    const auto all = directory_->webhooks(kNobody, kNoWebhook, 10);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[1].email, kGone);
    EXPECT_EQ(all[1].url, kOtherUrl);
    EXPECT_EQ(directory_->webhooks(all[0].owner, all[0].id, 10).size(), 1u);
    EXPECT_EQ(directory_->webhook(all[1].id)->url, kOtherUrl);
    EXPECT_EQ(directory_->webhooks(all[1].owner).size(), 1u);
    EXPECT_FALSE(directory_->webhook(WebhookId{1}).has_value());
}

TEST_F(RegistryForgetTest, HisUrlsAreThoseOfNowAndOfBefore)
{
    const auto gone = directory_->customer(email(kGone));
    EXPECT_THAT(directory_->urls(gone->id), testing::UnorderedElementsAre(kUrl, kOtherUrl));
    ASSERT_TRUE(run_task(registry().transfer(kDevice, email(kStays), now())).has_value());

    EXPECT_THAT(directory_->urls(gone->id), testing::UnorderedElementsAre(kUrl, kOtherUrl))
        << "also of a device that he gave away";
    EXPECT_THAT(directory_->urls(directory_->customer(email(kStays))->id),
                testing::ElementsAre(kUrl));
}

TEST_F(RegistryForgetTest, HeHisWebhooksAndEveryUrlOfHisGoAndTheOtherStays)
{
    const auto gone = directory_->customer(email(kGone));
    ASSERT_TRUE(run_task(registry().transfer(kDevice, email(kStays), now())).has_value());

    const auto devices = run_task(store_->forget(gone->id, now()));

    ASSERT_TRUE(devices.has_value()) << devices.error().detail;
    EXPECT_TRUE(devices->empty()) << "he had given it away";
    EXPECT_FALSE(directory_->customer(email(kGone)).has_value());
    EXPECT_TRUE(directory_->webhooks(gone->id).empty());
    for (const std::string& url : history()) EXPECT_EQ(url, "");
    EXPECT_EQ(directory_->customer(email(kStays))->devices, 2u);
    EXPECT_EQ(run_task(store_->forget(gone->id, now())).error().code, Errc::not_found);
}

TEST_F(RegistryForgetTest, ReleasedDevicesAreNobodysAndHeIsThereUntilHeIsForgotten)
{
    const auto gone = directory_->customer(email(kGone));

    const auto devices = run_task(store_->release(gone->id, now()));

    ASSERT_TRUE(devices.has_value());
    EXPECT_THAT(*devices, testing::ElementsAre(kDevice));
    EXPECT_TRUE(ownership().owner_left);
    EXPECT_TRUE(directory_->customer(email(kGone)).has_value());
    EXPECT_THAT(directory_->urls(gone->id), testing::UnorderedElementsAre(kUrl, kOtherUrl));
    EXPECT_TRUE(run_task(store_->release(gone->id, now()))->empty());
    EXPECT_TRUE(run_task(store_->forget(gone->id, now()))->empty());
    EXPECT_TRUE(directory_->urls(gone->id).empty());
}

TEST_F(RegistryForgetTest, HisDeviceBecomesNobodysAndMayBeRegisteredAnew)
{
    const auto gone = directory_->customer(email(kGone));

    const auto devices = run_task(store_->forget(gone->id, now()));

    ASSERT_TRUE(devices.has_value());
    ASSERT_EQ(devices->size(), 1u);
    EXPECT_EQ(devices->front(), kDevice);
    EXPECT_TRUE(ownership().owner_left);
    for (const std::string& url : history()) EXPECT_EQ(url, "");
    EXPECT_TRUE(enroll(form("new@example.org")).has_value());
}

}  // namespace
}  // namespace mysigfox::storage
