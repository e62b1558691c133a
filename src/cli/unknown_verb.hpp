// What is said of a line that comes to no verb.
#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace mysigfox::cli {

/// "verb of device: found "lst", expected one of add, list, did you mean list?"; nothing if the
/// line that `program` has parsed comes to a verb.
std::optional<std::string> unknown_verb(const CLI::App& program);

}  // namespace mysigfox::cli
