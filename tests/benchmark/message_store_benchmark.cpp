// How fast messages become durable, and how fast a million waiting ones are found again.
#include "mysigfox/net/io_threads.hpp"
#include "mysigfox/storage/message_store.hpp"
#include "support/run_task.hpp"
#include "support/temporary_directory.hpp"

#include <sys/resource.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <vector>

namespace {

using namespace mysigfox;
using namespace mysigfox::storage;

double seconds_since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double cpu_seconds()
{
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(use.ru_utime) + seconds(use.ru_stime);
}

Arrival arrival(std::uint32_t number, const Clock& clock)
{
    const Timestamp now = clock.now();
    Uplink uplink{.device = DeviceId::from_value(number % 1'000'000),
                  .time = std::chrono::floor<std::chrono::seconds>(now),
                  .has_own_time = true,
                  .sequence = static_cast<std::uint16_t>(number % 4096),
                  .data = "0123456789abcdef01234567",
                  .snr = 20.5,
                  .rssi = -120.0};
    return {.uplink = uplink,
            .received = now,
            .account = "default",
            .owner = CustomerId{1},
            .has_webhook = true,
            .is_known_device = true};
}

/// What most attempts are: taken at once over a kept connection, with nothing to read.
std::shared_ptr<const AttemptRecord> attempt(DeliveryId delivery, Timestamp now)
{
    AttemptRecord made{.delivery = delivery, .number = 1, .begun = now};
    made.result.cause = Cause::delivered;
    made.result.status = 204;
    made.result.elapsed = std::chrono::milliseconds{12};
    made.result.phases.first_byte = std::chrono::microseconds{11'800};
    made.result.peer = IpAddress::v4(0x5DB8D822);
    made.result.tls = TlsVersion::v1_3;
    return std::make_shared<const AttemptRecord>(std::move(made));
}

enum class Outcomes { none, unlogged, logged };

/// One of many that append, one after the other, and record the outcome if asked to.
Task<void> client(MessageStore& store, const Clock& clock, std::uint32_t first, std::uint32_t count,
                  Outcomes outcomes)
{
    for (std::uint32_t i = 0; i < count; ++i) {
        Arrival message = arrival(first + i, clock);
        const Result<Stored> stored = co_await store.log().append(std::move(message));
        if (!stored) std::abort();
        if (outcomes == Outcomes::none) continue;
        const Timestamp now = clock.now();
        DeliveryUpdate update{.id = stored->delivery, .state = DeliveryState::delivered};
        update.attempts = 1;
        update.due = now;
        update.at = now;
        update.status = 204;
        if (outcomes == Outcomes::logged) update.attempt = attempt(stored->delivery, now);
        const Result<void> recorded = co_await store.outbox().record(update);
        if (!recorded) std::abort();
    }
}

void run(MessageStore& store, const Clock& clock, std::uint32_t clients, std::uint32_t each,
         Outcomes outcomes)
{
    net::IoThreads loops{2};
    std::vector<std::future<void>> all;
    const double cpu = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    for (std::uint32_t i = 0; i < clients; ++i) {
        auto task = client(store, clock, i * each, each, outcomes);
        all.push_back(boost::asio::co_spawn(loops.at(i), std::move(task), boost::asio::use_future));
    }
    loops.start();
    for (auto& one : all) one.get();
    const double wall = seconds_since(start);
    const double total = double(clients) * each;
    constexpr std::array kOutcomes{"", ", delivered, no attempt logged", ", delivered"};
    std::printf("%6u clients%s: %8.0f messages/s, %.2f us CPU each\n", clients,
                kOutcomes[static_cast<std::size_t>(outcomes)], total / wall,
                (cpu_seconds() - cpu) / total * 1e6);
}

}  // namespace

int main()
{
    const test::TemporaryDirectory dir;
    const SystemClock clock;
    MessageStoreOptions options;
    options.file = dir / "messages.db";
    options.clock = &clock;
    auto store = open_message_store(options);
    run(*store, clock, 1, 300, Outcomes::logged);
    for (int i = 0; i < 3; ++i) {
        run(*store, clock, 1'000, 300, Outcomes::unlogged);
        run(*store, clock, 1'000, 300, Outcomes::logged);
    }
    run(*store, clock, 5'000, 200, Outcomes::none);

    store.reset();
    auto start = std::chrono::steady_clock::now();
    store = open_message_store(options);
    std::printf("opened with 2.8 million recent messages: %.2f s\n", seconds_since(start));
    start = std::chrono::steady_clock::now();
    std::size_t pending = 0;
    store->make_reader()->each_pending([&pending](const PendingDelivery&) { ++pending; });
    std::printf("%zu pending read: %.2f s\n", pending, seconds_since(start));
    start = std::chrono::steady_clock::now();
    const auto dropped =
        test::run_task(store->outbox().drop_open(DeviceId::from_value(7), clock.now()));
    std::printf("%zu dropped among them: %.3f s\n", dropped.value(), seconds_since(start));
}
