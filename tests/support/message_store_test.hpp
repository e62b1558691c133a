// A message store on a real file, with the clock, the disk and the answers in a test's hands.
#pragma once

#include "mysigfox/storage/message_store.hpp"
#include "storage/sqlite.hpp"

#include "support/fault_vfs.hpp"
#include "support/manual_clock.hpp"
#include "support/run_task.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace mysigfox::test {

class MessageStoreTest : public testing::Test {
protected:
    MessageStoreTest()
    {
        options_.file = dir_ / "messages.db";
        options_.dedup_memory = std::size_t{1} << 20;
        options_.clock = &clock_;
        options_.bell = &bell_;
        options_.on_failure = [this](const storage::Failure& one) { failures_.push_back(one); };
        reopen();
    }

    void reopen()
    {
        store_.reset();
        store_ = storage::open_message_store(options_);
    }

    /// Is the delivery in the file, in whatever state? (find() tells of pending ones alone.)
    bool is_stored(DeliveryId id) const
    {
        storage::Database db{options_.file, storage::Database::Mode::read_only};
        const storage::Statement count = db.prepare("SELECT 1 FROM delivery WHERE id = ?");
        storage::Cursor row = count.query(id);
        return row.next();
    }

    /// A message that has a webhook; no two sequences are copies.
    storage::Arrival arrival(std::uint16_t sequence, std::uint32_t device = 0x1D4C5F) const
    {
        storage::Arrival one{
            .uplink = {.device = DeviceId::from_value(device),
                       .time = std::chrono::floor<std::chrono::seconds>(clock_.now()),
                       .has_own_time = true,
                       .sequence = sequence,
                       .data = "2a",
                       .snr = {},
                       .rssi = {}},
            .received = clock_.now(),
            .account = "default",
            .owner = CustomerId{5},
            .has_webhook = true,
            .is_known_device = true};
        return one;
    }
    storage::Arrival unclaimed(std::uint16_t sequence, std::uint32_t device = 0x1D4C5F) const
    {
        storage::Arrival one = arrival(sequence, device);
        one.has_webhook = false;
        one.owner = kNobody;
        return one;
    }
    storage::Arrival unknown(std::uint16_t sequence, std::uint32_t device = 0x1D4C5F) const
    {
        storage::Arrival one = unclaimed(sequence, device);
        one.is_known_device = false;
        return one;
    }

    Result<storage::Stored> append(storage::Arrival one)
    {
        return run_task(store_->log().append(std::move(one)));
    }
    storage::DeliveryUpdate update(DeliveryId id, storage::DeliveryState state) const
    {
        return {.id = id,
                .state = state,
                .attempts = 1,
                .due = clock_.now(),
                .at = clock_.now(),
                .cause = Cause::status,
                .status = 500};
    }

    /// All at once, so that they share a commit.
    std::vector<Result<storage::Stored>> append_all(const std::vector<storage::Arrival>& arrivals)
    {
        boost::asio::io_context io;
        std::vector<std::future<Result<storage::Stored>>> waiting;
        for (const storage::Arrival& one : arrivals) {
            waiting.push_back(
                boost::asio::co_spawn(io, store_->log().append(one), boost::asio::use_future));
        }
        io.run();
        std::vector<Result<storage::Stored>> results;
        for (auto& one : waiting) results.push_back(one.get());
        return results;
    }
    bool record_all(const std::vector<DeliveryId>& ids, storage::DeliveryState state)
    {
        boost::asio::io_context io;
        std::vector<std::future<Result<void>>> waiting;
        for (const DeliveryId id : ids) {
            auto task = store_->outbox().record(update(id, state));
            waiting.push_back(boost::asio::co_spawn(io, std::move(task), boost::asio::use_future));
        }
        io.run();
        return std::ranges::all_of(waiting, [](auto& one) { return one.get().has_value(); });
    }
    Result<void> record(DeliveryId id, storage::DeliveryState state)
    {
        return run_task(store_->outbox().record(update(id, state)));
    }
    Result<std::vector<storage::PendingDelivery>> claim(std::uint32_t device)
    {
        return run_task(
            store_->outbox().claim(DeviceId::from_value(device), CustomerId{9}, clock_.now()));
    }
    Result<std::size_t> drop_open(std::uint32_t device)
    {
        return run_task(store_->outbox().drop_open(DeviceId::from_value(device), clock_.now()));
    }

    std::vector<storage::PendingDelivery> pending() const
    {
        std::vector<storage::PendingDelivery> all;
        store_->make_reader()->each_pending([&all](const auto& one) { all.push_back(one); });
        return all;
    }
    storage::OutboxReader::Totals totals() const { return store_->make_reader()->totals(); }

    /// Housekeeping follows each batch; this one is empty.
    void let_tidy()
    {
        for (int i = 0; i < 3; ++i) static_cast<void>(drop_open(0));
    }

    FaultVfs disk_;
    ManualClock clock_;
    Bell bell_;
    TemporaryDirectory dir_;
    std::vector<storage::Failure> failures_;  // written by the thread, read once it has answered
    storage::MessageStoreOptions options_;
    std::unique_ptr<storage::MessageStore> store_;
};

}  // namespace mysigfox::test
