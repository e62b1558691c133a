// Letters on their way to a real server, whatever that does.
#include "mysigfox/mail/post_office.hpp"

#include "support/fake_registry_reader.hpp"
#include "support/manual_clock.hpp"
#include "support/smtp_server.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>

namespace mysigfox::mail {
namespace {

using namespace std::chrono_literals;
using test::SmtpManners;
using test::SmtpServer;
using testing::HasSubstr;
using testing::Not;

class PostOfficeTest : public testing::Test {
protected:
    PostOfficeTest()
    {
        settings_.from = "MySigfox <relay@relay.example>";
        settings_.public_url = "https://relay.example";
        settings_.starttls = false;
    }

    void open(const std::string& smtp_url = {})
    {
        office_.reset();
        if (!smtp_url.empty()) settings_.smtp_url = smtp_url;
        if (!store_) store_ = storage::open_mail({dir_ / "mail.db"});
        office_ = open_post_office(
            settings_, {clock_, *store_, std::make_unique<test::FakeRegistryReader>(), metrics_});
    }

    static Letter welcome(const std::string& device = "21DF4E")
    {
        return {Occasion::welcome,
                EmailAddress::parse("jana@example.cz").value(),
                Language::cs,
                {{"device", device}, {"url", "https://example.cz/"}}};
    }
    void put(Letter letter) { office_->put(std::move(letter), clock_.now()); }

    std::uint64_t count(const std::string& outcome)
    {
        return metrics_.counter("letters_total", "outcome=\"" + outcome + '"').value();
    }
    bool comes(const std::string& outcome, std::uint64_t least)
    {
        const auto until = std::chrono::steady_clock::now() + 15s;
        while (count(outcome) < least) {
            if (std::chrono::steady_clock::now() > until) return false;
            std::this_thread::sleep_for(5ms);
        }
        return true;
    }

    /// What became of a letter is counted before it is written down.
    bool none_waits()
    {
        const auto until = std::chrono::steady_clock::now() + 15s;
        while (store_->waiting() != 0) {
            if (std::chrono::steady_clock::now() > until) return false;
            std::this_thread::sleep_for(5ms);
        }
        return true;
    }

