// The architecture as a table: which rooms a room may look into.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
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

/// Public headers by their full name, private ones (`#include "room/file.hpp"`) as well.
std::vector<std::string> rooms_included_by(const fs::path& file)
{
    static const std::regex include{R"rx(^\s*#include "(?:mysigfox/)?([a-z_]+)/)rx"};
    std::vector<std::string> rooms;
    std::ifstream text{file};
    for (std::string line; std::getline(text, line);) {
        std::smatch match;
        if (std::regex_search(line, match, include)) rooms.push_back(match[1]);
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

/// What stays behind one wall: the pattern, and the only rooms that may include it.
TEST(Architecture, ForeignLibrariesStayBehindTheirWalls)
{
    const std::vector<std::pair<std::regex, std::set<std::string>>> walls{
        {std::regex{R"(#include <sqlite3\.h>)"}, {"storage"}},
        {std::regex{R"(#include <boost/beast)"}, {"http", "client", "control"}},
        {std::regex{R"(#include <ares)"}, {"net"}},
        {std::regex{R"(#include <curl)"}, {"mail"}},
        {std::regex{R"(#include <qrcodegen)"}, {"pages"}},
        {std::regex{R"(#include <toml\+\+)"}, {"config"}},
        {std::regex{R"(#include <CLI)"}, {"cli"}},
    };
    for (const char* root : {SOURCE_DIR "/include/mysigfox", SOURCE_DIR "/src"}) {
        for (const auto& entry : fs::recursive_directory_iterator{root}) {
            if (!entry.is_regular_file()) continue;
            const std::string room = *fs::relative(entry.path(), root).begin();
            std::ifstream text{entry.path()};
            for (std::string line; std::getline(text, line);) {
                for (const auto& [pattern, allowed] : walls) {
                    EXPECT_TRUE(allowed.contains(room) || !std::regex_search(line, pattern))
                        << entry.path() << ": " << line;
                }
            }
        }
    }
}

}  // namespace
