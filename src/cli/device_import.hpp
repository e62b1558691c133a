// `device import`: rows of a CSV file into the registry, batch by batch.
#pragma once

#include "cli/csv.hpp"
#include "cli/tokens_out.hpp"
#include "mysigfox/base/error.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <istream>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::cli {

/// How Operations are asked: the verb, its arguments, its answer.
using Ask = std::function<Result<nlohmann::json>(std::string_view, const std::string&)>;

struct ImportOptions {
    bool is_dry_run = false;
    bool pauses = false;          ///< their messages wait
    bool shows_progress = false;  ///< stderr is a terminal
};

struct ImportCounts {
    std::size_t rows = 0;
    std::size_t created = 0;
    std::size_t updated = 0;
    std::size_t unchanged = 0;
    std::size_t rejected = 0;
};

/// Takes the good rows and tells of the bad ones, with line and reason, on stderr. Rows go in by
/// windows, each in the order of its devices: then a batch touches few pages of the registry,
/// whatever the order of the file.
class DeviceImport {
public:
    DeviceImport(Ask ask, TokensOut& tokens, ImportOptions options)
        : ask_(std::move(ask)), tokens_(tokens), options_(options)
    {
    }

    /// Fails with invalid_value if the header is unusable; otherwise as the store or the tokens
    /// file does, and then the batches before it are in.
    Result<ImportCounts> run(std::istream& in);

private:
    struct Row {
        std::size_t line;
        std::string device_id;
        std::string text;  ///< as JSON
        Language language = Language::cs;
    };

    Result<void> read_header(CsvReader& csv);
    Result<void> take(const CsvRecord& record);
    Row to_row(const CsvRecord& record) const;
    Result<void> send_window();
    /// How many of the first of these one request holds: at least one, whose size CsvReader bounds.
    static std::size_t rows_of_a_batch(std::span<const Row> rows);
    Result<void> send(std::span<const Row> batch);
    void note(const Row& row, const nlohmann::json& result);
    void reject(std::size_t line, std::string_view reason);
    void tell_rejected();
    void show_progress(bool is_end);

    Ask ask_;
    TokensOut& tokens_;
    ImportOptions options_;
    std::vector<std::string> columns_;  ///< field of each column; empty: passed over
    std::vector<Row> window_;
    std::size_t window_bytes_ = 0;
    std::map<std::size_t, std::string> rejected_;  ///< of this window: line and reason
    ImportCounts counts_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace mysigfox::cli
