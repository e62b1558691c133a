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
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::cli {

/// How Operations are asked: the verb, its arguments, its answer.
using Ask = std::function<Result<nlohmann::json>(std::string_view, const std::string&)>;

struct ImportOptions {
    bool is_dry_run = false;
    bool shows_progress = false;  ///< stderr is a terminal
};

struct ImportCounts {
    std::size_t rows = 0;
    std::size_t created = 0;
    std::size_t updated = 0;
    std::size_t unchanged = 0;
    std::size_t rejected = 0;
};

/// Takes the good rows and tells of the bad ones, with line and reason, on stderr.
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
    Result<void> read_header(CsvReader& csv);
    Result<void> take(const CsvRecord& record);
    Result<void> send();
    void note(std::size_t index, const nlohmann::json& result);
    void reject(std::size_t line, std::string_view reason);
    void show_progress(bool is_end);

    Ask ask_;
    TokensOut& tokens_;
    ImportOptions options_;
    std::vector<std::string> columns_;  ///< field of each column; empty: passed over
    struct Row {
        std::size_t line;
        std::string device_id;
        std::string language;
    };
    std::vector<Row> batch_;
    std::string request_;  ///< the rows of the batch as JSON
    ImportCounts counts_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace mysigfox::cli
