#include "app/backup_room.hpp"

#include "mysigfox/storage/backup.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>

namespace mysigfox::app {
namespace {

constexpr int kBackupNiceness = 10;  // callbacks go first

std::filesystem::path copy_of(const Stores& stores)
{
    return storage::StateDirectory::copy_in(stores.directory.path());
}

storage::LentStores lent(Stores& stores)
{
    return {*stores.messages, *stores.registry, *stores.inbox, *stores.mail};
}

}  // namespace

BackupRoom::BackupRoom(Stores& stores, const Clock& clock) : stores_(stores), clock_(clock)
{
    std::error_code ignored;  // of a copy that nobody took
    std::filesystem::remove(copy_of(stores), ignored);
}

BackupRoom::~BackupRoom() = default;

Result<std::string> BackupRoom::begin_backup()
{
    return begin([this](std::stop_token stop) { return copy(std::move(stop)); });
}

Result<std::string> BackupRoom::begin_scrub()
{
    return begin([this](const std::stop_token&) { return storage::scrub(lent(stores_)); });
}

Result<std::string> BackupRoom::begin(Work work)
{
    {
        const std::lock_guard lock{mutex_};
        if (state_ == State::working) {
            return make_error(Errc::overloaded, "a backup is being made, or a customer forgotten");
        }
        state_ = State::working;
        problem_.clear();
    }
    done_ = 0;
    total_ = 0;
    thread_ = std::jthread{
        [this, work = std::move(work)](std::stop_token stop) { run(work, std::move(stop)); }};
    return progress();
}

void BackupRoom::run(const Work& work, std::stop_token stop)
{
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kBackupNiceness);
    const Result<void> done = work(std::move(stop));
    if (!done) spdlog::error("backup or forgetting: {}", done.error().detail);
    const std::lock_guard lock{mutex_};
    state_ = done ? State::done : State::failed;
    if (!done) problem_ = done.error().detail;
}

Result<void> BackupRoom::copy(std::stop_token stop)
{
    storage::CopyOrder order;
    order.file = copy_of(stores_);
    order.key_id = storage::key_id(stores_.key);
    order.now = clock_.now();
    order.tell = [this](std::uint64_t done, std::uint64_t total) {
        done_ = done;
        total_ = total;
    };
    order.stop = std::move(stop);
    return storage::copy_stores(lent(stores_), order);
}

std::string BackupRoom::progress() const
{
    constexpr std::array kWords{"idle", "working", "done", "failed"};
    const std::lock_guard lock{mutex_};
    const nlohmann::json told{{"state", kWords.at(static_cast<std::size_t>(state_))},
                              {"done_bytes", done_.load()},
                              {"total_bytes", total_.load()},
                              {"problem", problem_}};
    return told.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace mysigfox::app