    test::TemporaryDirectory dir_;
    test::ManualClock clock_;
    Metrics metrics_;
    MailSettings settings_;
    std::unique_ptr<storage::MailStore> store_;
    std::unique_ptr<PostOffice> office_;
};

TEST_F(PostOfficeTest, ALetterArrives)
{
    SmtpServer server;
    open(server.url());
    put(welcome());

    const auto mails = server.wait(1);
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_THAT(mails[0].from, HasSubstr("<relay@relay.example>"));
    EXPECT_THAT(mails[0].to, HasSubstr("<jana@example.cz>"));
    for (const char* line :
         {"To: jana@example.cz\r\n", "Subject: =?UTF-8?B?", "Auto-Submitted: auto-generated\r\n",
          "List-Unsubscribe: <https://relay.example/unsubscribe/",
          "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "https://example.cz/\r\n",
          "https://relay.example/cs/help"}) {
        EXPECT_THAT(mails[0].text, HasSubstr(line));
    }
    EXPECT_TRUE(comes("sent", 1));
    EXPECT_TRUE(none_waits());
}

TEST_F(PostOfficeTest, WhatBelongsToSafetyOffersNoWayOut)
{
    SmtpServer server;
    open(server.url());
    Letter letter = welcome();
    letter.occasion = Occasion::webhook_changed;
    put(letter);

    const auto mails = server.wait(1);
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_THAT(mails[0].text, Not(HasSubstr("unsubscribe")));
}

TEST_F(PostOfficeTest, EncryptsAndSignsIn)
{
    const test::TestAuthority authority;
    const auto file = dir_ / "root.pem";
    std::ofstream{file} << authority.pem();
    settings_.authorities = file;
    settings_.username = "john";
    settings_.password = "secret";
    for (const auto tls : {SmtpManners::Tls::starttls, SmtpManners::Tls::from_start}) {
        SmtpManners manners;
        manners.tls = tls;
        manners.identity = authority.issue();
        SmtpServer server{manners};
        settings_.starttls = true;
        open(server.url(tls == SmtpManners::Tls::from_start ? "smtps" : "smtp"));
        put(welcome(tls == SmtpManners::Tls::from_start ? "2" : "1"));

        const auto mails = server.wait(1);
        ASSERT_EQ(mails.size(), 1U);
        EXPECT_TRUE(mails[0].was_encrypted);
        EXPECT_TRUE(mails[0].was_signed_in);
        office_.reset();
    }
}

TEST_F(PostOfficeTest, TellsNoSecretToAServerThatDoesNotEncryptOrIsNotItself)
{
    settings_.starttls = true;
    settings_.username = "john";
    settings_.password = "secret";
    SmtpServer plain;
    open(plain.url());
    put(welcome("1"));
    ASSERT_TRUE(comes("postponed", 1));
    office_.reset();

    SmtpManners manners;
    manners.tls = SmtpManners::Tls::starttls;
    manners.identity = test::self_signed();
    SmtpServer impostor{manners};
    open(impostor.url());
    put(welcome("2"));
    ASSERT_TRUE(comes("postponed", 2));
    EXPECT_EQ(plain.wait(0).size() + impostor.wait(0).size(), 0U);
}

TEST_F(PostOfficeTest, ARejectedLetterIsTriedAgainAndArrivesOnce)
{
    SmtpManners manners;
    manners.answers["RCPT"] = "451 later";
    SmtpServer server{manners};
    open(server.url());
    put(welcome());
    ASSERT_TRUE(comes("postponed", 1));
    EXPECT_EQ(store_->waiting(), 1U);

    server.change({});
    office_.reset();  // it survives a restart
    clock_.advance(15s);
    open();

    EXPECT_EQ(server.wait(1).size(), 1U);
    EXPECT_TRUE(comes("sent", 1));
}

TEST_F(PostOfficeTest, ALetterThatNobodyWantsIsNotTriedAgain)
{
    SmtpManners manners;
    manners.answers["RCPT"] = "550 no such user";
    SmtpServer server{manners};
    open(server.url());
    put(welcome());

    EXPECT_TRUE(comes("given_up", 1));
    EXPECT_TRUE(none_waits());
}

TEST_F(PostOfficeTest, ARefusedSignInCostsNoLetter)
{
    SmtpManners manners;
    manners.answers["MAIL"] = "530 sign in first";
    SmtpServer server{manners};
    open(server.url());
    put(welcome());

    EXPECT_TRUE(comes("postponed", 1));
    EXPECT_EQ(store_->waiting(), 1U);
}

TEST_F(PostOfficeTest, AHangingServerHoldsNobodyUp)
{
    for (const char* verb : {"banner", "EHLO", "RCPT", "DATA"}) {
        SmtpManners manners;
        manners.hangs_at = verb;
        SmtpServer server{manners};
        settings_.deadline = 500ms;
        open(server.url());
        const std::uint64_t before = count("postponed");
        const auto begun = std::chrono::steady_clock::now();
        for (int i = 0; i < 100; ++i) put(welcome(verb + std::to_string(i)));
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 400ms) << "putting never blocks";

        EXPECT_TRUE(comes("postponed", before + 1)) << verb;
        office_.reset();
    }
}

TEST_F(PostOfficeTest, StopsSoonWhateverTheServerDoes)
{
    SmtpManners manners;
    manners.hangs_at = "EHLO";
    SmtpServer server{manners};
    settings_.deadline = 60s;
    open(server.url());
    put(welcome());
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (server.connections() == 0 && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(5ms);
    }
    ASSERT_EQ(server.connections(), 1U);

    const auto begun = std::chrono::steady_clock::now();
    office_->stop();

    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
    EXPECT_EQ(store_->waiting(), 1U) << "the letter is there at the next start";
}

TEST_F(PostOfficeTest, ACommandTakesLettersToo)
{
    const auto script = dir_ / "sendmail";
    const auto spool = dir_ / "spool";
    std::ofstream{script} << "#!/bin/sh\ncat > " << spool.string() << ".new && mv "
                          << spool.string() << ".new " << spool.string() << "\n";
    ::chmod(script.c_str(), 0700);
    settings_.sendmail_command = {script.string(), "-t"};
    open();
    put(welcome());

    ASSERT_TRUE(comes("sent", 1));
    std::ifstream file{spool};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_THAT(text, HasSubstr("To: jana@example.cz"));
    EXPECT_THAT(text, HasSubstr("https://example.cz/"));
}

TEST_F(PostOfficeTest, ACommandThatFailsOrHangsIsEnded)
{
    settings_.deadline = 300ms;
    settings_.sendmail_command = {"/bin/sleep", "600"};
    open();
    put(welcome("1"));
    EXPECT_TRUE(comes("postponed", 1));
    office_.reset();

    settings_.sendmail_command = {(dir_ / "missing").string()};
    open();
    put(welcome("2"));
    EXPECT_TRUE(comes("postponed", 2));
}

TEST_F(PostOfficeTest, WithoutASettingNothingIsKept)
{
    open();
    EXPECT_FALSE(office_->is_open());
    put(welcome());
    EXPECT_EQ(count("off"), 1U);
    EXPECT_EQ(store_->waiting(), 0U);
}

}  // namespace
}  // namespace mysigfox::mail
