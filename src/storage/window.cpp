// Reads and writes of SQLite, moved by where the window begins.
#include "storage/window.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

namespace mysigfox::storage {
namespace {

constexpr const char* kFileSystem = "mysigfox-window";
constexpr sqlite3_int64 kGrows = -1;

struct WindowFile {
    sqlite3_file base;
    int descriptor;
    sqlite3_int64 begin;
    sqlite3_int64 size;  // or kGrows
};

WindowFile& window_in(sqlite3_file* file)
{
    return *reinterpret_cast<WindowFile*>(file);
}

int window_size(sqlite3_file* file, sqlite3_int64* size)
{
    const WindowFile& window = window_in(file);
    *size = window.size;
    if (window.size != kGrows) return SQLITE_OK;
    struct stat info {};
    if (::fstat(window.descriptor, &info) != 0) return SQLITE_IOERR_FSTAT;
    *size = std::max<sqlite3_int64>(0, info.st_size - window.begin);
    return SQLITE_OK;
}

int read_window(sqlite3_file* file, void* bytes, int count, sqlite3_int64 at)
{
    const WindowFile& window = window_in(file);
    auto* to = static_cast<char*>(bytes);
    sqlite3_int64 end = 0;
    if (const int code = window_size(file, &end); code != SQLITE_OK) return code;
    const auto there = static_cast<int>(std::clamp<sqlite3_int64>(end - at, 0, count));
    int have = 0;
    while (have < there) {
        const ssize_t got =
            ::pread(window.descriptor, to + have, static_cast<std::size_t>(there - have),
                    window.begin + at + have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return SQLITE_IOERR_READ;
        if (got == 0) break;
        have += static_cast<int>(got);
    }
    if (have == count) return SQLITE_OK;
    std::memset(to + have, 0, static_cast<std::size_t>(count - have));  // as SQLite demands
    return SQLITE_IOERR_SHORT_READ;
}

int write_window(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at)
{
    const WindowFile& window = window_in(file);
    if (window.size != kGrows) return SQLITE_READONLY;
    const auto* from = static_cast<const char*>(bytes);
    int done = 0;
    while (done < count) {
        const ssize_t put =
            ::pwrite(window.descriptor, from + done, static_cast<std::size_t>(count - done),
                     window.begin + at + done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return errno == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        done += static_cast<int>(put);
    }
    return SQLITE_OK;
}

int truncate_window(sqlite3_file* file, sqlite3_int64 size)
{
    const WindowFile& window = window_in(file);
    if (window.size != kGrows) return SQLITE_READONLY;
    const bool is_done = ::ftruncate(window.descriptor, window.begin + size) == 0;
    return is_done ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

// Nobody else has the window, so there is nothing to lock; whoever owns the file syncs it.
constexpr sqlite3_io_methods kWindowMethods{
    1,
    [](sqlite3_file*) { return SQLITE_OK; },
    read_window,
    write_window,
    truncate_window,
    [](sqlite3_file*, int) { return SQLITE_OK; },
    window_size,
    [](sqlite3_file*, int) { return SQLITE_OK; },
    [](sqlite3_file*, int) { return SQLITE_OK; },
    [](sqlite3_file*, int* is_reserved) {
        *is_reserved = 0;
        return SQLITE_OK;
    },
    [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    [](sqlite3_file*) { return 4'096; },
    [](sqlite3_file*) { return 0; },
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr};

sqlite3_vfs& real_file_system(sqlite3_vfs* vfs)
{
    return *static_cast<sqlite3_vfs*>(vfs->pAppData);
}

/// Temporary files are somebody else's.
int open_in_window(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* got)
{
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0) {
        return real_file_system(vfs).xOpen(&real_file_system(vfs), name, file, flags, got);
    }
    new (file) WindowFile{{&kWindowMethods},
                          static_cast<int>(sqlite3_uri_int64(name, "descriptor", -1)),
                          sqlite3_uri_int64(name, "begin", 0),
                          sqlite3_uri_int64(name, "size", kGrows)};
    if (got != nullptr) *got = flags;
    return SQLITE_OK;
}

int full_path_in_window(sqlite3_vfs*, const char* name, int room, char* full)
{
    return std::snprintf(full, static_cast<std::size_t>(room), "%s", name) < room ? SQLITE_OK
                                                                                  : SQLITE_CANTOPEN;
}

sqlite3_vfs make_window_file_system()
{
    sqlite3_vfs* const real = sqlite3_vfs_find("unix");
    sqlite3_vfs made = *real;
    made.zName = kFileSystem;
    made.pAppData = real;
    made.szOsFile = std::max(real->szOsFile, static_cast<int>(sizeof(WindowFile)));
    made.xOpen = open_in_window;
    made.xFullPathname = full_path_in_window;
    return made;
}

}  // namespace

const char* window_file_system()
{
    static sqlite3_vfs vfs = make_window_file_system();
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    return registered == SQLITE_OK ? kFileSystem : nullptr;
}

std::string window_address(const Window& window)
{
    std::string address =
        fmt::format("file:window?descriptor={}&begin={}", window.descriptor, window.begin);
    if (window.size) address += fmt::format("&size={}&immutable=1", *window.size);
    return address;
}

}  // namespace mysigfox::storage
