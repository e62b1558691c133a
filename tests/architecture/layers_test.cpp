// The architecture as a table: which rooms a room may look into.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>> kMayLookInto{
    {"base", {}},
    {"domain", {"base"}},
    {"sigfox", {"base", "domain"}},
    {"net", {"base", "domain"}},
    {"pages", {"base", "domain"}},
    {"storage", {"base", "domain"}},
    {"mail", {"base", "domain", "storage", "pages"}},
    {"http", {"base", "domain", "net"}},
    {"client", {"base", "domain", "net"}},
    {"intake", {"base", "domain", "sigfox", "storage"}},
    {"delivery", {"base", "domain", "net", "storage", "client"}},
    {"api", {"base", "domain", "sigfox", "storage", "intake", "http", "pages", "mail"}},
    {"admin", {"base", "domain", "http"}},
    {"config", {"base", "domain", "sigfox"}},
    {"control", {"base", "domain", "storage", "config", "http"}},
    {"cli", {"base", "domain", "sigfox", "net", "pages", "storage", "config", "control"}},
    {"app",
     {"base", "domain", "sigfox", "net", "pages", "storage", "http", "client", "intake", "delivery",
      "api", "config", "control", "cli", "mail", "admin"}},
};

constexpr std::string_view kOurs = "#include \"";
constexpr std::string_view kPublic = "mysigfox/";

/// Public headers by their full name, private ones (`#include "room/file.hpp"`) as well.
std::vector<std::string> rooms_included_by(const fs::path& file)
{
    std::vector<std::string> rooms;
    std::ifstream text{file};
    for (std::string line; std::getline(text, line);) {
        if (!line.starts_with(kOurs)) continue;
        std::string path = line.substr(kOurs.size());
        if (path.starts_with(kPublic)) path.erase(0, kPublic.size());
        const std::size_t end = path.find('/');
        if (end != std::string::npos) rooms.push_back(path.substr(0, end));
    }
    return rooms;
}

TEST(Architecture, RoomsIncludeOnlyWhatTheTableAllows)
{
    for (const char* root : {SOURCE_DIR "/include/mysigfox", SOURCE_DIR "/src"}) {
        for (const auto& entry : fs::recursive_directory_iterator{root}) {
            if (!entry.is_regular_file()) continue;
            const std::string room = *fs::relative(entry.path(), root).begin();
            ASSERT_TRUE(kMayLookInto.contains(room))
                << entry.path() << " is in a room without a rule";
            for (const std::string& other : rooms_included_by(entry.path())) {
                if (other == "mysigfox_generated") continue;
                EXPECT_TRUE(other == room || kMayLookInto.at(room).contains(other))
                    << entry.path() << " may not look into " << other;
            }
        }
    }
}

/// What stays behind one wall: how its includes begin, and the only rooms that may have them.
TEST(Architecture, ForeignLibrariesStayBehindTheirWalls)
{
    const std::vector<std::pair<std::string, std::set<std::string>>> walls{
        {"#include <sqlite3.h>", {"storage"}},
        {"#include <boost/beast", {"http", "client", "control"}},
        {"#include <ares", {"net"}},
        {"#include <curl", {"mail"}},
        {"#include <qrcodegen", {"pages"}},
        {"#include <toml++", {"config"}},
        {"#include <CLI", {"cli"}},
    };
    for (const char* root : {SOURCE_DIR "/include/mysigfox", SOURCE_DIR "/src"}) {
        for (const auto& entry : fs::recursive_directory_iterator{root}) {
            if (!entry.is_regular_file()) continue;
            const std::string room = *fs::relative(entry.path(), root).begin();
            std::ifstream text{entry.path()};
            for (std::string line; std::getline(text, line);) {
                for (const auto& [beginning, allowed] : walls) {
                    EXPECT_TRUE(allowed.contains(room) || !line.starts_with(beginning))
                        << entry.path() << ": " << line;
                }
            }
        }
    }
}

}  // namespace
