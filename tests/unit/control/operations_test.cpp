// What the command line can ask for: values judged, changes made, lanes told, in JSON both ways.
#include "mysigfox/control/operations.hpp"

#include "support/operations_fixture.hpp"
#include "support/run_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mysigfox::control {
namespace {

using namespace literals;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class OperationsTest : public testing::Test {
protected:
    Result<std::string> ask(std::string_view verb, const json& arguments)
    {
        const std::string text = arguments.dump();
        // co_spawn wants a type that can be made empty; the optional is.
        const auto boxed =
            [](Task<Result<std::string>> task) -> Task<std::optional<Result<std::string>>> {
            co_return co_await std::move(task);
        };
        return *test::run_task(boxed(rooms_.operations.perform(verb, text)));
    }

    json done(std::string_view verb, const json& arguments)
    {
        const auto answer = ask(verb, arguments);
        EXPECT_TRUE(answer) << verb << ": " << (answer ? "" : answer.error().detail);
        return answer ? json::parse(*answer) : json{};
    }

    Error refused(std::string_view verb, const json& arguments)
    {
        const auto answer = ask(verb, arguments);
        EXPECT_FALSE(answer) << verb;
        return answer ? Error{} : answer.error();
    }

    test::OperationsFixture rooms_;
};

TEST_F(OperationsTest, AddMakesATokenAndTellsTheLanes)
{
    const json answer = done("device.add", {{"device_id", "ab"}, {"email", "a@b.example"}});

    EXPECT_EQ(answer.at("device_id"), "00AB");
    EXPECT_EQ(answer.at("token"), "AAAAAAAAAA");
    EXPECT_EQ(rooms_.registry.rows.at("AB"_device).email, "a@b.example");
    EXPECT_THAT(rooms_.changed, ElementsAre("AB"_device));
}

TEST_F(OperationsTest, WhoStopsBeginsNothingButSaysHowItIs)
{
    EXPECT_EQ(done("healthcheck", json::object()).at("checks"), json::array());
    rooms_.is_stopping = true;

    EXPECT_EQ(done("healthcheck", json::object()).at("checks"), json::array());
    EXPECT_EQ(done("status", json::object()).at("pending"), 1);
    for (const char* const verb : {"device.add", "device.list", "reload", "customer.forget"}) {
        EXPECT_EQ(refused(verb, {{"device_id", "ab"}}).code, Errc::overloaded) << verb;
    }
    EXPECT_THAT(rooms_.registry.rows, IsEmpty());
}

TEST_F(OperationsTest, EveryWrongValueIsNamedAndATokenNeverRepeated)
{
    struct Case {
        json arguments;
        const char* detail;
    };
    const std::vector<Case> cases{
        {{{"device_id", "xyz"}}, R"(device_id: found "xyz", expected 1 to 8 hexadecimal digits)"},
        {json::object(), "device_id: found \"\""},
        {{{"device_id", 5}}, "device_id: found number, expected a text"},
        {{{"device_id", "1"}, {"email", "nobody"}}, "email: found \"nobody\""},
        {{{"device_id", "1"}, {"token", "S3CRET"}}, "token: found something of 6 characters"},
        {{{"device_id", "1"}, {"webhook_url", "http://10.0.0.1/?key=hidden"}},
         "webhook_url: found \"http://10.0.0.1/?…\""},
        {{{"device_id", "1"}, {"language", "de"}}, "language: found \"de\", expected cs or en"},
    };
    for (const Case& one : cases) {
        const Error error = refused("device.add", one.arguments);
        EXPECT_EQ(error.code, Errc::invalid_value);
        EXPECT_THAT(error.detail, HasSubstr(one.detail));
        EXPECT_THAT(error.detail, Not(HasSubstr("S3CRET")));
        EXPECT_THAT(error.detail, Not(HasSubstr("hidden")));
    }
    EXPECT_THAT(rooms_.changed, IsEmpty());
}

TEST_F(OperationsTest, AWebhookIsPausedAndResumedByItsPublicName)
{
    const WebhookId webhook{4711};
    const json arguments{{"webhook_id", public_id(webhook)}};
    EXPECT_EQ(done("webhook.pause", arguments), arguments);
    EXPECT_EQ(done("webhook.resume", arguments), arguments);
    EXPECT_THAT(rooms_.paused, ElementsAre(webhook));
    EXPECT_THAT(rooms_.resumed, ElementsAre(webhook));

    EXPECT_EQ(refused("webhook.pause", {{"webhook_id", "wh_1"}}).code, Errc::invalid_value);
    EXPECT_EQ(refused("webhook.pause", json::object()).code, Errc::invalid_value);
}

TEST_F(OperationsTest, ImportTakesTheGoodRowsAndKeepsTheirPlaces)
{
    const json answer =
        done("device.import", {{"rows",
                                {{{"device_id", "1"}},
                                 {{"device_id", "zz"}},
                                 {{"device_id", "2"}, {"webhook_url", "https://a.example/x"}},
                                 {{"device_id", "2"}}}}});

    const json& results = answer.at("results");
    ASSERT_EQ(results.size(), 4U);
    EXPECT_EQ(results[0].at("verdict"), "created");
    EXPECT_EQ(results[0].at("token"), "AAAAAAAAAA");
    EXPECT_EQ(results[1].at("verdict"), "rejected");
    EXPECT_THAT(results[1].at("reason").get<std::string>(), HasSubstr("device_id"));
    EXPECT_EQ(results[2].at("verdict"), "created");
    EXPECT_EQ(results[3].at("verdict"), "unchanged");
    EXPECT_FALSE(results[3].contains("token"));
    // Only the one that got a webhook concerns anybody's lane.
    EXPECT_THAT(rooms_.changed, ElementsAre("2"_device));
}

TEST_F(OperationsTest, ADryRunForetellsAndChangesNothing)
{
    done("device.import", {{"rows", {{{"device_id", "1"}, {"email", "a@b.example"}}}}});
    const auto before = rooms_.registry.rows.size();

    const json answer =
        done("device.import", {{"dry_run", true},
                               {"rows",
                                {{{"device_id", "1"}},
                                 {{"device_id", "1"}, {"email", "A@B.example"}},
                                 {{"device_id", "1"}, {"email", "c@d.example"}},
                                 {{"device_id", "1"}, {"webhook_url", "https://a.example/"}},
                                 {{"device_id", "2"}}}}});

    std::vector<std::string> verdicts;
    for (const json& result : answer.at("results")) verdicts.push_back(result.at("verdict"));
    EXPECT_THAT(verdicts, ElementsAre("unchanged", "unchanged", "rejected", "updated", "created"));
    EXPECT_EQ(rooms_.registry.rows.size(), before);
}

TEST_F(OperationsTest, AnImportMayPauseWhatItTakesIn)
{
    done("device.add", {{"device_id", "1"}});
    const json rows = json::array({{{"device_id", "1"}}, {{"device_id", "2"}}});

    const json foretold =
        done("device.import", {{"rows", rows}, {"paused", true}, {"dry_run", true}});
    EXPECT_EQ(foretold.at("results")[0].at("verdict"), "updated");
    EXPECT_FALSE(rooms_.registry.rows.at("1"_device).is_paused);
    done("device.import", {{"rows", rows}, {"paused", true}});
    done("device.import", {{"rows", rows}});

    EXPECT_TRUE(rooms_.registry.rows.at("1"_device).is_paused);
    EXPECT_TRUE(rooms_.registry.rows.at("2"_device).is_paused) << "the second import says nothing";
}

class ResumeTest : public OperationsTest {
protected:
    /// Two minutes ago, one minute ago, and so on.
    void wait(DeviceId device, std::int64_t id, std::chrono::minutes ago)
    {
        storage::PendingDelivery one;
        one.id = DeliveryId{id};
        one.device = device;
        one.received = rooms_.clock.now() - ago;
        rooms_.outbox.pending.push_back(one);
    }

