// inbox.db: the built-in request bins, bounded in all.
#pragma once

#include "mysigfox/base/bell.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/inbox_answer.hpp"
#include "mysigfox/storage/failure.hpp"
#include "mysigfox/storage/lender.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::storage {

/// One request that an inbox took.
struct InboxRequest {
    std::int64_t id = 0;
    Timestamp received;
    std::string method;
    std::string query;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;           ///< any bytes
    bool is_truncated = false;  ///< something was cut: query and fields at 8 KiB, body at 64
};

/// The two unguessable names of an inbox: knowing one does not give the other away.
struct InboxNames {
    std::string write_name;  ///< POST /inbox/NAME
    std::string read_name;   ///< GET /inbox/READ-NAME
    InboxAnswer answer = InboxAnswer::ok;
};

/// What rings when the inbox has taken something.
std::string inbox_topic(std::string_view write_name);

struct InboxOptions {
    std::filesystem::path file;
    std::size_t keep_requests = 100;                    ///< an inbox, the oldest go first
    std::size_t max_inboxes = 10'000;                   ///< the one unused longest goes first
    std::uint64_t max_size = std::uint64_t{256} << 20;  ///< bytes of inbox.db, as above
    std::chrono::hours keep{7 * 24};  ///< a request; inboxes stay until they are too many
    const Clock* clock = nullptr;     ///< required: requests expire though nothing happens
    OnFailure on_failure;
    Bell* bell = nullptr;  ///< rung for each request taken; may be none
    /// Bytes that the file system has left. When they are fewer than `leave_free`, every inbox
    /// goes and none is made: the room belongs to messages. Without it nobody looks.
    std::function<std::uint64_t()> free_space;
    std::uint64_t leave_free = std::uint64_t{64} << 20;
};

/// Owns inbox.db and the thread that writes it. Requests are shown to people for a while; they
/// are not messages, so a commit here is never waited for with an fsync (synchronous=NORMAL).
class InboxStore : public Lender {
public:
    virtual Task<Result<InboxNames>> create(Timestamp now) = 0;
    /// What its writer is to be told. not_found if there is no such inbox.
    virtual Task<Result<InboxAnswer>> append(std::string write_name, InboxRequest request) = 0;
    /// What writers are told from now on. not_found if there is no such inbox.
    virtual Task<Result<void>> set_answer(std::string read_name, InboxAnswer answer) = 0;
    /// Its requests go, and it stays; how many they were. None if there is no such inbox.
    virtual Task<Result<std::size_t>> empty(std::string write_name) = 0;

    class Reader {
    public:
        virtual ~Reader() = default;
        /// Newest first; nothing if there is no such inbox.
        virtual std::optional<std::vector<InboxRequest>> requests(std::string_view read_name) = 0;
        virtual std::optional<InboxNames> names(std::string_view read_name) = 0;
        /// Those that came after the one with this id, oldest first, at most `limit`.
        virtual std::vector<InboxRequest> requests_after(std::string_view read_name,
                                                         std::int64_t id, std::size_t limit) = 0;
    };
    virtual std::unique_ptr<Reader> make_reader() = 0;
};

/// Opens and migrates the file; throws std::runtime_error naming it if it cannot.
std::unique_ptr<InboxStore> open_inbox(const InboxOptions& options);

}  // namespace mysigfox::storage
