// Keys of customers' programs: what they reach, and what ends them.
#include "mysigfox/storage/customers.hpp"
#include "support/registry_test.hpp"

#include <fstream>
#include <iterator>

namespace mysigfox::storage {
namespace {

using namespace std::chrono_literals;
using test::email;
using test::run_task;
using test::token;

class ApiKeysTest : public test::RegistryTest {
protected:
    static constexpr const char* kMail = "jane@example.org";

    ApiKeysTest()
    {
        for (std::uint32_t number = 1; number <= 2; ++number) {
            import(row(device(number), kMail, kUrl));
        }
        jane_ = ownership(device(1)).owner;
        customers_ = store_->make_customer_reader();
    }

    static DeviceId device(std::uint32_t number) { return DeviceId::from_value(number); }
    Customers& customers() { return store_->customers(); }
    Fleet all() const { return {jane_, {}}; }
    Fleet only(std::uint32_t number) const { return {jane_, device(number)}; }

    Result<ApiKey> make(const Fleet& reach, std::string name = "garden")
    {
        ApiKeyOrder order{reach, {}, std::move(name)};
        if (reach.only) order.proof = customers_->holder(*reach.only, token(kToken))->proof;
        return run_task(customers().make_api_key(order, now()));
    }

    CustomerId jane_{};
    std::unique_ptr<CustomerReader> customers_;
};

TEST_F(ApiKeysTest, AKeyIsFoundByItselfAndByItsOwner)
{
    const ApiKey key = make(all()).value();
    const auto found = customers_->api_key(key);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->reach.owner, jane_);
    EXPECT_FALSE(found->reach.only);
    EXPECT_EQ(found->name, "garden");
    EXPECT_EQ(found->created, now());
    EXPECT_FALSE(found->used);
    EXPECT_EQ(customers_->api_keys(all()).size(), 1u);
    EXPECT_FALSE(customers_->api_key(ApiKey::make()));
}

TEST_F(ApiKeysTest, TheFileHoldsNoKey)
{
    const std::string text = make(all()).value().reveal();
    for (const char* ending : {"", "-wal"}) {
        std::ifstream file{options_.file.string() + ending, std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        EXPECT_EQ(bytes.find(text.substr(9)), std::string::npos);
    }
}

TEST_F(ApiKeysTest, UnderAnotherKeyOfTheDirectoryItIsUnknown)
{
    const ApiKey key = make(all()).value();
    key_ = SecretKey{{4, 5, 6}};
    reopen();
    EXPECT_FALSE(store_->make_customer_reader()->api_key(key));
}

TEST_F(ApiKeysTest, TheDayOfItsUseIsKeptAndNoMore)
{
    const ApiKey key = make(all()).value();
    const ApiKeyId id = customers_->api_key(key)->id;
    ASSERT_TRUE(run_task(customers().api_key_was_used(id, now() + 30h)));
    EXPECT_EQ(customers_->api_key(key)->used,
              Timestamp{std::chrono::floor<std::chrono::days>(now() + 30h)});
    ASSERT_TRUE(run_task(customers().api_key_was_used(id, now())));
    EXPECT_GT(customers_->api_key(key)->used, now()) << "a clock that was set back takes no use";
}

TEST_F(ApiKeysTest, TenAreEnough)
{
    for (int i = 0; i < 9; ++i) ASSERT_TRUE(make(all()));
    ASSERT_TRUE(make(only(1)));
    EXPECT_EQ(make(all()).error().code, Errc::conflict);
    EXPECT_EQ(make(only(2)).error().code, Errc::conflict);
    const auto one = customers_->api_keys(only(1));
    ASSERT_EQ(one.size(), 1u);
    ASSERT_TRUE(run_task(customers().revoke_api_key(all(), one.front().id)));
    EXPECT_TRUE(make(all()));
}

TEST_F(ApiKeysTest, RevokedIsGoneAndOnlyItsOwnerMay)
{
    const ApiKey key = make(all()).value();
    const ApiKeyId id = customers_->api_key(key)->id;
    EXPECT_EQ(run_task(customers().revoke_api_key({CustomerId{999}, {}}, id)).error().code,
              Errc::not_found);
    EXPECT_EQ(run_task(customers().revoke_api_key(only(1), id)).error().code, Errc::not_found)
        << "a token speaks for one device";
    EXPECT_TRUE(customers_->api_key(key));
    EXPECT_TRUE(run_task(customers().revoke_api_key(all(), id)));
    EXPECT_FALSE(customers_->api_key(key));
    EXPECT_EQ(run_task(customers().revoke_api_key(all(), id)).error().code, Errc::not_found);
}

TEST_F(ApiKeysTest, AKeyForOneDeviceNeedsItsTokenAndEndsWithIt)
{
    ApiKeyOrder forged{only(1), {}, "x"};
    EXPECT_EQ(run_task(customers().make_api_key(forged, now())).error().code, Errc::unauthorized);
    const ApiKey key = make(only(1)).value();
    const ApiKey whole = make(all()).value();
    EXPECT_EQ(customers_->api_key(key)->reach.only, device(1));
    ASSERT_TRUE(run_task(registry().set_paused(device(1), true, now())));
    EXPECT_TRUE(customers_->api_key(key)) << "that changes neither token nor owner";
    ASSERT_TRUE(run_task(registry().renew_token(device(1), now())));
    EXPECT_FALSE(customers_->api_key(key));
    EXPECT_TRUE(customers_->api_key(whole));
}

/// What the operator or the owner does to a device that ends its keys.
TEST_F(ApiKeysTest, AKeyForOneDeviceEndsWhenTheDeviceGoes)
{
    const auto ends = [this](const char* what, const auto& deed) {
        const ApiKey key = make(only(1)).value();
        deed();
        EXPECT_FALSE(customers_->api_key(key)) << what;
        auto back = row(device(1), kMail, kUrl);
        import(back);
        ASSERT_TRUE(customers_->holder(device(1), token(kToken))) << what;
    };
    ends("leave", [this] { ASSERT_TRUE(run_task(customers().leave(only(1), now()))); });
    ends("unregister", [this] { ASSERT_TRUE(run_task(registry().unregister(device(1), now()))); });
    ends("remove", [this] { ASSERT_TRUE(run_task(registry().remove(device(1)))); });
    ends("another e-mail", [this] {
        ASSERT_TRUE(run_task(customers().readdress(only(1), email("new@example.org"), now())));
        ASSERT_TRUE(run_task(registry().unregister(device(1), now())));
    });
}

TEST_F(ApiKeysTest, WhoLeavesTakesAllHisKeysAlong)
{
    const ApiKey key = make(all()).value();
    ASSERT_TRUE(run_task(customers().leave(only(1), now())));
    EXPECT_TRUE(customers_->api_key(key)) << "one device is left";
    ASSERT_TRUE(run_task(customers().leave(only(2), now())));
    EXPECT_FALSE(customers_->api_key(key));
    EXPECT_EQ(run_task(customers().make_api_key({all(), {}, "x"}, now())).error().code,
              Errc::unauthorized);
}

TEST_F(ApiKeysTest, WhoIsForgottenKeepsNoKey)
{
    const ApiKey whole = make(all()).value();
    const ApiKey one = make(only(1)).value();
    ASSERT_TRUE(run_task(store_->forget(jane_, now())));
    EXPECT_FALSE(customers_->api_key(whole));
    EXPECT_FALSE(customers_->api_key(one));
}

}  // namespace
}  // namespace mysigfox::storage
