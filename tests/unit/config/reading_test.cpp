// Layers of configuration: what each key takes, who goes before whom, and what is said of errors.
#include "config/reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace mysigfox::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ReadingTest : public testing::Test {
protected:
    Reading read(std::string_view toml)
    {
        Source source;
        source.overrides = flags_;
        source.environment = [this](const char* name) -> const char* {
            const auto found = environment_.find(name);
            return found == environment_.end() ? nullptr : found->second.c_str();
        };
        return read_layers(source, {parse_toml(toml, "my.toml"), {}});
    }

    std::string only_problem(std::string_view toml)
    {
        const Reading reading = read(toml);
        EXPECT_EQ(reading.problems.size(), 1U) << testing::PrintToString(reading.problems);
        return reading.problems.empty() ? "" : reading.problems.front();
    }

    std::string origin_of(std::string_view toml, const std::string& key)
    {
        for (const InForce& one : read(toml).in_force) {
            if (one.key == key) return one.origin;
        }
        return "no such key";
    }

    std::map<std::string, std::string> environment_;
    std::vector<std::string> flags_;
};

TEST_F(ReadingTest, NothingWrittenMeansTheDefaultsOfTheInterface)
{
    const Reading reading = read("");

    EXPECT_THAT(reading.problems, IsEmpty());
    const Settings& settings = reading.settings;
    EXPECT_EQ(settings.state_directory, "/var/lib/mysigfox");
    EXPECT_EQ(settings.public_url, "https://mysigfox.example");
    ASSERT_EQ(settings.listen.http.size(), 1U);
    EXPECT_EQ(settings.listen.http[0].address.str(), "127.0.0.1");
    EXPECT_EQ(settings.listen.http[0].port, 8080);
    ASSERT_TRUE(settings.listen.admin);
    EXPECT_EQ(settings.listen.admin->port, 9090);
    EXPECT_EQ(settings.delivery.total_timeout, std::chrono::seconds{30});
    EXPECT_EQ(settings.delivery.give_up_after, std::chrono::hours{76});
    EXPECT_EQ(settings.retention.messages, std::chrono::hours{30 * 24});
    EXPECT_EQ(settings.retention.max_size, std::uint64_t{10} << 30);
    EXPECT_FALSE(settings.registration.may_replace_email);
    EXPECT_EQ(settings.log.level, "info");
    EXPECT_EQ(settings.aliases.device, sigfox::KeyAliases::defaults().device);
    ASSERT_EQ(reading.accounts.size(), 1U);
    EXPECT_EQ(reading.accounts[0].account.name, "main");
    EXPECT_EQ(reading.accounts[0].account.unknown_device, sigfox::UnknownDevice::keep);
}

TEST_F(ReadingTest, TheDefaultFileSaysWhatHappensWithoutIt)
{
    const Reading without = read("");
    const Reading with = read(default_file());

    EXPECT_THAT(with.problems, IsEmpty());
    ASSERT_EQ(with.in_force.size(), without.in_force.size());
    for (std::size_t i = 0; i < with.in_force.size(); ++i) {
        EXPECT_EQ(with.in_force[i].key, without.in_force[i].key);
        EXPECT_EQ(with.in_force[i].value, without.in_force[i].value);
        EXPECT_THAT(with.in_force[i].origin, HasSubstr("my.toml:"))
            << with.in_force[i].key << " does not stand in the file";
    }
}

TEST_F(ReadingTest, EveryProblemIsToldWithItsPlaceWhatWasFoundAndWhatWasExpected)
{
    struct Case {
        std::string_view toml;
        std::string_view problem;
    };
    const std::vector<Case> cases{
        {"\n[listen]\nhttp = [\"127.0.0.1:8080\", \"localhost\"]",
         R"(my.toml:3:27: listen.http: found "localhost", expected an address)"},
        {"[listen]\nhttp = \"127.0.0.1:80\"", R"(2:8: listen.http: found "127.0.0.1:80")"},
        {"[listen]\nhttps = [\"8443\"]",
         R"(2:10: listen.https: found "8443", expected an address)"},
        {"[tls]\ncertificate_file = 3", "found 3, expected a path, or a list of them"},
        {"[listen]\ntrusted_proxies = [\"10.0.0.1/8\"]", R"(found "10.0.0.1/8", expected a block)"},
        {"[delivery]\ntotal_timeout = \"30\"", R"(found "30", expected a duration)"},
        {"[delivery]\ntotal_timeout = 30", "found 30, expected a duration"},
        {"[delivery]\ntotal_timeout = \"0s\"", "total_timeout: found \"0s\""},
        {"[delivery]\nextra_ports = [81, 70000]", "2:20: delivery.extra_ports: found 70000"},
        {"[retention]\nmessages = \"90m\"", "whole hours or days"},
        {"[retention]\nmax_size = \"10GB\"", R"(found "10GB", expected a size)"},
        {"[registration]\nemail = \"none\"", R"(expected one of "match", "any")"},
        {"[log]\nlevel = \"loud\"", R"(found "loud", expected one of "trace")"},
        {"threads = 1.5", "1:11: threads: found 1.5, expected a whole number"},
        {"threads = 2024-01-01", "found a date or time"},
        {"public_url = \"https://a.example/path\"", "and no path"},
        {"public_url = \"ftp://a.example\"", "public_url: found"},
        {"[listne]\nhttp = []", "2:8: listne.http: unknown key, did you mean listen.http?"},
        {"[delivery]\ntotal_timeut = \"30s\"", "did you mean delivery.total_timeout?"},
        {"level = \"info\"", "level: unknown key, did you mean log.level?"},
        {"[[sigfox.account]]\nnmae = \"a\"", "2:8: nmae: unknown key, did you mean name?"},
        {"[[sigfox.account]]\n[[sigfox.account]]\nunknown_device = \"lose\"",
         "3:18: sigfox.account[1].unknown_device: found \"lose\""},
        {"[sigfox]\naccount = 3", "[[sigfox.account]]"},
        {"[listen\nhttp = 1", "my.toml:1:8: "},
    };
    for (const Case& one : cases) {
        EXPECT_THAT(only_problem(one.toml), HasSubstr(std::string{one.problem})) << one.toml;
    }
}

