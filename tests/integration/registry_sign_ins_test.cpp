// Sign-ins as the registry remembers them: whom they let in, and what ends them.
#include "mysigfox/storage/customers.hpp"
#include "support/registry_test.hpp"

#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::storage {
namespace {

using namespace std::chrono_literals;
using test::email;
using test::run_task;
using test::token;

class SignInsTest : public test::RegistryTest {
protected:
    static constexpr const char* kMail = "jane@example.org";

    SignInsTest()
    {
        for (std::uint32_t number = 1; number <= 2; ++number) {
            import(row(device(number), kMail, kUrl));
        }
        jane_ = ownership(device(1)).owner;
        customers_ = store_->make_customer_reader();
    }

    static DeviceId device(std::uint32_t number) { return DeviceId::from_value(number); }
    Customers& customers() { return store_->customers(); }

    std::string by_mail()
    {
        return run_task(customers().sign_in(SignedIn{jane_, {}, {}}, now())).value();
    }
    std::string by_token(std::uint32_t number)
    {
        const TokenProof proof = customers_->holder(device(number), token(kToken))->proof;
        return run_task(customers().sign_in(SignedIn{jane_, device(number), proof}, now())).value();
    }
    void take_away(std::uint32_t number)
    {
        static_cast<void>(run_task(store_->registry().remove(device(number))));
    }
    bool holds(const std::string& shown) const
    {
        return customers_->signed_in(shown, now()).has_value();
    }

    CustomerId jane_{};
    std::unique_ptr<CustomerReader> customers_;
};

TEST_F(SignInsTest, AreFoundByWhatIsShown)
{
    const std::string shown = by_token(1);
    EXPECT_EQ(shown.size(), 64u);
    const auto found = customers_->signed_in(shown, now());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->customer, jane_);
    EXPECT_EQ(found->device, device(1));
    EXPECT_TRUE(customers_->still_proves(device(1), found->proof));
    EXPECT_FALSE(customers_->signed_in(by_mail(), now())->device);
    EXPECT_FALSE(holds(""));
    EXPECT_FALSE(holds(std::string(64, '0')));
    EXPECT_FALSE(customers_->signed_in(shown, now() + kSignInLife));
}

TEST_F(SignInsTest, TheFileHoldsNothingThatCouldBeShown)
{
    const std::string shown = by_mail();
    store_.reset();
    std::ifstream file{options_.file, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(bytes.find(shown), std::string::npos);
    EXPECT_NE(bytes.find("sign_in_by_end"), std::string::npos) << "the file was read";
}

TEST_F(SignInsTest, WhoShowsAnotherTokenByNowIsNotLetIn)
{
    const auto stale = run_task(customers().sign_in(SignedIn{jane_, device(1), {}}, now()));
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, Errc::unauthorized);
    EXPECT_FALSE(run_task(customers().sign_in(SignedIn{CustomerId{99}, {}, {}}, now())));
}

TEST_F(SignInsTest, EndByWhatHappensToTheDeviceTheAddressAndTheCustomer)
{
    struct Case {
        const char* what;
        std::function<void()> happens;
        bool token_holds;  ///< that of device 1
        bool mail_holds;
    };
    Registry& registry = store_->registry();
    const auto one = [this] { return Fleet{jane_, device(1)}; };
    const auto all = [this] { return Fleet{jane_, {}}; };
    const auto readdress = [&](const Fleet& fleet, const char* to) {
        ASSERT_TRUE(run_task(customers().readdress(fleet, email(to), now())));
    };
    const Case cases[] = {
        {"pause", [&] { ASSERT_TRUE(run_task(customers().pause(one(), true, now()))); }, true,
         true},
        {"the same address", [&] { readdress(all(), kMail); }, true, true},
        {"another token", [&] { ASSERT_TRUE(run_task(registry.renew_token(device(1), now()))); },
         false, true},
        {"another address", [&] { readdress(all(), "joe@example.org"); }, true, false},
        {"to somebody else", [&] { readdress(one(), "jim@example.org"); }, false, true},
        {"transferred",
         [&] { ASSERT_TRUE(run_task(registry.transfer(device(1), email("x@y.cz"), now()))); },
         false, true},
        {"unregistered", [&] { ASSERT_TRUE(run_task(registry.unregister(device(1), now()))); },
         false, true},
        {"removed", [&] { ASSERT_TRUE(run_task(registry.remove(device(1)))); }, false, true},
        {"forgotten", [&] { ASSERT_TRUE(run_task(store_->forget(jane_, now()))); }, false, false}};
    for (const Case& c : cases) {
        take_away(1);
        import(row(device(1), kMail, kUrl));
        import(row(device(2), kMail, kUrl));
        jane_ = ownership(device(2)).owner;
        const std::string token_shown = by_token(1);
        const std::string other_shown = by_token(2);
        const std::string mail_shown = by_mail();
        c.happens();
        EXPECT_EQ(holds(token_shown), c.token_holds) << c.what;
        EXPECT_EQ(holds(mail_shown), c.mail_holds) << c.what;
        EXPECT_EQ(holds(other_shown), std::string_view{c.what} != "forgotten") << c.what;
        if (!c.mail_holds) take_away(2);
    }
}

TEST_F(SignInsTest, SigningOutEndsTheOne)
{
    const std::string one = by_mail();
    const std::string other = by_mail();
    ASSERT_TRUE(run_task(customers().sign_out(one)));
    ASSERT_TRUE(run_task(customers().sign_out(one)));
    EXPECT_FALSE(holds(one));
    EXPECT_TRUE(holds(other));
}

TEST_F(SignInsTest, AreBoundedForEachReachAndTheOldestGo)
{
    const std::string of_another = by_token(2);
    const std::string by_letter = by_mail();
    std::vector<std::string> all;
    for (std::size_t i = 0; i <= kMostSignIns; ++i) all.push_back(by_token(1));
    EXPECT_FALSE(holds(all.front()));
    EXPECT_TRUE(holds(all[1]));
    EXPECT_TRUE(holds(all.back()));
    EXPECT_TRUE(holds(of_another));
    EXPECT_TRUE(holds(by_letter));
}

}  // namespace
}  // namespace mysigfox::storage
