// From rows to what people see.
#include "api/device_views.hpp"

#include "mysigfox/base/encoding.hpp"
#include "mysigfox/base/utc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace mysigfox::api {
namespace {

constexpr std::size_t kShownMessages = 12;  // with what they say, a page of 50 KB

pages::Fate fate_of(const storage::PastDelivery& past) noexcept
{
    switch (past.state) {
        case storage::DeliveryState::delivered:
            return pages::Fate::delivered;
        case storage::DeliveryState::parked:
            return pages::Fate::given_up;
        case storage::DeliveryState::dropped:
            return pages::Fate::dropped;
        case storage::DeliveryState::pending:
        case storage::DeliveryState::unclaimed:
            break;
    }
    return storage::is_failed(past.state, past.cause) ? pages::Fate::retrying
                                                      : pages::Fate::waiting;
}

std::chrono::milliseconds middle_of(std::vector<std::chrono::milliseconds>& delays)
{
    const auto middle = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() / 2);
    std::nth_element(delays.begin(), middle, delays.end());
    return *middle;
}

}  // namespace

HistoryChoice choice_in(const Form& query, DeviceId device, CustomerId owner)
{
    HistoryChoice choice;
    choice.question.device = device;
    choice.question.owner = owner;
    choice.question.limit = kShownMessages;
    pages::FilterView& filter = choice.filter;
    filter.failed_only = http::form_value(query, "failed").has_value();
    filter.by_device_time = http::form_value(query, "device-time").has_value();
    filter.since = http::form_value(query, "since").value_or("");
    filter.until = http::form_value(query, "until").value_or("");
    choice.question.since = parse_utc(filter.since);
    choice.question.until = parse_utc(filter.until);
    if (!choice.question.since) filter.since.clear();
    if (!choice.question.until) filter.until.clear();
    choice.question.failed_only = filter.failed_only;
    choice.question.by_device_time = filter.by_device_time;
    const std::string from = http::form_value(query, "from").value_or("");
    std::int64_t id = 0;
    std::from_chars(from.data(), from.data() + from.size(), id);
    if (id > 0) choice.question.from = DeliveryId{id};
    return choice;
}

std::string query_of(const pages::FilterView& filter, DeliveryId from)
{
    std::string query = fmt::format("from={}", static_cast<std::int64_t>(from));
    if (filter.failed_only) query += "&failed=1";
    if (filter.by_device_time) query += "&device-time=1";
    if (!filter.since.empty()) query += "&since=" + encode_query_text(filter.since);
    if (!filter.until.empty()) query += "&until=" + encode_query_text(filter.until);
    return query;
}

pages::Condition condition_of(const storage::DeviceRecord& device,
                              const std::optional<storage::LaneState>& lane) noexcept
{
    if (device.is_paused) return pages::Condition::paused;
    if (!lane) return pages::Condition::active;
    switch (lane->condition) {
        case storage::LaneCondition::failing:
            return pages::Condition::failing;
        case storage::LaneCondition::paused_gone:
            return pages::Condition::paused_gone;
        case storage::LaneCondition::spent:
            return pages::Condition::paused_schedule;
        case storage::LaneCondition::paused:
            break;
    }
    return pages::Condition::paused_by_us;
}

pages::ShownMessage shown(const storage::PastDelivery& past)
{
    const storage::PendingDelivery& pending = past.delivery.pending;
    const Uplink& uplink = past.delivery.uplink;
    pages::ShownMessage message;
    message.id = static_cast<std::int64_t>(pending.id);
    message.public_id = public_id(past.delivery.message, pending.received);
    message.received = pending.received;
    message.device_time = uplink.time;
    message.data = uplink.data;
    message.sequence = uplink.sequence;
    message.fate = fate_of(past);
    message.changed = std::max(pending.received, past.at.value_or(pending.received));
    if (message.fate == pages::Fate::retrying) message.due = pending.due;
    for (const storage::AttemptRecord& attempt : past.attempts) {
        message.attempts.push_back(
            {attempt.number, attempt.begun, attempt.result, attempt.may_repeat});
    }
    return message;
}

std::optional<pages::ShownAttempt> reason_in(const std::vector<pages::ShownMessage>& messages)
{
    std::optional<pages::ShownAttempt> last;
    for (const pages::ShownMessage& message : messages) {
        for (const pages::ShownAttempt& attempt : message.attempts) {
            if (attempt.result.cause == Cause::delivered) continue;
            if (!last || last->begun < attempt.begun) last = attempt;
        }
    }
    return last;
}

std::vector<pages::DayView> days_of(const std::vector<storage::HistoryPoint>& points, Timestamp now)
{
    constexpr auto kCount = static_cast<std::size_t>(kShownDays.count());
    const auto today = std::chrono::floor<std::chrono::days>(now);
    std::vector<pages::DayView> days(kCount);
    std::vector<std::vector<std::chrono::milliseconds>> delays(kCount);
    for (const storage::HistoryPoint& point : points) {
        const auto age = (today - std::chrono::floor<std::chrono::days>(point.received)).count();
        if (age < 0 || age >= kShownDays.count()) continue;
        const std::size_t place = kCount - 1 - static_cast<std::size_t>(age);
        ++days[place].messages;
        if (point.is_failed) ++days[place].failed;
        if (point.delay) delays[place].push_back(*point.delay);
    }
    for (std::size_t i = 0; i < kCount; ++i) {
        if (!delays[i].empty()) days[i].delay = middle_of(delays[i]);
    }
    return days;
}

}  // namespace mysigfox::api
