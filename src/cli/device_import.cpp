#include "cli/device_import.hpp"

#include "cli/session.hpp"
#include "mysigfox/base/counted.hpp"
#include "mysigfox/base/encoding.hpp"
#include "mysigfox/domain/device_id.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace mysigfox::cli {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> kFields{"device_id", "token", "email", "webhook_url",
                                                  "language"};
constexpr std::size_t kBatchRows = 5'000;
constexpr std::size_t kBatchBytes = std::size_t{3} * 1024 * 1024;  // the channel takes 4 MiB
constexpr std::size_t kWindowRows = 500'000;
constexpr std::size_t kWindowBytes = std::size_t{128} * 1024 * 1024;
constexpr std::size_t kProgressRows = 20'000;

void append_text(std::string& request, std::string_view text)
{
    request += json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Result<ImportCounts> DeviceImport::run(std::istream& in)
{
    CsvReader csv{in};
    if (const auto header = read_header(csv); !header) return header.error();
    while (const auto record = csv.next()) {
        if (const auto taken = take(*record); !taken) return taken.error();
    }
    if (in.bad())
        return make_error(Errc::storage_unavailable, "the file cannot be read to its end");
    if (const auto sent = send_window(); !sent) return sent.error();
    if (const auto finished = tokens_.finish(); !finished) return finished.error();
    show_progress(/*is_end=*/true);
    return counts_;
}

Result<void> DeviceImport::read_header(CsvReader& csv)
{
    const auto header = csv.next();
    for (const std::string& cell : header ? header->cells : std::vector<std::string>{}) {
        const std::string name = to_lower(trimmed(cell));
        const bool is_known = std::ranges::find(kFields, name) != kFields.end();
        if (!is_known) tell("mysigfox: column \"" + name + "\" is passed over");
        if (is_known && std::ranges::find(columns_, name) != columns_.end()) {
            return make_error(Errc::invalid_value,
                              "line 1: column " + name + " stands there twice");
        }
        columns_.push_back(is_known ? name : "");
    }
    if (std::ranges::find(columns_, kFields[0]) != columns_.end()) return {};
    return make_error(Errc::invalid_value,
                      "line 1: found no column device_id, expected a header such as "
                      "device_id,token,email,webhook_url,language");
}

Result<void> DeviceImport::take(const CsvRecord& record)
{
    ++counts_.rows;
    if (!record.problem.empty()) {
        reject(record.line, record.problem);
        return {};
    }
    if (record.cells.size() != columns_.size()) {
        reject(record.line, fmt::format("found {}, expected {} as in the header",
                                        counted(record.cells.size(), "column"), columns_.size()));
        return {};
    }
    window_.push_back(to_row(record));
    window_bytes_ += window_.back().text.size();
    if (window_.size() < kWindowRows && window_bytes_ < kWindowBytes) return {};
    return send_window();
}

DeviceImport::Row DeviceImport::to_row(const CsvRecord& record) const
{
    Row row{record.line, {}, "{"};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].empty()) continue;
        const std::string_view cell = trimmed(record.cells[i]);
        if (columns_[i] == kFields[0]) row.device_id = cell;
        if (columns_[i] == kFields[4]) row.language = parse_language(cell).value_or(Language::cs);
        if (row.text.size() > 1) row.text += ',';
        row.text += "\"" + columns_[i] + "\":";
        append_text(row.text, cell);
    }
    row.text += '}';
    return row;
}

Result<void> DeviceImport::send_window()
{
    // Stable: of two rows of one device the later one wins.
    std::ranges::stable_sort(window_, {}, [](const Row& row) {
        const auto device = DeviceId::parse(row.device_id);
        return device ? device->value() : 0;
    });
    Result<void> sent;
    for (std::span<const Row> rest{window_}; sent && !rest.empty();) {
        const auto batch = rest.first(rows_of_a_batch(rest));
        sent = send(batch);
        rest = rest.subspan(batch.size());
    }
    window_.clear();
    window_bytes_ = 0;
    tell_rejected();
    return sent;
}

std::size_t DeviceImport::rows_of_a_batch(std::span<const Row> rows)
{
    std::size_t count = 0;
    for (std::size_t bytes = 0; count < std::min(rows.size(), kBatchRows); ++count) {
        bytes += rows[count].text.size() + 1;
        if (bytes > kBatchBytes && count > 0) break;
    }
    return count;
}

Result<void> DeviceImport::send(std::span<const Row> batch)
{
    std::string arguments =
        fmt::format(R"({{"dry_run":{},"paused":{},"rows":[)", options_.is_dry_run, options_.pauses);
    for (const Row& row : batch) arguments.append(row.text).append(1, ',');
    arguments.back() = ']';
    arguments += '}';
    const auto answer = ask_("device.import", arguments);
    if (!answer) return answer.error();
    const auto results = answer->find("results");
    if (results == answer->end() || results->size() != batch.size()) {
        return make_error(Errc::deadline_exceeded, "the daemon's answer is not understood");
    }
    for (std::size_t i = 0; i < batch.size(); ++i) note(batch[i], (*results)[i]);
    // At once: the devices are stored already, and nobody can show their tokens again.
    if (const auto flushed = tokens_.flush(); !flushed) return flushed.error();
    show_progress(/*is_end=*/false);
    return {};
}

void DeviceImport::note(const Row& row, const json& result)
{
    const std::string verdict = result.value("verdict", "");
    if (verdict == "created") {
        ++counts_.created;
    } else if (verdict == "updated") {
        ++counts_.updated;
    } else if (verdict == "unchanged") {
        ++counts_.unchanged;
    } else {
        reject(row.line, result.value("reason", "refused"));
    }
    const auto token = result.find("token");
    if (token == result.end()) return;
    const auto device = DeviceId::parse(row.device_id);
    tokens_.add({device ? device->str() : row.device_id, token->get<std::string>(), row.language});
}

void DeviceImport::reject(std::size_t line, std::string_view reason)
{
    ++counts_.rejected;
    rejected_.emplace(line, reason);
}

void DeviceImport::tell_rejected()
{
    for (const auto& [line, reason] : rejected_) tell(fmt::format("line {}: {}", line, reason));
    rejected_.clear();
}

void DeviceImport::show_progress(bool is_end)
{
    if (!options_.shows_progress) return;
    const std::size_t done =
        counts_.created + counts_.updated + counts_.unchanged + counts_.rejected;
    if (!is_end && done % kProgressRows >= kBatchRows) return;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started_;
    const double rate = static_cast<double>(done) / std::max(elapsed.count(), 0.001);
    fmt::print(stderr, "\r{}, {:.0f}/s {}", counted(done, "row"), rate, is_end ? "\n" : "");
}

}  // namespace mysigfox::cli
