// The control channel over a real Unix socket, with the real server at its other end.
#include "mysigfox/control/channel.hpp"

#include "mysigfox/http/server.hpp"
#include "mysigfox/net/io_threads.hpp"
#include "support/operations_fixture.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace mysigfox::control {
namespace {

using nlohmann::json;

class ControlChannelTest : public testing::Test {
protected:
    ~ControlChannelTest() override
    {
        if (!server_) return;
        const auto grace = std::chrono::milliseconds{0};
        boost::asio::co_spawn(io_.at(0), server_->stop(grace), boost::asio::use_future).get();
        server_.reset();
        boost::asio::post(io_.at(0), [this] { sweep_.stop(); });
        io_.finish();
    }

    void start()
    {
        add_control_routes(router_, rooms_.operations);
        server_ = http::make_server(io_.at(0), sweep_, router_, {}, {}, metrics_);
        server_->listen(open_control_listener(socket_));
        sweep_.start();
        io_.start();
    }

    test::TemporaryDirectory directory_;
    std::filesystem::path socket_ = directory_ / "control.sock";
    test::OperationsFixture rooms_;
    net::IoThreads io_{1};
    net::Sweep sweep_{io_.at(0)};
    http::Router router_;
    Metrics metrics_;
    std::unique_ptr<http::Server> server_;
};

TEST_F(ControlChannelTest, QuestionsAndAnswersPass)
{
    start();

    const auto added = ask_daemon(socket_, "device.add", R"({"device_id": "ab"})");
    ASSERT_TRUE(added) << added.error().detail;
    EXPECT_EQ(json::parse(*added).at("device_id"), "00AB");
    const auto status = ask_daemon(socket_, "status", "{}");
    ASSERT_TRUE(status) << status.error().detail;
    EXPECT_EQ(json::parse(*status).at("pending"), 1);
}

TEST_F(ControlChannelTest, RefusalsKeepTheirCodeAndSentence)
{
    start();

    const auto unknown = ask_daemon(socket_, "device.show", R"({"device_id": "ab"})");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::unknown_device);
    EXPECT_THAT(unknown.error().detail, testing::HasSubstr("00AB"));
    const auto reload = ask_daemon(socket_, "reload", "{}");
    ASSERT_FALSE(reload);
    EXPECT_EQ(reload.error().code, Errc::bad_configuration);
    EXPECT_EQ(reload.error().detail, "a.toml:1:1: no");
    EXPECT_EQ(ask_daemon(socket_, "nonsense", "{}").error().code, Errc::not_found);
    EXPECT_EQ(ask_daemon(socket_, "device.list", "no json").error().code, Errc::invalid_value);
}

TEST_F(ControlChannelTest, ABatchOfSeveralMegabytesPassesAndComesBackWhole)
{
    start();
    json rows = json::array();
    for (int i = 0; i < 5'000; ++i) {
        rows.push_back({{"device_id", std::to_string(100'000 + i)},
                        {"webhook_url", "https://a.example/" + std::string(500, 'x')}});
    }

    const auto answer = ask_daemon(socket_, "device.import", json{{"rows", rows}}.dump());

    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(json::parse(*answer).at("results").size(), 5'000U);
    EXPECT_EQ(rooms_.registry.rows.size(), 5'000U);
    const auto listed = ask_daemon(socket_, "device.list", R"({"limit": 5000})");
    ASSERT_TRUE(listed);
    EXPECT_EQ(json::parse(*listed).at("devices").size(), 5'000U);
}

TEST_F(ControlChannelTest, MoreThanFourMegabytesAreRefused)
{
    start();
    const std::string tail = R"({"rows": [")" + std::string(5 * 1024 * 1024, 'x') + R"("]})";

    EXPECT_FALSE(ask_daemon(socket_, "device.import", tail));
    EXPECT_TRUE(ask_daemon(socket_, "status", "{}"));
}

TEST_F(ControlChannelTest, OwnerAndGroupMayAskAndNobodyElse)
{
    start();
    struct stat status {};
    ASSERT_EQ(::stat(socket_.c_str(), &status), 0);

    EXPECT_TRUE(S_ISSOCK(status.st_mode));
    EXPECT_EQ(status.st_mode & 0777, 0660U);
}

TEST_F(ControlChannelTest, ASocketLeftOverIsReplacedAndALivingOneIsNot)
{
    ::close(open_control_listener(socket_));
    ASSERT_TRUE(std::filesystem::exists(socket_));
    EXPECT_EQ(ask_daemon(socket_, "status", "{}").error().code, Errc::unreachable);

    start();

    EXPECT_TRUE(ask_daemon(socket_, "status", "{}"));
    EXPECT_THROW(open_control_listener(socket_), std::system_error);
    EXPECT_TRUE(ask_daemon(socket_, "status", "{}"));
}

TEST_F(ControlChannelTest, WhatIsNoSocketIsLeftAlone)
{
    std::ofstream{socket_} << "precious";

    EXPECT_THROW(open_control_listener(socket_), std::system_error);

    std::string text;
    std::ifstream{socket_} >> text;
    EXPECT_EQ(text, "precious");
}

TEST_F(ControlChannelTest, APathThatDoesNotFitIsNamedAtBothEnds)
{
    const std::filesystem::path longer = directory_ / std::string(120, 'x').c_str();

    EXPECT_THROW(open_control_listener(longer), std::system_error);
    EXPECT_EQ(ask_daemon(longer, "status", "{}").error().code, Errc::unreachable);
}

TEST_F(ControlChannelTest, WithoutADaemonItIsUnreachable)
{
    EXPECT_EQ(ask_daemon(socket_, "status", "{}").error().code, Errc::unreachable);
}

}  // namespace
}  // namespace mysigfox::control
