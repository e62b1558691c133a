// Where new tokens go: a private file, or stdout. They are shown only this once.
#pragma once

#include "mysigfox/base/error.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace mysigfox::cli {

/// Rows device_id,token. What flush() has returned for survives a crash of this machine.
class TokensOut {
public:
    virtual ~TokensOut() = default;
    virtual void add(std::string_view device_id, std::string_view token) = 0;
    virtual Result<void> flush() = 0;
};

/// Mode 0600. An existing file keeps what it holds: tokens cannot be shown a second time.
Result<std::unique_ptr<TokensOut>> open_tokens_file(const std::filesystem::path& file);
std::unique_ptr<TokensOut> tokens_on_stdout();

}  // namespace mysigfox::cli
