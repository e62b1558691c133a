// Comma or semicolon separated values, record by record (RFC 4180 and what spreadsheets write).
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::cli {

/// One record, and the line it begins on. With a problem its cells mean nothing.
struct CsvRecord {
    std::size_t line = 0;
    std::vector<std::string> cells;
    std::string problem;
};

/// Reads records from a stream of any length in bounded memory. The separator is the first `,`
/// or `;` outside quotes; a byte order mark, CR LF and empty lines are passed over.
class CsvReader {
public:
    static constexpr std::size_t kMostBytes = std::size_t{64} * 1024;  ///< of one record

    explicit CsvReader(std::istream& in) : in_(*in.rdbuf()) {}

    std::optional<CsvRecord> next();

private:
    static constexpr int kEnd = -1;

    int look() { return in_.sgetc(); }
    int take();
    void pass_over_mark();
    bool is_separator(int c);
    bool is_line_end();
    void read_record(CsvRecord& record);
    void read_cell(CsvRecord& record, std::string& cell);
    void read_quoted(CsvRecord& record, std::string& cell);
    void keep(CsvRecord& record, std::string& cell, int c);
    bool has_room(CsvRecord& record);

    std::streambuf& in_;
    std::size_t line_ = 1;
    std::size_t kept_ = 0;  ///< bytes of this record
    char separator_ = 0;    ///< 0: not seen yet
    bool is_first_ = true;
};

/// A cell as it must be written.
std::string csv_cell(std::string_view text);

}  // namespace mysigfox::cli
