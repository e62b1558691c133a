// Puts messages that wait for their webhooks, or were delivered, into the store of a stopped relay:
//   fill_messages STATE_DIRECTORY COUNT FIRST_DEVICE DEVICES [delivered]
// They came seven hours ago, so the memory that recognises copies does not hold them.
#include "benchmark/tools/stamp.hpp"
#include "mysigfox/net/io_threads.hpp"
#include "mysigfox/storage/message_store.hpp"
#include "mysigfox/storage/registry.hpp"
#include "mysigfox/storage/state_directory.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace {

using namespace mysigfox;

constexpr std::uint32_t kClients = 4'096;

struct Job {
    std::uint32_t count;
    std::uint32_t first_device;
    bool are_delivered;
    std::vector<storage::Ownership> owners;  // of the devices from first_device on
};

storage::Arrival arrival(const Job& job, std::uint32_t number, Timestamp received)
{
    const std::uint32_t device = number % static_cast<std::uint32_t>(job.owners.size());
    Uplink uplink{.device = DeviceId::from_value(job.first_device + device),
                  .time = std::chrono::floor<std::chrono::seconds>(received),
                  .has_own_time = true,
                  .sequence = static_cast<std::uint16_t>(number % 4'096),
                  .data = std::string(benchmark::Stamp::kDigits, '0'),
                  .snr = 16.21,
                  .rssi = -135.0};
    benchmark::Stamp{number, 0}.write(uplink.data.data());
    storage::Arrival made{.uplink = std::move(uplink), .received = received};
    made.account = "main";
    made.owner = job.owners[device].owner;
    made.has_webhook = true;
    return made;
}

storage::DeliveryUpdate delivered(DeliveryId id, Timestamp received)
{
    auto attempt = std::make_shared<storage::AttemptRecord>();
    attempt->delivery = id;
    attempt->number = 1;
    attempt->begun = received;
    attempt->result.status = 200;
    attempt->result.cause = Cause::delivered;
    storage::DeliveryUpdate update{.id = id, .state = storage::DeliveryState::delivered};
    update.attempts = 1;
    update.due = received;
    update.at = received + std::chrono::milliseconds{80};
    update.cause = Cause::delivered;
    update.status = 200;
    update.attempt = std::move(attempt);
    return update;
}

Task<void> append_some(storage::MessageStore& store, const Job& job, std::uint32_t first,
                       Timestamp received)
{
    for (std::uint32_t number = first; number < job.count; number += kClients) {
        storage::Arrival message = arrival(job, number, received);
        const auto stored = co_await store.log().append(std::move(message));
        if (!stored) throw std::runtime_error(stored.error().detail);
        if (!job.are_delivered) continue;
        storage::DeliveryUpdate update = delivered(stored->delivery, received);
        const auto recorded = co_await store.outbox().record(std::move(update));
        if (!recorded) throw std::runtime_error(recorded.error().detail);
    }
}

std::vector<storage::Ownership> owners(const storage::StateDirectory& directory,
                                       std::uint32_t first_device, std::uint32_t devices)
{
    storage::RegistryOptions options;
    options.file = directory.registry_file();
    const auto registry = storage::open_registry(options, SecretKey{{}});
    const auto reader = registry->make_reader();
    std::vector<storage::Ownership> found;
    for (std::uint32_t i = 0; i < devices; ++i) {
        found.push_back(reader->ownership(DeviceId::from_value(first_device + i)).value());
    }
    return found;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 5) return EXIT_FAILURE;
    const auto number = [&](int i) {
        return static_cast<std::uint32_t>(std::strtoul(argv[i], nullptr, 0));
    };
    const auto directory = storage::StateDirectory::open(argv[1]).value();
    const Job job{number(2), number(3), argc > 5, owners(directory, number(3), number(4))};
    const SystemClock clock;
    storage::MessageStoreOptions options;
    options.file = directory.messages_file();
    options.clock = &clock;
    const auto store = storage::open_message_store(options);
    const Timestamp received = clock.now() - std::chrono::hours{7};

    net::IoThreads loops{1};
    std::vector<std::future<void>> all;
    for (std::uint32_t i = 0; i < kClients; ++i) {
        all.push_back(boost::asio::co_spawn(loops.at(0), append_some(*store, job, i, received),
                                            boost::asio::use_future));
    }
    loops.start();
    for (auto& one : all) one.get();
}
