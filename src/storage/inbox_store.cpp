// Hands requests to inbox.db's commit thread, and reads them for the pages.
#include "mysigfox/storage/inbox_store.hpp"

#include "storage/inbox_request.hpp"
#include "storage/inbox_writer.hpp"

namespace mysigfox::storage {
namespace {

constexpr std::size_t kMaxWaiting = 256;  // requests of 80 KiB at most: 20 MiB
constexpr int kInboxNiceness = 5;         // whoever tries something out can wait for callbacks

std::string text_of(const Cursor& row, int column)
{
    const auto bytes = row.blob(column);
    return {bytes.begin(), bytes.end()};
}

InboxRequest request_in(const Cursor& row)
{
    const std::string fields = text_of(row, 5);
    return {.id = row.integer(0),
            .received = from_milliseconds(row.integer(1)),
            .method = text_of(row, 2),
            .query = text_of(row, 3),
            .fields = unpack_fields(fields),
            .body = text_of(row, 6),
            .is_truncated = row.integer(4) != 0};
}

class SqliteInboxReader final : public InboxStore::Reader {
public:
    explicit SqliteInboxReader(const std::filesystem::path& file)
        : db_(file, Database::Mode::read_only),
          inbox_(db_.prepare("SELECT id, write_name, read_name, answer FROM inbox"
                             " WHERE read_name = ?")),
          requests_(db_.prepare("SELECT id, received, method, query, is_truncated, fields, body"
                                " FROM request WHERE inbox = ? ORDER BY id DESC")),
          requests_after_(db_.prepare("SELECT id, received, method, query, is_truncated, fields,"
                                      " body FROM request WHERE inbox = ? AND id > ?"
                                      " ORDER BY id LIMIT ?"))
    {
    }

    std::optional<std::vector<InboxRequest>> requests(std::string_view read_name) override
    {
        Cursor inbox = inbox_.query(read_name);
        if (!inbox.next()) return std::nullopt;
        std::vector<InboxRequest> found;
        for (Cursor row = requests_.query(inbox.integer(0)); row.next();) {
            found.push_back(request_in(row));
        }
        return found;
    }

    std::vector<InboxRequest> requests_after(std::string_view read_name, std::int64_t id,
                                             std::size_t limit) override
    {
        std::vector<InboxRequest> found;
        Cursor inbox = inbox_.query(read_name);
        if (!inbox.next()) return found;
        for (Cursor row = requests_after_.query(inbox.integer(0), id, limit); row.next();) {
            found.push_back(request_in(row));
        }
        return found;
    }

    std::optional<InboxNames> names(std::string_view read_name) override
    {
        Cursor row = inbox_.query(read_name);
        if (!row.next()) return std::nullopt;
        return InboxNames{std::string{row.text(1)}, std::string{row.text(2)},
                          answer_of(row.integer(3))};
    }

private:
    Database db_;
    const Statement inbox_, requests_, requests_after_;
};

class SqliteInboxStore final : public InboxStore {
public:
    explicit SqliteInboxStore(const InboxOptions& options)
        : file_(options.file),
          bell_(options.bell),
          writer_(options),
          thread_(writer_, {kMaxWaiting, Durability::normal, options.on_failure, kInboxNiceness})
    {
    }

    Task<Result<InboxNames>> create(Timestamp now) override
    {
        auto change = [this, now] { return writer_.create(now); };
        return thread_.commit(change);
    }

    Task<Result<InboxAnswer>> append(std::string write_name, InboxRequest request) override
    {
        auto change = [this, name = write_name, request = within_limits(std::move(request))] {
            return writer_.append(name, request);
        };
        const Result<InboxAnswer> answer = co_await thread_.commit(std::move(change));
        if (answer && bell_ != nullptr) bell_->ring(inbox_topic(write_name));
        co_return answer;
    }

    Task<Result<void>> set_answer(std::string read_name, InboxAnswer answer) override
    {
        auto change = [this, name = std::move(read_name), answer] {
            return writer_.set_answer(name, answer);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<std::size_t>> empty(std::string write_name) override
    {
        auto change = [this, name = std::move(write_name)] { return writer_.empty(name); };
        return thread_.commit(std::move(change));
    }

    void lend(const std::function<void(Database&)>& work) override { thread_.lend(work); }

    std::unique_ptr<Reader> make_reader() override
    {
        return std::make_unique<SqliteInboxReader>(file_);
    }

private:
    const std::filesystem::path file_;
    Bell* const bell_;
    InboxWriter writer_;
    CommitThread thread_;  // last: joined before what it writes to is gone
};

}  // namespace

std::string inbox_topic(std::string_view write_name)
{
    return "inbox " + std::string{write_name};
}

std::unique_ptr<InboxStore> open_inbox(const InboxOptions& options)
{
    return std::make_unique<SqliteInboxStore>(options);
}

}  // namespace mysigfox::storage
