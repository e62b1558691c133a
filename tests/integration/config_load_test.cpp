// Configuration files, secret files and the directories that a service manager names.
#include "mysigfox/config/load.hpp"

#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace mysigfox::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ConfigLoadTest : public testing::Test {
protected:
    void write(const char* name, std::string_view text)
    {
        std::ofstream{directory_ / name} << text;
    }

    Source source()
    {
        Source source;
        source.file = directory_ / "my.toml";
        source.environment = [this](const char* name) -> const char* {
            const auto found = environment_.find(name);
            return found == environment_.end() ? nullptr : found->second.c_str();
        };
        return source;
    }

    std::string problems(std::string_view toml)
    {
        write("my.toml", toml);
        const auto settings = load(source());
        if (settings) return "none";
        EXPECT_EQ(settings.error().code, Errc::bad_configuration);
        return settings.error().detail;
    }

    test::TemporaryDirectory directory_;
    std::map<std::string, std::string> environment_;
};

TEST_F(ConfigLoadTest, TheShippedFileIsTheDefaultOne)
{
    std::ifstream file{SOURCE_DIR "/config/mysigfox.toml"};
    std::ostringstream text;
    text << file.rdbuf();

    EXPECT_EQ(text.str(), default_file())
        << "renew it: mysigfox config defaults > config/mysigfox.toml";
}

TEST_F(ConfigLoadTest, AnAccountWithoutASecretIsForThisMachineOnly)
{
    EXPECT_THAT(problems(default_file()), HasSubstr("without a secret"));
    EXPECT_THAT(problems(""), HasSubstr("without a secret"));
    EXPECT_EQ(problems("public_url = \"http://127.0.0.1:8080\""), "none");
    EXPECT_EQ(problems("[[sigfox.account]]\nsecrets = [\"abc\"]"), "none");
}

TEST_F(ConfigLoadTest, SecretFilesComeFirstAndLieBesideTheFileOrWithTheCredentials)
{
    write("first", "one\n");
    std::filesystem::create_directory(directory_ / "credentials");
    write("credentials/first", "other\n");
    write("my.toml", "[[sigfox.account]]\nsecret_files = [\"first\"]\nsecrets = [\"two\"]");

    EXPECT_THAT(load(source())->accounts.at(0).secrets, ElementsAre("one", "two"));
    environment_["CREDENTIALS_DIRECTORY"] = directory_ / "credentials";
    EXPECT_THAT(load(source())->accounts.at(0).secrets, ElementsAre("other", "two"));
}

TEST_F(ConfigLoadTest, ASecretIsFoundByOneNameUnderSystemdAndWithoutIt)
{
    std::filesystem::create_directory(directory_ / "secrets");
    write("secrets/main", "beside\n");
    write("my.toml", "[[sigfox.account]]\nsecret_files = [\"secrets/main\"]");
    EXPECT_THAT(load(source())->accounts.at(0).secrets, ElementsAre("beside"));

    environment_["CREDENTIALS_DIRECTORY"] = directory_ / "credentials";
    EXPECT_THAT(load(source())->accounts.at(0).secrets, ElementsAre("beside")) << "none there";
    std::filesystem::create_directory(directory_ / "credentials");
    write("credentials/secrets_main", "passed\n");
    EXPECT_THAT(load(source())->accounts.at(0).secrets, ElementsAre("passed"));
}

TEST_F(ConfigLoadTest, AFileWithASecretThatEverybodyMayReadIsRemarked)
{
    namespace fs = std::filesystem;
    const auto give = [this](const char* name, unsigned mode) {
        fs::permissions(directory_ / name, static_cast<fs::perms>(mode));
    };
    fs::create_directory(directory_ / "credentials");
    for (const char* const name : {"a", "b", "password", "c.pem", "c.key", "credentials/d"}) {
        write(name, std::string{name} == "b" ? "another" : "secret");
        give(name, 0644);
    }
    fs::create_symlink("a", directory_ / "link");
    environment_["CREDENTIALS_DIRECTORY"] = directory_ / "credentials";
    write("my.toml",
          "[[sigfox.account]]\nsecret_files = [\"link\", \"b\"]\n"
          "[mail]\npassword_file = \"password\"\n"
          "[tls]\ncertificate_file = \"c.pem\"\nprivate_key_file = \"c.key\"");
    give("", 0755);
    give("credentials", 0755);
    give("b", 0640);
    const auto found = [this](const char* name) {
        return "found " + (directory_ / name).string() +
               " with mode 0644, which everybody on this machine may read, expected 0600 or 0640";
    };

    EXPECT_THAT(load(source())->warnings,
                ElementsAre("tls.private_key_file: " + found("c.key"),
                            "mail.password_file: " + found("password"),
                            (directory_ / "my.toml").string() +
                                ":1:1: sigfox.account: secret_files: " + found("link")));
    EXPECT_THAT(load(source(), Secrets::leave)->warnings, IsEmpty());

    give("", 0700);
    EXPECT_THAT(load(source())->warnings, IsEmpty()) << "nobody else enters the folder";

    give("", 0755);
    write("my.toml", "[[sigfox.account]]\nsecret_files = [\"d\"]");
    EXPECT_THAT(load(source())->warnings, IsEmpty()) << "systemd answers for its credentials";
}

