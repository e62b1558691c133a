// Every row of the table of raw requests, against a real server.
#include "support/http_rows.hpp"

#include "support/certificates.hpp"
#include "support/http_server_fixture.hpp"
#include "support/temporary_directory.hpp"
#include "support/tls_client.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

namespace mysigfox::http {
namespace {

using namespace std::chrono_literals;
using testing_support::HttpRow;
using testing_support::RawAnswer;
using testing_support::RawClient;

constexpr std::chrono::milliseconds kPhase{1'000};
constexpr std::chrono::milliseconds kRowPatience{8'000};  // over all phases, and more

/// What a client sees that sends one row and waits until the server closes.
struct Sight {
    std::vector<int> answers;  ///< 100 Continue among them
    bool is_closed = false;
    std::string left_over;
};

template <typename Client>
Sight watch(const HttpRow& row, std::uint16_t port)
{
    Client client{port};
    client.send(row.raw);
    if (row.half_close) client.stop_writing();
    Sight sight;
    sight.is_closed = client.is_closed_within(kRowPatience);
    const bool to_head = row.raw.starts_with("HEAD ");
    while (const auto answer = testing_support::take_answer(client.rest(), to_head)) {
        sight.answers.push_back(answer->status);
    }
    sight.left_over = client.rest();
    return sight;
}

/// Empty if all is well. That some rows allow one early answer needs no leniency here: this
/// server reads before it answers.
std::string fault(const HttpRow& row, const Sight& sight)
{
    const int first = sight.answers.empty() ? 0 : sight.answers[0];
    const auto finals = std::ranges::count_if(sight.answers, [](int s) { return s >= 200; });
    if (!row.allows(first)) return "answered " + std::to_string(first);
    if (finals > row.max_responses || finals < row.min_responses) {
        return std::to_string(finals) + " answers";
    }
    if (!sight.left_over.empty()) return "half an answer: " + sight.left_over;
    if (std::ranges::count(sight.answers, 101) > 0) return "switched protocols";
    // Without a word about it, the server must have closed when the last limit has passed.
    if (!sight.is_closed) return "still open";
    return {};
}

class HttpRowsTest : public testing_support::HttpServerTest {
protected:
    HttpRowsTest()
    {
        limits_.header = limits_.body = limits_.idle = limits_.linger = kPhase;
        const auto take = [](const Request&) -> Task<Response> { co_return plain_response(204); };
        add("/sigfox/uplink", {"GET", "POST", "PUT"}, take);
    }

    template <typename Client>
    void expect_all_well()
    {
        const std::vector<HttpRow> rows = testing_support::http_rows();
        ASSERT_GT(rows.size(), 100u);
        start();
        std::vector<std::string> faults(rows.size());
        std::atomic<std::size_t> next = 0;
        {
            std::vector<std::jthread> clients;
            for (int i = 0; i < 24; ++i) {
                clients.emplace_back([&] {
                    for (std::size_t row = next++; row < rows.size(); row = next++) {
                        faults[row] = fault(rows[row], watch<Client>(rows[row], port_));
                    }
                });
            }
        }
        for (std::size_t row = 0; row < rows.size(); ++row) {
            EXPECT_EQ(faults[row], "") << rows[row].name << ": " << rows[row].why;
        }
    }
};

TEST_F(HttpRowsTest, AreAnsweredAsTheTableAllows)
{
    expect_all_well<RawClient>();
}

TEST_F(HttpRowsTest, AreAnsweredTheSameThroughTls)
{
    const test::TemporaryDirectory directory;
    const test::Identity identity = test::self_signed();
    std::ofstream{directory / "pem"} << identity.certificate << identity.key;
    certificates_ = net::make_server_tls({{directory / "pem", directory / "pem"}}).value().context;
    greeting_.has_tls = true;
    expect_all_well<testing_support::TlsClient>();
}

/// One byte a packet: the verdict must not depend on the pieces, nor any assertion of the parser.
TEST_F(HttpRowsTest, AreAnsweredTheSameInSmallPieces)
{
    limits_.header = limits_.body = 5s;  // sending takes its time here
    start();
    for (const HttpRow& row : testing_support::http_rows()) {
        const bool may_linger = row.half_close || row.allows(0) || row.raw.size() > 400;
        if (may_linger) continue;
        RawClient client{port_};
        for (std::size_t i = 0; i < row.raw.size(); ++i) {
            if (!client.send(std::string_view{row.raw}.substr(i, 1))) break;
            if (i % 16 == 0) std::this_thread::yield();
        }
        client.stop_writing();
        const RawAnswer answer = client.read(row.raw.starts_with("HEAD "));
        EXPECT_TRUE(row.allows(answer.status)) << row.name << ": " << answer.status;
    }
}

}  // namespace
}  // namespace mysigfox::http
