#include "app/backup_room.hpp"

#include "mysigfox/storage/backup.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>

namespace mysigfox::app {
namespace {

constexpr int kBackupNiceness = 10;  // callbacks go first

std::filesystem::path copy_of(const Stores& stores)
{
    return storage::StateDirectory::copy_in(stores.directory.path());
}

}  // namespace

BackupRoom::BackupRoom(Stores& stores, const Clock& clock) : stores_(stores), clock_(clock)
{
    std::error_code ignored;  // of a copy that nobody took
    std::filesystem::remove(copy_of(stores), ignored);
}

BackupRoom::~BackupRoom() = default;

Result<std::string> BackupRoom::begin()
{
    {
        const std::lock_guard lock{mutex_};
        if (state_ == State::copying) {
            return make_error(Errc::overloaded, "a backup is being made already");
        }
        state_ = State::copying;
        problem_.clear();
    }
    done_ = 0;
    total_ = 0;
    thread_ = std::jthread{[this](const std::stop_token& stop) { copy(stop); }};
    return progress();
}

void BackupRoom::copy(std::stop_token stop)
{
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kBackupNiceness);
    storage::CopyOrder order;
    order.file = copy_of(stores_);
    order.key_id = storage::key_id(stores_.key);
    order.now = clock_.now();
    order.tell = [this](std::uint64_t done, std::uint64_t total) {
        done_ = done;
        total_ = total;
    };
    order.stop = std::move(stop);
    const Result<void> copied = storage::copy_stores(
        storage::LentStores{*stores_.messages, *stores_.registry, *stores_.inbox, *stores_.mail},
        order);
    if (!copied) spdlog::error("no backup: {}", copied.error().detail);
    const std::lock_guard lock{mutex_};
    state_ = copied ? State::copied : State::failed;
    if (!copied) problem_ = copied.error().detail;
}

std::string BackupRoom::progress() const
{
    constexpr std::array kWords{"idle", "copying", "copied", "failed"};
    const std::lock_guard lock{mutex_};
    const nlohmann::json told{{"state", kWords.at(static_cast<std::size_t>(state_))},
                              {"done_bytes", done_.load()},
                              {"total_bytes", total_.load()},
                              {"problem", problem_}};
    return told.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace mysigfox::app
