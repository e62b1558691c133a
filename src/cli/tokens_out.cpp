#include "cli/tokens_out.hpp"

#include "cli/print.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace mysigfox::cli {
namespace {

constexpr const char* kTokensHeader = "device_id,token\n";

std::string row(std::string_view device_id, std::string_view token)
{
    std::string text{device_id};
    text += ',';
    text += token;
    text += '\n';
    return text;
}

Error io_error(const std::filesystem::path& file)
{
    return make_error(Errc::storage_unavailable,
                      file.string() + ": " + std::generic_category().message(errno));
}

class TokensFile final : public TokensOut {
public:
    TokensFile(std::filesystem::path file, int descriptor, bool is_new)
        : file_(std::move(file)), descriptor_(descriptor), waiting_(is_new ? kTokensHeader : "")
    {
    }
    ~TokensFile() override { ::close(descriptor_); }

    void add(std::string_view device_id, std::string_view token) override
    {
        waiting_ += row(device_id, token);
    }

    Result<void> flush() override
    {
        while (!waiting_.empty()) {
            const ssize_t written = ::write(descriptor_, waiting_.data(), waiting_.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return io_error(file_);
            waiting_.erase(0, static_cast<std::size_t>(written));
        }
        // A pipe or a device (/dev/stderr) cannot be synced, and need not be.
        if (::fdatasync(descriptor_) != 0 && errno != EINVAL) return io_error(file_);
        return {};
    }

private:
    std::filesystem::path file_;
    int descriptor_;
    std::string waiting_;
};

class TokensOnStdout final : public TokensOut {
public:
    void add(std::string_view device_id, std::string_view token) override
    {
        if (std::exchange(is_first_, false)) out(kTokensHeader);
        out(row(device_id, token));
    }

    Result<void> flush() override
    {
        if (flush_out()) return {};
        return io_error("stdout");
    }

private:
    bool is_first_ = true;
};

}  // namespace

Result<std::unique_ptr<TokensOut>> open_tokens_file(const std::filesystem::path& file)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0) return io_error(file);
    struct stat status {};
    const bool is_regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    if (is_regular && ::fchmod(descriptor, 0600) != 0) {
        const Error error = io_error(file);
        ::close(descriptor);
        return error;
    }
    return std::unique_ptr<TokensOut>{
        std::make_unique<TokensFile>(file, descriptor, status.st_size == 0)};
}

std::unique_ptr<TokensOut> tokens_on_stdout()
{
    return std::make_unique<TokensOnStdout>();
}

}  // namespace mysigfox::cli
