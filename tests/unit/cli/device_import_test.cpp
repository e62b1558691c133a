// Rows of a file into batches, and what comes back to its line.
#include "cli/device_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace mysigfox::cli {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

class TokensInMemory final : public TokensOut {
public:
    void add(const NewToken& made) override
    {
        waiting.push_back(made.device_id + "," + made.token);
        languages.emplace_back(to_string(made.language));
    }
    Result<void> flush() override
    {
        if (is_broken) return make_error(Errc::storage_unavailable, "the disk is full");
        for (std::string& row : waiting) kept.push_back(std::move(row));
        waiting.clear();
        return {};
    }

    std::vector<std::string> waiting;
    std::vector<std::string> kept;
    std::vector<std::string> languages;
    bool is_broken = false;
};

class DeviceImportTest : public testing::Test {
protected:
    Result<ImportCounts> run(const std::string& csv, bool is_dry_run = false)
    {
        const Ask ask = [this](std::string_view verb, const std::string& arguments) {
            EXPECT_EQ(verb, "device.import");
            kept_before_.push_back(tokens_.kept.size());
            return answer(json::parse(arguments));
        };
        std::istringstream in{csv};
        testing::internal::CaptureStderr();
        auto counts = DeviceImport{ask, tokens_, {is_dry_run, pauses_, false}}.run(in);
        errors_ = testing::internal::GetCapturedStderr();
        return counts;
    }

    /// A registry that knows AA, refuses BAD and makes a token for everything else.
    Result<json> answer(const json& arguments)
    {
        requests_.push_back(arguments);
        if (refusal_) return *refusal_;
        json results = json::array();
        for (const json& row : arguments.at("rows")) {
            const std::string id = row.at("device_id");
            if (id == "BAD") {
                results.push_back({{"verdict", "rejected"}, {"reason", "device_id: no"}});
            } else if (id == "AA") {
                results.push_back({{"verdict", "unchanged"}});
            } else {
                results.push_back({{"verdict", "created"}, {"token", "ABCDEFGHIJ"}});
            }
        }
        return json{{"results", results}};
    }

    TokensInMemory tokens_;
    bool pauses_ = false;
    std::vector<json> requests_;
    std::vector<std::size_t> kept_before_;  ///< tokens safe when each request was made
    std::optional<Error> refusal_;
    std::string errors_;
};

TEST_F(DeviceImportTest, GoodRowsAreTakenAndBadOnesToldWithTheirLine)
{
    const auto counts = run("device_id;email\n1;a@b.example\n\nBAD;\nAA;\n2;x;too many\n");

    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->rows, 4U);
    EXPECT_EQ(counts->created, 1U);
    EXPECT_EQ(counts->unchanged, 1U);
    EXPECT_EQ(counts->rejected, 2U);
    EXPECT_THAT(errors_, HasSubstr("line 4: device_id: no"));
    EXPECT_THAT(errors_, HasSubstr("line 6: found 3 columns, expected 2"));
    EXPECT_THAT(tokens_.kept, ElementsAre("0001,ABCDEFGHIJ"));
}

TEST_F(DeviceImportTest, ATokenComesWithTheLanguageOfItsRow)
{
    ASSERT_TRUE(run("device_id,language\n1,en\n2,cs\n3,\nAA,en\n"));

    EXPECT_THAT(tokens_.languages, ElementsAre("en", "cs", "cs"));
}

TEST_F(DeviceImportTest, EachRequestSaysWhetherItsDevicesArePaused)
{
    ASSERT_TRUE(run("device_id\n1\n"));
    pauses_ = true;
    ASSERT_TRUE(run("device_id\n1\n"));

    EXPECT_EQ(requests_.at(0).at("paused"), false);
    EXPECT_EQ(requests_.at(1).at("paused"), true);
}

TEST_F(DeviceImportTest, ColumnsGoByNameWhateverTheirOrderAndCase)
{
    ASSERT_TRUE(
        run(" Language ,webhook_url,remark,DEVICE_ID\ncs,https://a.example/?a=b,hello, ab \n"));

    const json expected{
        {"language", "cs"}, {"webhook_url", "https://a.example/?a=b"}, {"device_id", "ab"}};
    EXPECT_EQ(requests_.at(0).at("rows").at(0), expected);
    EXPECT_THAT(errors_, HasSubstr("\"remark\" is passed over"));
}