TEST_F(ReadingTest, AllProblemsAreToldAtOnce)
{
    const Reading reading = read("threads = -1\nnonsense = 1\n[log]\nlevel = 3\nformat = 4");

    EXPECT_EQ(reading.problems.size(), 4U) << testing::PrintToString(reading.problems);
}

TEST_F(ReadingTest, AFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile)
{
    const std::string_view file = "[log]\nlevel = \"error\"";
    EXPECT_EQ(read(file).settings.log.level, "error");
    EXPECT_EQ(origin_of(file, "log.level"), "my.toml:2:9");

    environment_["MYSIGFOX_LOG_LEVEL"] = "warn";
    EXPECT_EQ(read(file).settings.log.level, "warn");
    EXPECT_EQ(origin_of(file, "log.level"), "MYSIGFOX_LOG_LEVEL");

    flags_ = {"log.level=debug"};
    EXPECT_EQ(read(file).settings.log.level, "debug");
    EXPECT_EQ(origin_of(file, "log.level"), "--set");
    EXPECT_EQ(origin_of(file, "log.format"), "default");
}

TEST_F(ReadingTest, OutsideAFileBareWordsAndCommasWillDo)
{
    environment_["MYSIGFOX_LISTEN_HTTP"] = "127.0.0.1:1, [::1]:2";
    environment_["MYSIGFOX_DELIVERY_EXTRA_PORTS"] = "81,82";
    environment_["MYSIGFOX_STATE_DIRECTORY"] = "/tmp/a b";
    flags_ = {"threads=3", "delivery.allowed_targets=[\"127.0.0.0/8\"]",
              "delivery.give_up_after=\"1d\""};

    const Reading reading = read("");

    EXPECT_THAT(reading.problems, IsEmpty());
    ASSERT_EQ(reading.settings.listen.http.size(), 2U);
    EXPECT_TRUE(reading.settings.listen.http[1].address.is_v6());
    EXPECT_THAT(reading.settings.delivery.extra_ports, ElementsAre(81, 82));
    EXPECT_EQ(reading.settings.state_directory, "/tmp/a b");
    EXPECT_EQ(reading.settings.threads, 3U);
    EXPECT_EQ(reading.settings.delivery.allowed_targets.size(), 1U);
    EXPECT_EQ(reading.settings.delivery.give_up_after, std::chrono::hours{24});
}

TEST_F(ReadingTest, WrongFlagsAreNamed)
{
    flags_ = {"threads"};
    EXPECT_THAT(only_problem(""), HasSubstr("--set: found threads, expected key=value"));
    flags_ = {"treads=1"};
    EXPECT_THAT(only_problem(""), HasSubstr("--set: treads: unknown key, did you mean threads?"));
}

TEST_F(ReadingTest, SecretsAreNeverShown)
{
    const std::string_view file = "[[sigfox.account]]\nsecrets = [\"sesame-open\"]";
    const std::string shown = show(read(file).in_force);

    EXPECT_THAT(shown, HasSubstr(R"(secrets = "***")"));
    EXPECT_THAT(shown, testing::Not(HasSubstr("sesame")));
    EXPECT_THAT(only_problem("[[sigfox.account]]\nsecrets = \"sesame-open\""),
                testing::Not(HasSubstr("sesame")));
}

TEST_F(ReadingTest, AliasesComeBesideTheUsualNames)
{
    const Settings settings = read("[sigfox.aliases]\ndevice = [\"thing\"]").settings;

    const auto usual = sigfox::KeyAliases::defaults().device;
    ASSERT_EQ(settings.aliases.device.size(), usual.size() + 1);
    EXPECT_EQ(settings.aliases.device.back(), "thing");
}

TEST_F(ReadingTest, WhatAReloadDoesNotApplyIsNamed)
{
    const auto before = read("threads = 1\n[log]\nlevel = \"info\"").in_force;
    const auto after = read("threads = 2\n[log]\nlevel = \"debug\"").in_force;

    EXPECT_THAT(needs_restart(before, after), ElementsAre("threads"));
    EXPECT_THAT(needs_restart(before, before), IsEmpty());
}

}  // namespace
}  // namespace mysigfox::config
