#include "cli/csv.hpp"

namespace mysigfox::cli {

int CsvReader::take()
{
    const int c = in_.sbumpc();
    if (c == '\n') ++line_;
    return c;
}

void CsvReader::pass_over_mark()
{
    for (const int byte : {0xEF, 0xBB, 0xBF}) {
        if (look() == byte) take();
    }
}

bool CsvReader::is_separator(int c)
{
    if (separator_ == 0 && (c == ',' || c == ';')) separator_ = static_cast<char>(c);
    return separator_ != 0 && c == separator_;
}

/// Also drops the CR of a CR LF.
bool CsvReader::is_line_end()
{
    if (look() == '\r') {
        take();
        if (look() != '\n' && look() != kEnd) {
            in_.sungetc();
            return false;
        }
    }
    return look() == '\n' || look() == kEnd;
}

std::optional<CsvRecord> CsvReader::next()
{
    if (is_first_) pass_over_mark();
    is_first_ = false;
    while (look() != kEnd) {
        CsvRecord record;
        record.line = line_;
        kept_ = 0;
        read_record(record);
        const bool is_blank =
            record.cells.size() == 1 && record.cells[0].empty() && record.problem.empty();
        if (!is_blank) return record;
    }
    return std::nullopt;
}

void CsvReader::read_record(CsvRecord& record)
{
    for (;;) {
        read_cell(record, record.cells.emplace_back());
        if (is_separator(look())) {
            take();
            if (!has_room(record)) record.cells.pop_back();
            continue;
        }
        take();  // the end of the line, or of everything
        return;
    }
}

void CsvReader::read_cell(CsvRecord& record, std::string& cell)
{
    if (look() == '"') {
        read_quoted(record, cell);
        if (!is_separator(look()) && !is_line_end() && record.problem.empty()) {
            record.problem = "there is text after a closing quote";
        }
    }
    while (!is_separator(look()) && !is_line_end()) keep(record, cell, take());
}

void CsvReader::read_quoted(CsvRecord& record, std::string& cell)
{
    take();
    for (;;) {
        const int c = take();
        if (c == kEnd) {
            record.problem = "a quote is opened and never closed";
            return;
        }
        if (c == '"') {
            if (look() != '"') return;
            take();
        }
        keep(record, cell, c);
    }
}

void CsvReader::keep(CsvRecord& record, std::string& cell, int c)
{
    if (has_room(record)) cell.push_back(static_cast<char>(c));
}

bool CsvReader::has_room(CsvRecord& record)
{
    if (++kept_ <= kMostBytes) return true;
    if (record.problem.empty()) record.problem = "the row is longer than 64 KiB";
    return false;
}

std::string csv_cell(std::string_view text)
{
    if (text.find_first_of(",;\"\r\n") == std::string_view::npos) return std::string{text};
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

}  // namespace mysigfox::cli
