// What each exit code means, for the help and the manual.
#pragma once

#include "mysigfox/cli/command_line.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace mysigfox::cli {

inline constexpr std::array<std::pair<ExitCode, std::string_view>, 7> kExitCodes{{
    {kDone, "done"},
    {kWrongUsage, "wrong usage"},
    {kBadData, "bad input data"},
    {kUnreachable, "daemon not reachable"},
    {kIoError, "I/O error"},
    {kTryAgain, "try again"},
    {kWrongConfiguration, "wrong configuration"},
}};

}  // namespace mysigfox::cli
