// SQL of the attempt log; nothing is stored of what says nothing.
#include "storage/attempt_table.hpp"

#include <span>
#include <string_view>

namespace mysigfox::storage {
namespace {

constexpr std::chrono::minutes kBetweenLooks{1};
constexpr std::size_t kRowSize = 52;  // of one without texts, as SQLite packs it, about

std::int64_t size_of(const AttemptResult& result)
{
    const std::size_t texts = result.answer.size() + result.detail.size() + result.location.size() +
                              result.retry_after.value_or(std::string{}).size();
    return static_cast<std::int64_t>(kRowSize + texts);
}

std::optional<std::int64_t> number_of(std::optional<std::chrono::microseconds> time)
{
    if (!time) return std::nullopt;
    return time->count();
}

std::optional<std::span<const std::uint8_t>> bytes_of(const std::optional<IpAddress>& address)
{
    if (!address) return std::nullopt;
    return std::span{address->bytes()}.first(address->is_v6() ? 16 : 4);
}

/// Nothing is stored of a text that says nothing.
std::optional<std::string_view> text_of(const std::string& text)
{
    if (text.empty()) return std::nullopt;
    return text;
}

std::optional<std::span<const std::uint8_t>> bytes_of(const std::string& text)
{
    if (text.empty()) return std::nullopt;
    return std::span{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::int64_t end_of_log(Database& db)
{
    const Statement last = db.prepare("SELECT max(id) FROM attempt");
    Cursor row = last.query();
    row.next();
    return row.integer(0) + 1;
}

}  // namespace

AttemptTable::AttemptTable(Database& db, const AttemptLimits& limits)
    : db_(db),
      limits_(limits),
      insert_(db.prepare(
          "INSERT INTO attempt(id, delivery, previous, number, begun, elapsed, cause, status, dns,"
          " connect, handshake, first_byte, peer, tls, perhaps_delivered, was_redialled,"
          " may_repeat, answer, detail, location, retry_after)"
          " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      previous_(db.prepare("SELECT previous FROM attempt WHERE id = ? AND delivery = ?")),
      remove_(db.prepare("DELETE FROM attempt WHERE id = ?")),
      remove_front_(db.prepare("DELETE FROM attempt WHERE id IN (SELECT id FROM"
                               " (SELECT id, begun FROM attempt ORDER BY id LIMIT ?)"
                               " WHERE begun < ? OR id < ?)")),
      end_(end_of_log(db)),
      end_before_batch_(end_)
{
}

AttemptPlace AttemptTable::add(const AttemptRecord& attempt, std::optional<AttemptPlace> previous,
                               bool may_repeat)
{
    const AttemptResult& result = attempt.result;
    const Phases& phases = result.phases;
    const AttemptPlace place{end_};
    std::optional<std::string_view> retry_after;
    if (result.retry_after) retry_after = *result.retry_after;
    insert_.run(place, attempt.delivery, previous, attempt.number, to_milliseconds(attempt.begun),
                result.elapsed.count(), result.cause, result.status, number_of(phases.dns),
                number_of(phases.connect), number_of(phases.tls), number_of(phases.first_byte),
                bytes_of(result.peer), result.tls, result.perhaps_delivered, result.was_redialled,
                may_repeat, bytes_of(result.answer), text_of(result.detail),
                text_of(result.location), retry_after);
    end_ += size_of(result);
    return place;
}

void AttemptTable::remove(DeliveryId delivery, std::optional<AttemptPlace> last)
{
    while (last) {
        const AttemptPlace place = *last;
        {
            Cursor row = previous_.query(place, delivery);
            if (!row.next()) return;  // those before it went before it
            last.reset();
            if (const auto previous = row.optional_integer(0)) last = AttemptPlace{*previous};
        }
        remove_.run(place);
    }
}

bool AttemptTable::tidy(Timestamp now, std::size_t rows)
{
    if (now < next_look_) return false;
    const std::int64_t too_old = to_milliseconds(now - limits_.keep);
    const std::int64_t too_far = end_ - static_cast<std::int64_t>(limits_.max_size);
    db_.set_durability(Durability::normal);  // what comes back after a power cut goes again
    Transaction transaction{db_};
    remove_front_.run(rows, too_old, too_far);
    const bool has_more = db_.changes() == static_cast<std::int64_t>(rows);
    transaction.commit();
    if (!has_more) next_look_ = now + kBetweenLooks;
    return has_more;
}

}  // namespace mysigfox::storage
