// Every change to inbox.db, as its commit thread makes it, and the bounds that hold it small.
#pragma once

#include "mysigfox/storage/inbox_store.hpp"
#include "storage/commit_thread.hpp"

#include <cstdint>
#include <string>

namespace mysigfox::storage {

/// As it stands in the file; ok for what a newer program wrote.
InboxAnswer answer_of(std::int64_t number) noexcept;

/// Confined to the commit thread, once that runs.
class InboxWriter final : public Writer {
public:
    explicit InboxWriter(const InboxOptions& options);

    Result<InboxNames> create(Timestamp now);
    Result<InboxAnswer> append(const std::string& write_name, const InboxRequest& request);

    Result<void> set_answer(const std::string& read_name, InboxAnswer answer);
    Result<std::size_t> empty(const std::string& write_name);

    Database& database() override { return db_; }
    /// Deletes what has expired; everything, if the disk is nearly full.
    bool tidy(std::size_t rows) override;

private:
    bool is_full_of_inboxes();
    bool is_too_large();
    bool is_disk_nearly_full() const;
    void make_room();
    bool drop_unused_longest(std::int64_t but_not);

    const InboxOptions options_;
    Database db_;
    const Statement insert_inbox_, find_inbox_, use_inbox_, count_inboxes_, drop_unused_longest_;
    const Statement set_answer_;
    const Statement insert_request_, drop_oldest_, drop_all_, drop_expired_;
    const Statement page_size_, page_count_, free_pages_;
};

}  // namespace mysigfox::storage
