// Four stores in a state directory, and backups of them.
#pragma once

#include "mysigfox/storage/backup.hpp"
#include "mysigfox/storage/inbox_store.hpp"
#include "mysigfox/storage/mail_store.hpp"
#include "mysigfox/storage/message_store.hpp"
#include "mysigfox/storage/registry.hpp"
#include "mysigfox/storage/state_directory.hpp"

#include "support/manual_clock.hpp"
#include "support/run_task.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

namespace mysigfox::test {

class BackupTest : public testing::Test {
protected:
    BackupTest() { open(); }

    void open()
    {
        directory_.emplace(storage::StateDirectory::open(state_).value());
        key_.emplace(SecretKey::open_or_create(directory_->key_file()).value());
        storage::MessageStoreOptions messages;
        messages.file = directory_->messages_file();
        messages.dedup_memory = std::size_t{1} << 20;
        messages.clock = &clock_;
        messages_ = storage::open_message_store(messages);
        storage::RegistryOptions registry;
        registry.file = directory_->registry_file();
        registry_ = storage::open_registry(registry, *key_);
        storage::InboxOptions inbox;
        inbox.file = directory_->inbox_file();
        inbox.clock = &clock_;
        inbox_ = storage::open_inbox(inbox);
        mail_ = storage::open_mail({directory_->mail_file()});
    }

    void close()
    {
        messages_.reset();
        registry_.reset();
        inbox_.reset();
        mail_.reset();
        key_.reset();
        directory_.reset();
    }

    storage::Arrival arrival(int number) const
    {
        storage::Arrival one{
            .uplink = {.device = DeviceId::from_value(static_cast<std::uint32_t>(number % 50)),
                       .time = std::chrono::floor<std::chrono::seconds>(clock_.now()) +
                               std::chrono::seconds{number},
                       .has_own_time = true,
                       .sequence = static_cast<std::uint16_t>(number % 4'096),
                       .data = std::to_string(number) + std::string(200, 'a'),
                       .snr = {},
                       .rssi = {}},
            .received = clock_.now(),
            .account = "main",
            .owner = CustomerId{5},
            .has_webhook = true,
            .is_known_device = true};
        return one;
    }
    storage::Stored append(int number)
    {
        return run_task(messages_->log().append(arrival(number))).value();
    }
    void add_device(std::uint32_t id)
    {
        storage::ImportRow row;
        row.device = DeviceId::from_value(id);
        ASSERT_TRUE(run_task(registry_->registry().add(row, clock_.now())).has_value());
    }

    storage::CopyOrder order() const
    {
        storage::CopyOrder order;
        order.file = file_;
        order.key_id = storage::key_id(*key_);
        order.now = clock_.now();
        return order;
    }
    storage::LentStores lent() { return {*messages_, *registry_, *inbox_, *mail_}; }

    /// A finished backup of the open stores.
    storage::BackupFacts back_up()
    {
        const Result<void> copied = storage::copy_stores(lent(), order());
        EXPECT_TRUE(copied.has_value()) << copied.error().detail;
        return finish();
    }
    storage::BackupFacts finish()
    {
        const auto copy = storage::open_backup(file_, storage::BackupState::copied);
        EXPECT_TRUE(copy.has_value()) << copy.error().detail;
        const Result<void> finished = (*copy)->finish({});
        EXPECT_TRUE(finished.has_value()) << finished.error().detail;
        return (*copy)->facts();
    }
    Result<std::unique_ptr<storage::BackupFile>> backup() const
    {
        return storage::open_backup(file_, storage::BackupState::finished);
    }

    static std::int64_t rows_in(const storage::BackupFacts& facts, const std::string& store,
                                const std::string& table)
    {
        for (const storage::StoreFacts& one : facts.stores) {
            for (const auto& [name, count] : one.rows) {
                if (one.name == store && name == table) return count;
            }
        }
        return -1;
    }

    void flip_a_bit(std::uint64_t at) const
    {
        std::fstream file{file_, std::ios::in | std::ios::out | std::ios::binary};
        file.seekg(static_cast<std::streamoff>(at));
        const int byte = file.get();
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(byte ^ 1));
    }

    ManualClock clock_;
    TemporaryDirectory dir_;
    const std::filesystem::path state_ = dir_ / "state";
    const std::filesystem::path file_ = dir_ / "backup.tar";
    std::optional<storage::StateDirectory> directory_;
    std::optional<SecretKey> key_;
    std::unique_ptr<storage::MessageStore> messages_;
    std::unique_ptr<storage::RegistryStore> registry_;
    std::unique_ptr<storage::InboxStore> inbox_;
    std::unique_ptr<storage::MailStore> mail_;
};

}  // namespace mysigfox::test
