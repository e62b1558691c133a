#include "cli/backup_print.hpp"

#include "cli/print.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

namespace mysigfox::cli {
namespace {

Json json_of(const storage::StoreFacts& store)
{
    Json rows = Json::object();
    for (const auto& [table, count] : store.rows) rows[table] = count;
    return Json{{"name", store.name},
                {"bytes", store.bytes},
                {"sha256", store.checksum},
                {"version", store.version},
                {"rows", std::move(rows)}};
}

std::string rows_of(const storage::StoreFacts& store)
{
    std::string text;
    for (const auto& [table, count] : store.rows) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", table, count);
    }
    return text;
}

}  // namespace

void print_backup(const std::filesystem::path& file, const storage::BackupFacts& facts,
                  bool as_json)
{
    if (as_json) {
        Json shown{{"file", file.string()},  {"program", facts.program}, {"begun", facts.begun},
                   {"key_id", facts.key_id}, {"contains_key", false},    {"stores", Json::array()}};
        for (const storage::StoreFacts& store : facts.stores) {
            shown["stores"].push_back(json_of(store));
        }
        return out_json(shown);
    }
    out(fmt::format("{}: begun {}, verified, key {}\n", file.string(), facts.begun, facts.key_id));
    for (const storage::StoreFacts& store : facts.stores) {
        out(fmt::format("  {:<12} {:>14} bytes  {}\n", store.name, store.bytes, rows_of(store)));
    }
}

std::string stamp_of(Timestamp time)
{
    return fmt::format("{:%Y%m%dT%H%M%SZ}", std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace mysigfox::cli