TEST_F(DeviceImportTest, AHeaderWithoutDeviceIdIsRefusedBeforeAnythingIsSent)
{
    for (const char* csv : {"", "id,email\n1,\n", "device_id,device_id\n1,1\n"}) {
        const auto counts = run(csv);
        ASSERT_FALSE(counts) << csv;
        EXPECT_EQ(counts.error().code, Errc::invalid_value);
    }
    EXPECT_TRUE(requests_.empty());
}

TEST_F(DeviceImportTest, ManyRowsGoInBatchesAndEachBatchsTokensAreSafeBeforeTheNext)
{
    std::string csv = "device_id\n";
    for (int i = 0; i < 12'000; ++i) csv += "1" + std::to_string(i % 10) + "\n";

    const auto counts = run(csv);

    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->created, 12'000U);
    EXPECT_EQ(tokens_.kept.size(), 12'000U);
    ASSERT_GT(requests_.size(), 1U);
    std::size_t sent = 0;
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        EXPECT_EQ(kept_before_[i], sent);
        sent += requests_[i].at("rows").size();
    }
}

TEST_F(DeviceImportTest, RowsGoInTheOrderOfTheirDevicesAndTheLastOfADeviceIsItsLast)
{
    ASSERT_TRUE(run("device_id,language\nC0,cs\n0b,cs\nC0,en\nA1,\n"));

    std::vector<std::string> sent;
    for (const json& row : requests_.at(0).at("rows")) {
        sent.push_back(row.at("device_id").get<std::string>() +
                       row.at("language").get<std::string>());
    }
    EXPECT_THAT(sent, ElementsAre("0bcs", "A1", "C0cs", "C0en"));
}

TEST_F(DeviceImportTest, BadRowsAreToldInTheOrderOfTheFile)
{
    ASSERT_TRUE(run("device_id\nAA\n1,2\nBAD\n3,4\n"));

    std::vector<std::size_t> places;
    for (const char* line : {"line 3:", "line 4:", "line 5:"}) places.push_back(errors_.find(line));
    EXPECT_TRUE(std::ranges::is_sorted(places)) << errors_;
    EXPECT_NE(places.back(), std::string::npos) << errors_;
}

TEST_F(DeviceImportTest, ABatchFitsIntoOneRequestHoweverLongItsRows)
{
    std::string csv = "device_id,webhook_url\n";
    for (int i = 0; i < 25; ++i) csv += "1," + std::string(60'000, '\x01') + "\n";

    ASSERT_TRUE(run(csv));

    EXPECT_GT(requests_.size(), 1U);
    for (const json& request : requests_) EXPECT_LE(request.dump().size(), 4U * 1024 * 1024);
}

TEST_F(DeviceImportTest, TheFirstFailureEndsItAndIsPassedOn)
{
    refusal_ = make_error(Errc::unreachable, "gone");
    const auto counts = run("device_id\n1\n");
    ASSERT_FALSE(counts);
    EXPECT_EQ(counts.error().code, Errc::unreachable);

    refusal_.reset();
    tokens_.is_broken = true;
    const auto unwritten = run("device_id\n1\n");
    ASSERT_FALSE(unwritten);
    EXPECT_EQ(unwritten.error().code, Errc::storage_unavailable);
}

TEST_F(DeviceImportTest, BytesThatAreNoUtf8DoNotBreakTheRequest)
{
    ASSERT_TRUE(run("device_id,email\n1,\xFF\xFE@b.example\n"));
    EXPECT_EQ(requests_.size(), 1U);
}

TEST_F(DeviceImportTest, ADryRunSaysSo)
{
    ASSERT_TRUE(run("device_id\nAA\n", /*is_dry_run=*/true));
    EXPECT_EQ(requests_.at(0).at("dry_run"), true);
}

}  // namespace
}  // namespace mysigfox::cli