TEST_F(ConfigLoadTest, WrongSecretsAreRefusedWithoutBeingShown)
{
    write("empty", "");
    EXPECT_THAT(problems("[[sigfox.account]]\nsecret_files = [\"absent\"]"), HasSubstr("absent"));
    EXPECT_THAT(problems("[[sigfox.account]]\nsecret_files = [\"empty\"]"), HasSubstr("empty"));
    const std::string spaced = problems("[[sigfox.account]]\nsecrets = [\"open sesame\"]");
    EXPECT_THAT(spaced, HasSubstr("my.toml:1:1: sigfox.account: secrets"));
    EXPECT_THAT(spaced, testing::Not(HasSubstr("sesame")));
    EXPECT_THAT(problems("[[sigfox.account]]\nsecrets = [\"a\"]\n"
                         "[[sigfox.account]]\nname = \"b\"\nsecrets = [\"a\"]"),
                HasSubstr("stands twice"));
    EXPECT_THAT(problems("[[sigfox.account]]\nsecrets = [\"a\"]\n"
                         "[[sigfox.account]]\nsecrets = [\"b\"]"),
                HasSubstr("a second account called \"main\""));
}

TEST_F(ConfigLoadTest, ListenersAndCertificatesMustFitTogether)
{
    const std::string local = "public_url = \"http://127.0.0.1:8080\"\n[listen]\n";
    const std::vector<std::pair<std::string, std::string>> cases{
        {"http = []", "listen.http: found no address there and none in listen.https"},
        {"https = [\"[::]:443\"]", "listen.https: found addresses and no tls.certificate_file"},
        {"[tls]\ncertificate_file = [\"a\", \"b\"]\nprivate_key_file = \"c\"",
         "tls: found 2 in certificate_file and 1 in private_key_file, expected a key for each"},
        {"trusted_proxies = [\"::1/128\"]\nproxy_protocol = [\"[::1]:80\"]",
         "listen.proxy_protocol: found [::1]:80, expected an address of listen.http"},
        {"proxy_protocol = [\"127.0.0.1:8080\"]",
         "listen.proxy_protocol: found no listen.trusted_proxies"},
    };
    for (const auto& [toml, problem] : cases) {
        EXPECT_THAT(problems(local + toml), HasSubstr(problem)) << toml;
    }
}

TEST_F(ConfigLoadTest, ACertificateLiesBesideTheFileOrWithTheCredentials)
{
    std::filesystem::create_directory(directory_ / "credentials");
    write("credentials/tls_a.key", "");
    environment_["CREDENTIALS_DIRECTORY"] = directory_ / "credentials";
    write("my.toml",
          "public_url = \"http://127.0.0.1:8080\"\n[listen]\nhttp = []\nhttps = [\"[::]:443\"]\n"
          "[tls]\ncertificate_file = \"tls/a.pem\"\nprivate_key_file = \"tls/a.key\"");

    const auto settings = load(source());

    ASSERT_TRUE(settings) << settings.error().detail;
    EXPECT_THAT(settings->tls.certificates, ElementsAre(directory_ / "tls/a.pem"));
    EXPECT_THAT(settings->tls.private_keys, ElementsAre(directory_ / "credentials/tls_a.key"));
}

TEST_F(ConfigLoadTest, CommandsDoWithoutSecrets)
{
    write("my.toml", "[[sigfox.account]]\nsecret_files = [\"not-for-me\"]");

    EXPECT_FALSE(load(source()));
    EXPECT_TRUE(load(source(), Secrets::leave));
}

TEST_F(ConfigLoadTest, TheControlSocketIsFoundWhereItIsSaidToBe)
{
    write("my.toml", "state_directory = \"/somewhere\"");
    const auto socket = [&] { return load(source(), Secrets::leave)->control_socket; };

    EXPECT_EQ(socket(), "/somewhere/control.sock");
    environment_["RUNTIME_DIRECTORY"] = "/run/one:/run/two";
    EXPECT_EQ(socket(), "/run/one/control.sock");
    environment_["MYSIGFOX_CONTROL_SOCKET"] = "/mine.sock";
    EXPECT_EQ(socket(), "/mine.sock");
}

TEST_F(ConfigLoadTest, AFileThatWasAskedForMustBeThere)
{
    Source absent = source();
    absent.file = directory_ / "absent.toml";
    EXPECT_THAT(load(absent).error().detail, HasSubstr("absent.toml"));
    absent.file = directory_.path();
    EXPECT_FALSE(load(absent));

    absent.file.reset();
    environment_["MYSIGFOX_CONFIG"] = directory_ / "my.toml";
    write("my.toml", "threads = 5");
    EXPECT_EQ(load(absent, Secrets::leave)->threads, 5U);
}

}  // namespace
}  // namespace mysigfox::config
