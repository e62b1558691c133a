// Copies a file whole, under a name that says which version its tables are of.
#include "storage/earlier_copy.hpp"

#include "storage/page_copy.hpp"
#include "storage/plain_file.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

namespace mysigfox::storage {
namespace {

constexpr int kPagesAtOnce = 4'096;
constexpr std::chrono::days kKept{30};

void remove_copies_if(const std::filesystem::path& file,
                      const std::function<bool(const std::filesystem::directory_entry&)>& is_meant)
{
    const std::string beginning = file.filename().string() + ".version-";
    const std::filesystem::path directory = file.has_parent_path() ? file.parent_path() : ".";
    std::vector<std::filesystem::path> meant;
    for (const auto& entry : std::filesystem::directory_iterator{directory}) {
        const bool is_copy = entry.path().filename().string().starts_with(beginning);
        if (is_copy && is_meant(entry)) meant.push_back(entry.path());
    }
    for (const std::filesystem::path& copy : meant) std::filesystem::remove(copy);
}

}  // namespace

bool keep_copy(Database& db, const std::filesystem::path& file, std::size_t version,
               std::uint64_t most)
{
    const auto pages = static_cast<std::uint64_t>(db.number("PRAGMA page_count"));
    if (pages * static_cast<std::uint64_t>(db.number("PRAGMA page_size")) > most) return false;
    const std::filesystem::path name = file.string() + ".version-" + std::to_string(version);
    const std::filesystem::path unfinished = name.string() + ".new";
    {
        const PlainFile target{unfinished, PlainFile::Open::make_new};
        {
            PageCopy copy{db, Window{target.descriptor(), 0}};
            while (copy.step(kPagesAtOnce)) continue;
        }
        target.sync();
    }
    std::filesystem::rename(unfinished, name);
    sync_directory(file.has_parent_path() ? file.parent_path() : ".");
    return true;
}

void forget_old_copies(const std::filesystem::path& file)
{
    const auto oldest = std::filesystem::file_time_type::clock::now() - kKept;
    remove_copies_if(file, [&](const std::filesystem::directory_entry& copy) {
        return copy.last_write_time() < oldest;
    });
}

void forget_copies(const std::filesystem::path& file)
{
    remove_copies_if(file, [](const std::filesystem::directory_entry&) { return true; });
}

}  // namespace mysigfox::storage
