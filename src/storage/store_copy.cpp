// Copies the stores one after the other into one archive.
#include "mysigfox/storage/backup.hpp"
#include "mysigfox_generated/version.hpp"
#include "storage/archive.hpp"
#include "storage/known_stores.hpp"
#include "storage/own_connection.hpp"
#include "storage/page_copy.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace mysigfox::storage {
namespace {

constexpr int kStepPages = 128;                           // half a megabyte
constexpr std::uint64_t kFlush = std::uint64_t{8} << 20;  // bytes between two wishes to write

/// A page copy that lives where its source may be touched.
class LentCopy {
public:
    LentCopy(Lender& lender, const Window& into) : lender_(lender)
    {
        lender_.lend([&](Database& db) { copy_ = std::make_unique<PageCopy>(db, into); });
    }
    LentCopy(const LentCopy&) = delete;
    LentCopy& operator=(const LentCopy&) = delete;
    ~LentCopy()
    {
        try {
            lender_.lend([this](Database&) { copy_.reset(); });
        } catch (const std::exception&) {
            static_cast<void>(
                copy_.release());  // its store is closed: what is left of the copy is lost with it
        }
    }

    bool step()
    {
        bool has_more = false;
        lender_.lend([&](Database&) { has_more = copy_->step(kStepPages); });
        return has_more;
    }
    std::uint64_t bytes_copied() const { return copy_->bytes_copied(); }
    std::uint64_t bytes_in_all() const { return copy_->bytes_in_all(); }

private:
    Lender& lender_;
    std::unique_ptr<PageCopy> copy_;
};

std::uint64_t size_of_store(Lender& lender)
{
    std::uint64_t size = 0;
    lender.lend([&size](Database& db) {
        const Statement ask =
            db.prepare("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        Cursor row = ask.query();
        if (row.next()) size = static_cast<std::uint64_t>(row.integer(0));
    });
    return size;
}

/// The archive as it grows.
class Copying {
public:
    /// A store in use gets as much time as the copy.
    enum class Manners { polite, alone };

    Copying(const CopyOrder& order, Manners manners)
        : order_(order), manners_(manners), file_(order.file, PlainFile::Open::make_new)
    {
        const std::string about = fmt::format(
            "{{\"program\": \"mysigfox {}\", \"format\": 1, \"begun\": \"{:%Y-%m-%dT%H:%M:%SZ}\","
            " \"key_id\": \"{}\"}}\n",
            kVersion, std::chrono::floor<std::chrono::seconds>(order.now), order.key_id);
        at_ = add_text_entry(file_, 0, "about.json", about, order.now).end();
    }

    void expect(std::uint64_t bytes) { total_ += bytes; }

    void add(std::string_view name, Lender& lender)
    {
        ArchiveEntry entry{std::string{name}, at_ + kArchiveBlock, 0};
        {
            LentCopy copy{lender, Window{file_.descriptor(), entry.begin}};
            while (step(copy)) {
            }
            done_ += copy.bytes_in_all();
        }
        entry.size = file_.size() - entry.begin;
        close_entry(file_, entry, order_.now);
        at_ = entry.end();
    }

private:
    bool step(LentCopy& copy)
    {
        if (order_.stop.stop_requested()) throw std::runtime_error("the copy was broken off");
        const auto begun = std::chrono::steady_clock::now();
        const bool has_more = copy.step();
        const std::uint64_t done = done_ + copy.bytes_copied();
        if (order_.tell) order_.tell(done, std::max(total_, done));  // they grow meanwhile
        write_early();
        const auto taken = std::chrono::steady_clock::now() - begun;
        if (has_more && manners_ == Manners::polite) std::this_thread::sleep_for(taken);
        return has_more;
    }

    /// Gigabytes that wait to be written would hold up the sync of whoever commits.
    void write_early()
    {
        const std::uint64_t end = file_.size();
        if (end < early_ + kFlush) return;
        ::sync_file_range(
            file_.descriptor(), static_cast<off_t>(early_), static_cast<off_t>(end - early_),
            SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
        early_ = end;
    }

    const CopyOrder& order_;
    const Manners manners_;
    const PlainFile file_;
    std::uint64_t at_ = 0;  // where the next entry begins
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
    std::uint64_t early_ = 0;  // on its way to the disk up to here
};

Result<void> guarded(const std::filesystem::path& file, const std::function<void()>& copy_all)
{
    try {
        copy_all();
        return {};
    } catch (const std::exception& error) {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
        return make_error(Errc::storage_unavailable, error.what());
    }
}

}  // namespace

std::string key_id(const SecretKey& key)
{
    const SecretKey::Digest digest = key.hash("key id", "");
    constexpr std::size_t kShown = 8;
    std::string id;
    for (std::size_t i = 0; i < kShown; ++i) id += fmt::format("{:02x}", digest[i]);
    return id;
}

Result<void> copy_stores(const LentStores& stores, const CopyOrder& order)
{
    const std::array<Lender*, kKnownStores.size()> lenders{&stores.messages, &stores.registry,
                                                           &stores.inbox, &stores.mail};
    return guarded(order.file, [&] {
        Copying copying{order, Copying::Manners::polite};
        for (Lender* const lender : lenders) copying.expect(size_of_store(*lender));
        for (std::size_t i = 0; i < lenders.size(); ++i) {
            copying.add(kKnownStores[i].name, *lenders[i]);
        }
    });
}

Result<void> copy_stores(const StateDirectory& directory, const CopyOrder& order)
{
    std::vector<std::string_view> names;
    for (const KnownStore& store : kKnownStores) {
        if (std::filesystem::exists(directory.path() / store.name)) names.push_back(store.name);
    }
    if (names.empty()) {
        return make_error(Errc::not_found, directory.path().string() + ": no store is there");
    }
    return guarded(order.file, [&] {
        Copying copying{order, Copying::Manners::alone};
        for (const std::string_view name : names) {
            OwnConnection connection{directory.path() / name};
            copying.expect(size_of_store(connection));
            copying.add(name, connection);
        }
    });
}

}  // namespace mysigfox::storage
