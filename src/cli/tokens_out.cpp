#include "cli/tokens_out.hpp"

#include "cli/print.hpp"
#include "cli/private_file.hpp"
#include "mysigfox/pages/token_card.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace mysigfox::cli {
namespace {

constexpr const char* kTokensHeader = "device_id,token\n";

std::string row(const NewToken& made)
{
    return made.device_id + ',' + made.token + '\n';
}

class TokensFile final : public TokensOut {
public:
    explicit TokensFile(PrivateFile file) : file_(std::move(file))
    {
        if (file_.was_empty()) file_.add(kTokensHeader);
    }

    void add(const NewToken& made) override { file_.add(row(made)); }
    Result<void> flush() override { return file_.flush(); }

private:
    PrivateFile file_;
};

class TokensOnStdout final : public TokensOut {
public:
    void add(const NewToken& made) override
    {
        if (std::exchange(is_first_, false)) out(kTokensHeader);
        out(row(made));
    }

    Result<void> flush() override
    {
        if (flush_out()) return {};
        return make_error(Errc::storage_unavailable,
                          "stdout: " + std::generic_category().message(errno));
    }

private:
    bool is_first_ = true;
};

class CardsFile final : public TokensOut {
public:
    CardsFile(PrivateFile file, std::string public_url)
        : file_(std::move(file)), public_url_(std::move(public_url))
    {
    }
    ~CardsFile() override
    {
        std::error_code ignored;
        if (is_empty_) std::filesystem::remove(file_.path(), ignored);
    }

    void add(const NewToken& made) override
    {
        if (std::exchange(is_empty_, false)) file_.add(pages::cards_beginning());
        file_.add(pages::card(public_url_, made.device_id, made.token, made.language));
    }

    Result<void> flush() override { return file_.flush(); }

    Result<void> finish() override
    {
        if (!is_empty_) file_.add(pages::cards_end());
        return flush();
    }

private:
    PrivateFile file_;
    std::string public_url_;
    bool is_empty_ = true;
};

class TokensToBoth final : public TokensOut {
public:
    TokensToBoth(std::unique_ptr<TokensOut> first, std::unique_ptr<TokensOut> second)
        : first_(std::move(first)), second_(std::move(second))
    {
    }

    void add(const NewToken& made) override
    {
        first_->add(made);
        second_->add(made);
    }

    // The second is written whatever came of the first: these tokens are nowhere else.
    Result<void> flush() override
    {
        const Result<void> first = first_->flush();
        const Result<void> second = second_->flush();
        return first ? second : first;
    }

    Result<void> finish() override
    {
        const Result<void> first = first_->finish();
        const Result<void> second = second_->finish();
        return first ? second : first;
    }

private:
    std::unique_ptr<TokensOut> first_;
    std::unique_ptr<TokensOut> second_;
};

}  // namespace

Result<std::unique_ptr<TokensOut>> open_tokens_file(const std::filesystem::path& file)
{
    auto opened = PrivateFile::open(file, PrivateFile::Open::append);
    if (!opened) return opened.error();
    return std::unique_ptr<TokensOut>{std::make_unique<TokensFile>(std::move(*opened))};
}

std::unique_ptr<TokensOut> tokens_on_stdout()
{
    return std::make_unique<TokensOnStdout>();
}

Result<std::unique_ptr<TokensOut>> open_cards_file(const std::filesystem::path& file,
                                                   std::string public_url)
{
    auto opened = PrivateFile::open(file, PrivateFile::Open::make_new);
    if (!opened) return opened.error();
    return std::unique_ptr<TokensOut>{
        std::make_unique<CardsFile>(std::move(*opened), std::move(public_url))};
}

std::unique_ptr<TokensOut> tokens_to_both(std::unique_ptr<TokensOut> first,
                                          std::unique_ptr<TokensOut> second)
{
    return std::make_unique<TokensToBoth>(std::move(first), std::move(second));
}

}  // namespace mysigfox::cli
