// A backup file: what it says of itself, whether that is true, and its stores as files.
#include "mysigfox/storage/backup.hpp"
#include "storage/archive.hpp"
#include "storage/examination.hpp"
#include "storage/invariants.hpp"
#include "storage/known_stores.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace mysigfox::storage {
namespace {

using nlohmann::json;

constexpr std::string_view kAbout = "about.json";
constexpr std::string_view kContents = "contents.json";
constexpr std::uint64_t kLargestText = std::uint64_t{1} << 20;
constexpr int kFormat = 1;
constexpr std::size_t kPieceOfCopy = std::size_t{1} << 20;

json to_json(const StoreFacts& store)
{
    json rows = json::object();
    for (const auto& [table, count] : store.rows) rows[table] = count;
    return json{{"name", store.name},
                {"bytes", store.bytes},
                {"sha256", store.checksum},
                {"version", store.version},
                {"rows", std::move(rows)}};
}

StoreFacts store_in(const json& text)
{
    StoreFacts store;
    store.name = text.at("name");
    store.bytes = text.at("bytes");
    store.checksum = text.at("sha256");
    store.version = text.at("version");
    for (const auto& [table, count] : text.at("rows").items()) store.rows.emplace(table, count);
    return store;
}

/// Everything below throws; see guarded_against_the_disk().
class OpenedBackup final : public BackupFile {
public:
    explicit OpenedBackup(PlainFile file) : file_(std::move(file)), entries_(read_archive(file_))
    {
        const json about = text_entry(kAbout);
        if (about.value("format", 0) > kFormat) {
            throw std::invalid_argument("a newer program wrote it");
        }
        facts_.program = about.at("program");
        facts_.begun = about.at("begun");
        facts_.key_id = about.at("key_id");
    }

    void read_contents()
    {
        const json contents = text_entry(kContents);
        for (const json& store : contents.at("stores")) facts_.stores.push_back(store_in(store));
        if (facts_.stores.empty()) throw std::invalid_argument("no store is in it");
    }

    const BackupFacts& facts() const override { return facts_; }

    Result<void> finish(const TellProgress& tell) override
    {
        return guarded_against_the_disk([&]() -> Result<void> {
            facts_.stores.clear();
            std::uint64_t done = 0;
            for (const ArchiveEntry& entry : stores()) {
                auto examined = examine(file_, entry);
                if (!examined) return examined.error();
                facts_.stores.push_back(std::move(*examined));
                if (tell) tell(done += entry.size, file_.size());
            }
            write_contents();
            return {};
        });
    }

    Result<void> verify(const TellProgress& tell) const override
    {
        return guarded_against_the_disk([&]() -> Result<void> {
            std::uint64_t done = 0;
            for (const StoreFacts& store : facts_.stores) {
                const Result<void> same = verify_one(store);
                if (!same) return same.error();
                if (tell) tell(done += store.bytes, file_.size());
            }
            return {};
        });
    }

    Result<std::vector<BrokenInvariant>> prove(const SecretKey& key,
                                               const TellProgress& tell) const override
    {
        using AllBroken = std::vector<BrokenInvariant>;
        return guarded_against_the_disk([&]() -> Result<AllBroken> {
            AllBroken all;
            for (const ArchiveEntry& entry : stores()) {
                Database db = open_entry(file_, entry);
                for (BrokenInvariant& one : broken_in(db, entry.name, key)) {
                    all.push_back(std::move(one));
                }
                if (tell) tell(entry.end(), file_.size());
            }
            return all;
        });
    }

    Result<void> unpack(const std::filesystem::path& into) const override
    {
        return guarded_against_the_disk([&]() -> Result<void> {
            for (const ArchiveEntry& entry : stores()) copy_out(entry, into);
            sync_directory(into);
            return {};
        });
    }

private:
    std::vector<ArchiveEntry> stores() const
    {
        std::vector<ArchiveEntry> found;
        std::ranges::copy_if(entries_, std::back_inserter(found), [](const ArchiveEntry& entry) {
            return known_store(entry.name) != nullptr;
        });
        return found;
    }

    const ArchiveEntry& entry(std::string_view name) const
    {
        const auto found = std::ranges::find(entries_, name, &ArchiveEntry::name);
        if (found != entries_.end()) return *found;
        throw std::invalid_argument("there is no " + std::string{name} + " in it");
    }

    json text_entry(std::string_view name) const
    {
        const ArchiveEntry& text = entry(name);
        if (text.size > kLargestText) throw std::invalid_argument(text.name + " is too large");
        return json::parse(file_.read(text.begin, static_cast<std::size_t>(text.size)));
    }

    void write_contents()
    {
        json contents{{"stores", json::array()}};
        for (const StoreFacts& store : facts_.stores) contents["stores"].push_back(to_json(store));
        const std::uint64_t end = entries_.back().end();
        const ArchiveEntry written =
            add_text_entry(file_, end, kContents, contents.dump(2) + "\n", SystemClock{}.now());
        end_archive(file_, written.end());
        file_.sync();
    }

    Result<void> verify_one(const StoreFacts& expected) const
    {
        const KnownStore* const known = known_store(expected.name);
        if (known == nullptr || expected.version > known->steps().size()) {
            return make_error(
                Errc::bad_configuration,
                fmt::format("{}: {} has tables of version {}: a newer program wrote it",
                            file_.path().string(), expected.name, expected.version));
        }
        const ArchiveEntry& found = entry(expected.name);
        if (found.size == expected.bytes && checksum_of(file_, found) == expected.checksum) {
            return {};
        }
        return make_error(Errc::invalid_value,
                          fmt::format("{}: {} is damaged: its bytes are not those that were saved",
                                      file_.path().string(), expected.name));
    }

    void copy_out(const ArchiveEntry& entry, const std::filesystem::path& into) const
    {
        const PlainFile out{into / entry.name, PlainFile::Open::make_new};
        for (std::uint64_t done = 0; done < entry.size;) {
            const auto wanted =
                static_cast<std::size_t>(std::min<std::uint64_t>(kPieceOfCopy, entry.size - done));
            const std::string piece = file_.read(entry.begin + done, wanted);
            if (piece.empty()) throw std::runtime_error(file_.path().string() + ": is cut short");
            out.write(done, piece);
            done += piece.size();
        }
        out.sync();
    }

    template <typename Work>
    std::invoke_result_t<Work&> guarded_against_the_disk(Work work) const
    {
        try {
            return work();
        } catch (const std::invalid_argument& error) {
            return make_error(Errc::invalid_value, file_.path().string() + ": " + error.what());
        } catch (const std::exception& error) {
            return make_error(Errc::storage_unavailable, error.what());
        }
    }

    const PlainFile file_;
    const std::vector<ArchiveEntry> entries_;
    BackupFacts facts_;
};

}  // namespace

Result<std::unique_ptr<BackupFile>> open_backup(const std::filesystem::path& file,
                                                BackupState expected)
{
    using Open = PlainFile::Open;
    const bool is_finished = expected == BackupState::finished;
    try {
        PlainFile opened{file, is_finished ? Open::read : Open::change};
        try {
            auto backup = std::make_unique<OpenedBackup>(std::move(opened));
            if (is_finished) backup->read_contents();
            return std::unique_ptr<BackupFile>{std::move(backup)};
        } catch (const std::exception& error) {
            return make_error(Errc::invalid_value,
                              fmt::format("{}: is no backup, or not a whole one: {}", file.string(),
                                          error.what()));
        }
    } catch (const std::exception& error) {
        return make_error(Errc::storage_unavailable, error.what());
    }
}

}  // namespace mysigfox::storage
