// A file for secrets: its owner's alone, and on disk when that is said.
#pragma once

#include "mysigfox/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace mysigfox::cli {

/// Mode 0600.
class PrivateFile {
public:
    enum class Open { append, make_new };

    /// append: what an existing file holds stays. make_new: there must be none.
    static Result<PrivateFile> open(std::filesystem::path path, Open how);

    PrivateFile(PrivateFile&& other) noexcept
        : path_(std::move(other.path_)),
          descriptor_(std::exchange(other.descriptor_, -1)),
          is_empty_(other.is_empty_),
          waiting_(std::move(other.waiting_))
    {
    }
    PrivateFile& operator=(PrivateFile&&) = delete;
    ~PrivateFile();

    const std::filesystem::path& path() const noexcept { return path_; }
    /// Was it when it was opened?
    bool was_empty() const noexcept { return is_empty_; }

    void add(std::string_view text) { waiting_ += text; }
    /// What was added survives a crash of this machine when this has returned.
    Result<void> flush();

private:
    PrivateFile(std::filesystem::path path, int descriptor, bool is_empty)
        : path_(std::move(path)), descriptor_(descriptor), is_empty_(is_empty)
    {
    }

    std::filesystem::path path_;
    int descriptor_;
    bool is_empty_;
    std::string waiting_;
};

}  // namespace mysigfox::cli
