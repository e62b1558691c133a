// Words and members of a device.
#include "api/v1_json.hpp"

#include "api/device_views.hpp"
#include "api/history_json.hpp"
#include "mysigfox/domain/url_text.hpp"

namespace mysigfox::api {
namespace {

std::string_view word_of(pages::Condition condition) noexcept
{
    switch (condition) {
        case pages::Condition::active:
            return "active";
        case pages::Condition::failing:
            return "failing";
        case pages::Condition::paused:
            return "paused";
        case pages::Condition::paused_by_us:
            return "paused_by_operator";
        case pages::Condition::paused_gone:
            return "gone";
        case pages::Condition::paused_schedule:
            break;
    }
    return "given_up";
}

bool has_next_attempt(pages::Condition condition) noexcept
{
    return condition == pages::Condition::failing || condition == pages::Condition::paused_schedule;
}

}  // namespace

Json device_json(const DeviceStanding& standing)
{
    const storage::DeviceRecord& record = standing.record;
    const bool has_webhook = record.webhook != kNoWebhook;
    const pages::Condition condition = condition_of(record, standing.lane);
    Json json;
    json["device_id"] = record.id.str();
    json["state"] = has_webhook ? word_of(condition) : "no_webhook";
    json["next_attempt"] = Json();
    if (standing.lane && has_next_attempt(condition)) {
        json["next_attempt"] = to_text(standing.lane->next_probe);
    }
    json["is_paused"] = record.is_paused;
    json["webhook_id"] = has_webhook ? Json(public_id(record.webhook)) : Json();
    json["webhook_url"] = Json();
    if (has_webhook) {
        json["webhook_url"] =
            standing.hides_query ? shown_url(record.webhook_url) : record.webhook_url;
    }
    json["created"] = to_text(record.created);
    json["changed"] = to_text(record.changed);
    return json;
}

}  // namespace mysigfox::api
