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

class SqliteInboxReader final : public InboxStore::Reader {
public:
    explicit SqliteInboxReader(const std::filesystem::path& file)
        : db_(file, Database::Mode::read_only),
          inbox_(db_.prepare("SELECT id, write_name, read_name FROM inbox WHERE read_name = ?")),
          requests_(db_.prepare("SELECT id, received, method, query, is_truncated, fields, body"
                                " FROM request WHERE inbox = ? ORDER BY id DESC"))
    {
    }

    std::optional<std::vector<InboxRequest>> requests(std::string_view read_name) override
    {
        Cursor inbox = inbox_.query(read_name);
        if (!inbox.next()) return std::nullopt;
        std::vector<InboxRequest> found;
        for (Cursor row = requests_.query(inbox.integer(0)); row.next();) {
            const std::string fields = text_of(row, 5);
            found.push_back({.id = row.integer(0),
                             .received = from_milliseconds(row.integer(1)),
                             .method = text_of(row, 2),
                             .query = text_of(row, 3),
                             .fields = unpack_fields(fields),
                             .body = text_of(row, 6),
                             .is_truncated = row.integer(4) != 0});
        }
        return found;
    }

    std::optional<InboxNames> names(std::string_view read_name) override
    {
        Cursor row = inbox_.query(read_name);
        if (!row.next()) return std::nullopt;
        return InboxNames{std::string{row.text(1)}, std::string{row.text(2)}};
    }

private:
    Database db_;
    const Statement inbox_, requests_;
};

class SqliteInboxStore final : public InboxStore {
public:
    explicit SqliteInboxStore(const InboxOptions& options)
        : file_(options.file),
          writer_(options),
          thread_(writer_, {kMaxWaiting, Durability::normal, options.on_failure, kInboxNiceness})
    {
    }

    Task<Result<InboxNames>> create(Timestamp now) override
    {
        auto change = [this, now]() -> Result<InboxNames> { return writer_.create(now); };
        return thread_.commit(change);
    }

    Task<Result<void>> append(std::string write_name, InboxRequest request) override
    {
        auto change = [this, name = std::move(write_name),
                       request = within_limits(std::move(request))] {
            return writer_.append(name, request);
        };
        return thread_.commit(std::move(change));
    }

    std::unique_ptr<Reader> make_reader() override
    {
        return std::make_unique<SqliteInboxReader>(file_);
    }

private:
    const std::filesystem::path file_;
    InboxWriter writer_;
    CommitThread thread_;  // last: joined before what it writes to is gone
};

}  // namespace

std::unique_ptr<InboxStore> open_inbox(const InboxOptions& options)
{
    return std::make_unique<SqliteInboxStore>(options);
}

}  // namespace mysigfox::storage
