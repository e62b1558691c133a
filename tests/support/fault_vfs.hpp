// A file system for SQLite whose writes and syncs fail on command.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <new>

namespace mysigfox::test {

/// While it lives, every database that is opened uses it.
class FaultVfs {
public:
    FaultVfs() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_)
    {
        vfs_.zName = "fault";
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.pAppData = this;
        vfs_.xOpen = &FaultVfs::open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~FaultVfs()
    {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(real_, 1);
    }
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    std::atomic<bool> fail_syncs = false;
    std::atomic<int> write_error = SQLITE_OK;  ///< what every write answers, e.g. SQLITE_FULL
    std::atomic<int> read_error = SQLITE_OK;
    std::atomic<int> syncs = 0;

private:
    struct File {
        sqlite3_file base;
        FaultVfs* vfs;
        sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
        const sqlite3_io_methods* methods() { return real()->pMethods; }
    };
    static File* self(sqlite3_file* f) { return reinterpret_cast<File*>(f); }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* out, int flags, int* got)
    {
        auto* fault = static_cast<FaultVfs*>(vfs->pAppData);
        auto* file = new (out) File{{nullptr}, fault};
        const int code = fault->real_->xOpen(fault->real_, name, file->real(), flags, got);
        if (code == SQLITE_OK) file->base.pMethods = &kMethods;
        return code;
    }

    static int write(sqlite3_file* f, const void* bytes, int count, sqlite3_int64 at)
    {
        if (const int error = self(f)->vfs->write_error; error != SQLITE_OK) return error;
        return self(f)->methods()->xWrite(self(f)->real(), bytes, count, at);
    }

    static int read(sqlite3_file* f, void* bytes, int count, sqlite3_int64 at)
    {
        if (const int error = self(f)->vfs->read_error; error != SQLITE_OK) return error;
        return self(f)->methods()->xRead(self(f)->real(), bytes, count, at);
    }

    static int sync(sqlite3_file* f, int flags)
    {
        ++self(f)->vfs->syncs;
        if (self(f)->vfs->fail_syncs) return SQLITE_IOERR_FSYNC;
        return self(f)->methods()->xSync(self(f)->real(), flags);
    }

    static const sqlite3_io_methods kMethods;
    sqlite3_vfs* real_;
    sqlite3_vfs vfs_;
};

inline const sqlite3_io_methods FaultVfs::kMethods = {
    3,
    [](sqlite3_file* f) { return self(f)->methods()->xClose(self(f)->real()); },
    &FaultVfs::read,
    &FaultVfs::write,
    [](sqlite3_file* f, sqlite3_int64 size) {
        return self(f)->methods()->xTruncate(self(f)->real(), size);
    },
    &FaultVfs::sync,
    [](sqlite3_file* f, sqlite3_int64* size) {
        return self(f)->methods()->xFileSize(self(f)->real(), size);
    },
    [](sqlite3_file* f, int level) { return self(f)->methods()->xLock(self(f)->real(), level); },
    [](sqlite3_file* f, int level) { return self(f)->methods()->xUnlock(self(f)->real(), level); },
    [](sqlite3_file* f, int* is_reserved) {
        return self(f)->methods()->xCheckReservedLock(self(f)->real(), is_reserved);
    },
    [](sqlite3_file* f, int what, void* argument) {
        return self(f)->methods()->xFileControl(self(f)->real(), what, argument);
    },
    [](sqlite3_file* f) { return self(f)->methods()->xSectorSize(self(f)->real()); },
    [](sqlite3_file* f) { return self(f)->methods()->xDeviceCharacteristics(self(f)->real()); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return self(f)->methods()->xShmMap(self(f)->real(), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int count, int flags) {
        return self(f)->methods()->xShmLock(self(f)->real(), offset, count, flags);
    },
    [](sqlite3_file* f) { self(f)->methods()->xShmBarrier(self(f)->real()); },
    [](sqlite3_file* f, int remove) {
        return self(f)->methods()->xShmUnmap(self(f)->real(), remove);
    },
    [](sqlite3_file* f, sqlite3_int64 at, int count, void** out) {
        return self(f)->methods()->xFetch(self(f)->real(), at, count, out);
    },
    [](sqlite3_file* f, sqlite3_int64 at, void* page) {
        return self(f)->methods()->xUnfetch(self(f)->real(), at, page);
    },
};

}  // namespace mysigfox::test
