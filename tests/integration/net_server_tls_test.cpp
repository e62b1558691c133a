// Pairs of certificate and key as operators leave them.
#include "mysigfox/net/server_tls.hpp"

#include "support/certificates.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace mysigfox::net {
namespace {

using testing::HasSubstr;

class ServerTlsTest : public testing::Test {
protected:
    std::filesystem::path file(const char* name, const std::string& text)
    {
        std::ofstream{directory_ / name} << text;
        return directory_ / name;
    }

    static std::string complaint(const CertificateFiles& files)
    {
        const auto made = make_server_tls({files});
        if (made) return "none";
        EXPECT_EQ(made.error().code, Errc::bad_configuration);
        return made.error().detail;
    }

    test::TemporaryDirectory directory_;
    test::Identity identity_ = test::self_signed();
};

TEST_F(ServerTlsTest, APairThatFitsSaysWhenItEnds)
{
    const auto made =
        make_server_tls({{file("a.pem", identity_.certificate), file("a.key", identity_.key)}});
    ASSERT_TRUE(made) << made.error().detail;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    EXPECT_EQ(std::chrono::round<std::chrono::days>(made->valid_to - now).count(), 30);
    EXPECT_EQ(date_problem(*made, now), "");
    const std::chrono::hours two_days{50};
    EXPECT_THAT(date_problem(*made, made->valid_to + two_days), HasSubstr("expired 2 days ago"));
    EXPECT_THAT(date_problem(*made, made->valid_from - two_days), HasSubstr("another 2 days"));
    const std::chrono::hours one_day{30};
    EXPECT_THAT(date_problem(*made, made->valid_to + one_day), HasSubstr("expired 1 day ago"));
}

TEST_F(ServerTlsTest, TheFirstOfTwoToEndCounts)
{
    test::CertificateText soon;
    soon.valid_to_day = 3;
    const test::Identity rsa = test::self_signed_rsa(soon);
    const auto made =
        make_server_tls({{file("a.pem", identity_.certificate), file("a.key", identity_.key)},
                         {file("b.pem", rsa.certificate), file("b.key", rsa.key)}});
    ASSERT_TRUE(made) << made.error().detail;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    EXPECT_LT(made->valid_to, now + std::chrono::days{4});
}

TEST_F(ServerTlsTest, WhatIsWrongIsToldWithItsFile)
{
    const auto certificate = file("a.pem", identity_.certificate);
    const auto key = file("a.key", identity_.key);
    const auto other = file("other.key", test::self_signed().key);
    const auto text = file("text", "hello");
    const auto sealed = file("sealed.key", test::under_a_passphrase(identity_.key));
    const std::filesystem::path missing = directory_ / "missing";
    struct Case {
        CertificateFiles files;
        std::vector<std::string> told;
    };
    const std::vector<Case> cases{
        {{missing, key}, {"tls.certificate_file", "missing", "No such file"}},
        {{certificate, missing}, {"tls.private_key_file", "missing", "No such file"}},
        {{directory_.path(), key}, {"tls.certificate_file", "no certificate"}},
        {{text, key}, {"text: no certificate", "expected a certificate in PEM form"}},
        {{certificate, text}, {"text: no private key", "expected a private key in PEM form"}},
        {{certificate, certificate}, {"a.pem: no private key"}},
        {{certificate, other}, {"other.key: the key of something else", "a.pem"}},
        {{certificate, sealed}, {"a key under a passphrase"}},
    };
    for (const Case& one : cases) {
        for (const std::string& part : one.told) {
            EXPECT_THAT(complaint(one.files), HasSubstr(part));
        }
    }
}

}  // namespace
}  // namespace mysigfox::net
