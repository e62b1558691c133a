// Names what commit threads count.
#include "mysigfox/storage/commit_meter.hpp"

#include <string>

namespace mysigfox::storage {
namespace {

std::string file_label(std::string_view file)
{
    return "file=\"" + std::string{file} + '"';
}

}  // namespace

CommitMeter::CommitMeter(Metrics& metrics, std::string_view file)
    : seconds(metrics.histogram("commit_seconds", file_label(file))),
      changes(metrics.counter("commit_changes_total", file_label(file))),
      failures(metrics.counter("commit_failures_total", file_label(file))),
      rounds(metrics.counter("commit_rounds_total", file_label(file))),
      refusing(metrics.gauge("database_refusing", file_label(file)))
{
}

}  // namespace mysigfox::storage
