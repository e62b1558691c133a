// message list, show, replay; and the webhooks that do not work.
#include "control/verbs.hpp"

#include "control/moment.hpp"

#include <map>
#include <utility>

namespace mysigfox::control {
namespace {

constexpr std::size_t kMessagesAPage = 500;
/// Of one device: months of the most talkative one.
constexpr std::size_t kMostReplayed = 20'000;

Error no_history()
{
    return make_error(Errc::unreachable, "messages cannot be read here");
}

std::string text_at(const Json& arguments, const char* name)
{
    const auto found = arguments.find(name);
    return found != arguments.end() && found->is_string() ? found->get<std::string>() : "";
}

/// Only what was this customer's when it came.
Result<CustomerId> owner_in(const OperationRooms& rooms, const Json& arguments)
{
    const auto email = email_in(arguments);
    if (!email) return email.error();
    if (rooms.directory == nullptr) return no_history();
    const auto found = rooms.directory->customer(*email);
    if (!found) return make_error(Errc::not_found, "there is no such customer");
    return found->id;
}

Result<storage::HistoryQuestion> history_question(const OperationRooms& rooms,
                                                  const Json& arguments)
{
    const auto device = device_in(arguments);
    if (!device) return device.error();
    const auto since = moment_in(arguments, "since", rooms.clock.now());
    if (!since) return since.error();
    const auto until = moment_in(arguments, "until", rooms.clock.now());
    if (!until) return until.error();
    storage::HistoryQuestion question;
    question.device = *device;
    question.since = *since;
    question.until = *until;
    question.failed_only = arguments.value("failed", false);
    question.limit = kMessagesAPage;
    question.with_attempts = false;
    if (arguments.contains("email")) {
        const auto owner = owner_in(rooms, arguments);
        if (!owner) return owner.error();
        question.owner = *owner;
    }
    const std::int64_t from = arguments.value("from", std::int64_t{0});
    if (from > 0) question.from = DeliveryId{from};
    return question;
}

std::string_view word_of(storage::DeliveryState state) noexcept
{
    switch (state) {
        case storage::DeliveryState::pending:
            return "pending";
        case storage::DeliveryState::unclaimed:
            return "unclaimed";
        case storage::DeliveryState::delivered:
            return "delivered";
        case storage::DeliveryState::parked:
            return "parked";
        case storage::DeliveryState::dropped:
            break;
    }
    return "dropped";
}

std::string message_id_of(const storage::PastDelivery& past)
{
    return public_id(past.delivery.message, past.delivery.pending.received);
}

Json message_json(const storage::PastDelivery& past)
{
    const storage::PendingDelivery& pending = past.delivery.pending;
    Json json{{"message_id", message_id_of(past)},
              {"device_id", pending.device.str()},
              {"received", to_text(pending.received)},
              {"device_time", to_text(Timestamp{past.delivery.uplink.time})},
              {"data", past.delivery.uplink.data},
              {"state", word_of(past.state)},
              {"attempts", pending.attempts},
              {"last_cause", past.cause ? Json(to_string(*past.cause)) : Json()},
              {"last_status", past.status == 0 ? Json() : Json(past.status)}};
    if (past.state == storage::DeliveryState::pending) json["next_attempt"] = to_text(pending.due);
    return json;
}

Json attempt_json(const storage::AttemptRecord& attempt)
{
    return Json{{"number", attempt.number},
                {"begun", to_text(attempt.begun)},
                {"cause", to_string(attempt.result.cause)},
                {"status", attempt.result.status},
                {"elapsed_ms", attempt.result.elapsed.count()},
                {"detail", attempt.result.detail},
                {"may_repeat", attempt.may_repeat},
                {"perhaps_delivered", attempt.result.perhaps_delivered}};
}

bool is_over(const storage::PastDelivery& past) noexcept
{
    return past.state != storage::DeliveryState::pending &&
           past.state != storage::DeliveryState::unclaimed;
}

using ByOwner = std::map<CustomerId, std::vector<DeliveryId>>;

/// How many of them are pending again.
Task<Result<std::size_t>> replay(const OperationRooms& rooms, ByOwner chosen)
{
    std::size_t count = 0;
    for (auto& [owner, ids] : chosen) {
        const auto again = co_await rooms.history->replay(std::move(ids), owner, rooms.clock.now());
        if (!again) co_return again.error();
        count += again->size();
        if (rooms.resend) rooms.resend(*again);
    }
    co_return count;
}

/// What of a device is chosen by time and outcome.
Task<Result<ByOwner>> choose(const OperationRooms& rooms, storage::HistoryQuestion question)
{
    ByOwner chosen;
    std::size_t count = 0;
    while (count < kMostReplayed) {
        const auto page = co_await rooms.history->page(question);
        if (!page) co_return page.error();
        for (const storage::PastDelivery& past : page->deliveries) {
            if (!is_over(past)) continue;
            chosen[past.delivery.pending.owner].push_back(past.delivery.pending.id);
            ++count;
        }
        if (!page->next) break;
        question.from = page->next;
    }
    co_return chosen;
}

Task<Result<ByOwner>> choose_one(const OperationRooms& rooms, const std::string& text)
{
    const auto id = parse_message_id(text);
    if (!id) co_return make_error(Errc::invalid_value, "message_id: expected msg_…");
    const auto found = co_await rooms.history->find(*id);
    if (!found) co_return found.error();
    if (!*found) co_return make_error(Errc::not_found, text + " is not stored (any more)");
    if (!is_over(**found)) co_return make_error(Errc::conflict, text + " is on its way already");
    ByOwner chosen;
    chosen[(*found)->delivery.pending.owner].push_back((*found)->delivery.pending.id);
    co_return chosen;
}

Task<Result<ByOwner>> choose_many(const OperationRooms& rooms, const Json& arguments)
{
    const auto question = history_question(rooms, arguments);
    if (!question) co_return question.error();
    if (!question->since) {
        co_return make_error(Errc::invalid_value, "since: expected, with device_id");
    }
    co_return co_await choose(rooms, *question);
}

}  // namespace

Answer list_messages(const OperationRooms& rooms, const Json& arguments)
{
    if (rooms.history == nullptr) co_return no_history();
    const auto question = history_question(rooms, arguments);
    if (!question) co_return question.error();
    const auto page = co_await rooms.history->page(*question);
    if (!page) co_return page.error();
    Json answer{{"messages", Json::array()}, {"next", Json()}};
    for (const storage::PastDelivery& past : page->deliveries) {
        answer["messages"].push_back(message_json(past));
    }
    if (page->next) answer["next"] = static_cast<std::int64_t>(*page->next);
    co_return text_of(answer);
}

Answer show_message(const OperationRooms& rooms, const Json& arguments)
{
    if (rooms.history == nullptr) co_return no_history();
    const std::string text = text_at(arguments, "message_id");
    const auto id = parse_message_id(text);
    if (!id) co_return make_error(Errc::invalid_value, "message_id: expected msg_…");
    const auto found = co_await rooms.history->find(*id);
    if (!found) co_return found.error();
    if (!*found) co_return make_error(Errc::not_found, text + " is not stored (any more)");
    Json answer = message_json(**found);
    answer["log"] = Json::array();
    for (const storage::AttemptRecord& attempt : (*found)->attempts) {
        answer["log"].push_back(attempt_json(attempt));
    }
    co_return text_of(answer);
}

Answer replay_messages(const OperationRooms& rooms, const Json& arguments)
{
    if (rooms.history == nullptr) co_return no_history();
    const std::string one = text_at(arguments, "message_id");
    Result<ByOwner> chosen = make_error(Errc::not_found);
    if (one.empty()) {
        chosen = co_await choose_many(rooms, arguments);
    } else {
        chosen = co_await choose_one(rooms, one);
    }
    if (!chosen) co_return chosen.error();
    std::size_t count = 0;
    for (const auto& [owner, ids] : *chosen) count += ids.size();
    const bool is_dry = arguments.value("dry_run", false);
    if (!is_dry) {
        const auto done = co_await replay(rooms, std::move(*chosen));
        if (!done) co_return done.error();
        count = *done;
    }
    const Json answer{{"messages", count}, {"dry_run", is_dry}};
    co_return text_of(answer);
}

const char* word_of(storage::LaneCondition condition) noexcept
{
    switch (condition) {
        case storage::LaneCondition::failing:
            return "failing";
        case storage::LaneCondition::paused_gone:
            return "paused_gone";
        case storage::LaneCondition::spent:
            return "spent";
        case storage::LaneCondition::paused:
            break;
    }
    return "paused";
}

Answer list_failing_webhooks(const OperationRooms& rooms, const Json&)
{
    Json answer{{"webhooks", Json::array()}};
    for (const storage::LaneState& lane : rooms.outbox_reader.lane_states()) {
        Json one{{"webhook_id", public_id(lane.webhook)},
                 {"since", to_text(lane.since)},
                 {"next_attempt", to_text(lane.next_probe)},
                 {"condition", word_of(lane.condition)}};
        const bool asks = lane.condition == storage::LaneCondition::failing ||
                          lane.condition == storage::LaneCondition::spent;
        if (!asks) one["next_attempt"] = nullptr;
        answer["webhooks"].push_back(one);
    }
    co_return text_of(answer);
}

}  // namespace mysigfox::control