    void add(const char* device, bool is_paused)
    {
        done("device.add", {{"device_id", device}});
        if (is_paused) done("device.pause", {{"device_id", device}});
        rooms_.changed.clear();
    }
};

TEST_F(ResumeTest, AllThatArePausedGoOnAndNoOther)
{
    add("1", true);
    add("2", false);
    add("3", true);

    const json answer = done("device.resume", {{"all", true}});

    EXPECT_EQ(answer.at("devices"), 2);
    EXPECT_EQ(answer.at("skipped_messages"), 0);
    EXPECT_EQ(answer.at("next"), json());
    EXPECT_THAT(rooms_.changed, ElementsAre("1"_device, "3"_device));
    EXPECT_FALSE(rooms_.registry.rows.at("3"_device).is_paused);
    EXPECT_THAT(rooms_.outbox.not_sent, IsEmpty());
    EXPECT_EQ(done("device.resume", {{"all", true}}).at("devices"), 0);
}

TEST_F(ResumeTest, WhatCameBeforeAMomentIsNotSentIfItIsAPausedDevices)
{
    add("1", true);
    add("2", false);
    wait("1"_device, 10, std::chrono::minutes{5});
    wait("2"_device, 11, std::chrono::minutes{5});
    wait("1"_device, 12, std::chrono::minutes{1});
    const json arguments{{"all", true}, {"skip_before", "3m"}};

    json dry = arguments;
    dry["dry_run"] = true;
    EXPECT_EQ(done("device.resume", dry).at("skipped_messages"), 1);
    EXPECT_THAT(rooms_.outbox.not_sent, IsEmpty());
    EXPECT_TRUE(rooms_.registry.rows.at("1"_device).is_paused);
    EXPECT_EQ(done("device.resume", arguments).at("skipped_messages"), 1);

    EXPECT_THAT(rooms_.outbox.not_sent, ElementsAre(DeliveryId{10}));
    EXPECT_FALSE(rooms_.registry.rows.at("1"_device).is_paused);
}

TEST_F(ResumeTest, OneDeviceAlone)
{
    add("1", true);
    add("2", true);
    wait("1"_device, 10, std::chrono::minutes{5});
    wait("2"_device, 11, std::chrono::minutes{5});

    const json answer = done("device.resume", {{"device_id", "2"}, {"skip_before", "1m"}});

    EXPECT_EQ(answer.at("devices"), 1);
    EXPECT_THAT(rooms_.outbox.not_sent, ElementsAre(DeliveryId{11}));
    EXPECT_TRUE(rooms_.registry.rows.at("1"_device).is_paused);
}

TEST_F(ResumeTest, ManyGoPageByPageAndTheMomentStays)
{
    for (std::uint32_t i = 1; i <= 5'001; ++i) {
        storage::DeviceRecord& row = rooms_.registry.rows[DeviceId::from_value(i)];
        row.id = DeviceId::from_value(i);
        row.is_paused = i % 2 == 1;
    }
    json arguments{{"all", true}, {"skip_before", "1h"}};

    const json first = done("device.resume", arguments);
    arguments["after"] = first.at("next");
    arguments["skip_before"] = first.at("skip_before");
    const json second = done("device.resume", arguments);

    EXPECT_EQ(first.at("devices"), 2'500);
    EXPECT_EQ(second.at("devices"), 1);
    EXPECT_EQ(second.at("next"), json());
    EXPECT_EQ(second.at("skip_before"), first.at("skip_before"));
}

TEST_F(ResumeTest, AMomentThatIsNoneChangesNothing)
{
    add("1", true);

    for (const json& moment : {json("yesterday"), json(5), json("5x"), json("2026-02-30"),
                               json("2026-11-2"), json("2026-11-23Z")}) {
        const Error error = refused("device.resume", {{"all", true}, {"skip_before", moment}});
        EXPECT_THAT(error.detail, HasSubstr("skip_before: expected a time"));
    }
    EXPECT_TRUE(rooms_.registry.rows.at("1"_device).is_paused);
}

TEST_F(OperationsTest, AFailedImportFailsAsAWhole)
{
    rooms_.registry.failure = make_error(Errc::storage_unavailable, "the disk is full");
    EXPECT_EQ(refused("device.import", {{"rows", {{{"device_id", "1"}}}}}).code,
              Errc::storage_unavailable);
    EXPECT_EQ(refused("device.import", json::object()).code, Errc::invalid_value);
}

TEST_F(OperationsTest, AnOwnerWhoLeavesTakesHisOpenMessagesAlong)
{
    for (const char* id : {"1", "2", "3"}) done("device.add", {{"device_id", id}});
    rooms_.changed.clear();

    EXPECT_EQ(done("device.unregister", {{"device_id", "1"}}).at("dropped_messages"), 3);
    EXPECT_EQ(done("device.remove", {{"device_id", "2"}}).at("dropped_messages"), 3);
    const json moved = done("device.transfer", {{"device_id", "3"}, {"email", "new@b.example"}});

    EXPECT_EQ(moved.at("token"), "AAAAAAAAAA");
    EXPECT_THAT(rooms_.outbox.dropped, ElementsAre("1"_device, "2"_device, "3"_device));
    EXPECT_THAT(rooms_.changed, ElementsAre("1"_device, "2"_device, "3"_device));
    EXPECT_FALSE(rooms_.registry.rows.contains("2"_device));
}

TEST_F(OperationsTest, AnUnknownDeviceIsSaidToBeUnknown)
{
    for (const char* verb : {"device.show", "device.set", "device.pause", "device.resume",
                             "device.new_token", "device.unregister", "device.remove"}) {
        EXPECT_EQ(refused(verb, {{"device_id", "5"}}).code, Errc::unknown_device) << verb;
    }
    EXPECT_THAT(rooms_.changed, IsEmpty());
    EXPECT_THAT(rooms_.outbox.dropped, IsEmpty());
}

TEST_F(OperationsTest, SetRefusesASecondEmail)
{
    done("device.add", {{"device_id", "1"}, {"email", "a@b.example"}});

    const Error error = refused("device.set", {{"device_id", "1"}, {"email", "c@d.example"}});

    EXPECT_EQ(error.code, Errc::conflict);
    EXPECT_THAT(error.detail, HasSubstr("email"));
}

TEST_F(OperationsTest, ListsGoPageByPageToTheEnd)
{
    for (int i = 1; i <= 5; ++i) done("device.add", {{"device_id", std::to_string(i)}});

    std::vector<std::string> seen;
    json arguments{{"limit", 2}};
    for (int page = 0; page < 10; ++page) {
        const json answer = done("device.list", arguments);
        for (const json& device : answer.at("devices")) seen.push_back(device.at("device_id"));
        if (answer.at("next").is_null()) break;
        arguments["after"] = answer.at("next");
    }

    EXPECT_THAT(seen, ElementsAre("0001", "0002", "0003", "0004", "0005"));
}

TEST_F(OperationsTest, ExportHasTheColumnsOfImportAndNothingMore)
{
    done("device.add", {{"device_id", "1"}, {"webhook_url", "https://a.example/?b=c"}});

    const json row = done("device.export", json::object()).at("devices").at(0);

    const json expected{{"device_id", "0001"},
                        {"email", ""},
                        {"webhook_url", "https://a.example/?b=c"},
                        {"language", "cs"}};
    EXPECT_EQ(row, expected);
}

TEST_F(OperationsTest, ShowTellsTimesAndWhatWaits)
{
    done("device.add", {{"device_id", "1"}});
    rooms_.registry.rows["1"_device].created = from_milliseconds(1'501'568'895'123);

    const json shown = done("device.show", {{"device_id", "01"}});

    EXPECT_EQ(shown.at("created"), "2017-08-01T06:28:15Z");
    EXPECT_EQ(shown.at("unclaimed_messages"), 7);
    EXPECT_EQ(shown.at("is_paused"), false);
}

TEST_F(OperationsTest, AdoptionTakesInWhatWasHeardAndIsNotKnown)
{
    rooms_.outbox.unknown = {{"A1"_device, 2, from_milliseconds(0), "main"},
                             {"A2"_device, 1, from_milliseconds(0), "main"},
                             {"A3"_device, 1, from_milliseconds(0), "main"}};
    done("device.add", {{"device_id", "A3"}});

    EXPECT_EQ(done("device.list_unknown", json::object()).at("devices").size(), 2U);
    EXPECT_EQ(refused("device.adopt", {{"device_id", "A3"}}).code, Errc::conflict);
    EXPECT_EQ(refused("device.adopt", {{"device_id", "FF"}}).code, Errc::not_found);
    const json one = done("device.adopt", {{"device_id", "a2"}}).at("devices");
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one[0].at("device_id"), "00A2");
    EXPECT_EQ(one[0].at("token"), "AAAAAAAAAA");
    EXPECT_EQ(done("device.adopt", {{"all", true}}).at("devices").size(), 1U);
    EXPECT_THAT(done("device.list_unknown", json::object()).at("devices"), IsEmpty());
}

TEST_F(OperationsTest, AdoptAllTakesEveryDeviceThatWasHeard)
{
    constexpr std::uint32_t kHeard = 10'500;  // more than one import takes
    for (std::uint32_t id = 1; id <= kHeard; ++id) {
        rooms_.outbox.unknown.push_back(
            {.device = DeviceId::from_value(id), .messages = 1, .last = {}, .account = ""});
    }
    EXPECT_EQ(done("device.adopt", {{"all", true}}).at("devices").size(), kHeard);
}

TEST_F(OperationsTest, VerbsAndArgumentsThatMakeNoSenseAreRefused)
{
    EXPECT_EQ(refused("device.explode", json::object()).code, Errc::not_found);
    EXPECT_EQ(refused("device.list", json::array()).code, Errc::invalid_value);
    EXPECT_EQ(refused("device.list", {{"after", "zz"}}).code, Errc::invalid_value);
}

TEST_F(OperationsTest, LongWorkIsTheRunningDaemons)
{
    for (const char* verb : {"backup.begin", "scrub.begin", "work.progress"}) {
        EXPECT_EQ(refused(verb, json::object()).code, Errc::unreachable) << verb;
    }
}

TEST_F(OperationsTest, WhereCustomersCannotBeReadTheyAreNotForgotten)
{
    const json someone{{"email", "a@example.org"}};
    for (const char* verb : {"customer.list", "customer.show", "customer.forget", "webhook.list"}) {
        EXPECT_EQ(refused(verb, someone).code, Errc::unreachable) << verb;
    }
}

}  // namespace
}  // namespace mysigfox::control
