// Where new tokens go: a private file or stdout, and cards. They are shown only this once.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/language.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace mysigfox::cli {

struct NewToken {
    std::string device_id;
    std::string token;
    Language language = Language::cs;  ///< of its customer, as far as it is known
};

/// What flush() has returned for survives a crash of this machine.
class TokensOut {
public:
    virtual ~TokensOut() = default;
    virtual void add(const NewToken& made) = 0;
    virtual Result<void> flush() = 0;
    /// There will be no more.
    virtual Result<void> finish() { return flush(); }
};

/// Rows device_id,token. Mode 0600. An existing file keeps what it holds: tokens cannot be shown a
/// second time.
Result<std::unique_ptr<TokensOut>> open_tokens_file(const std::filesystem::path& file);
std::unique_ptr<TokensOut> tokens_on_stdout();

/// Printable HTML, mode 0600, written card by card. There must be no such file yet; if no token is
/// made there will be none.
Result<std::unique_ptr<TokensOut>> open_cards_file(const std::filesystem::path& file,
                                                   std::string public_url);

/// Each token goes to both.
std::unique_ptr<TokensOut> tokens_to_both(std::unique_ptr<TokensOut> first,
                                          std::unique_ptr<TokensOut> second);

}  // namespace mysigfox::cli
