// What each path of /api/v1 does.
#include "api/v1.hpp"

#include "api/history_json.hpp"
#include "api/v1_input.hpp"
#include "api/v1_json.hpp"
#include "mysigfox/pages/pages.hpp"

#include <map>
#include <utility>

namespace mysigfox::api {
namespace {

constexpr std::size_t kPlaceOfKind = 2;  // of the segments of /api/v1/devices/*
constexpr std::size_t kPlaceOfId = 3;

http::Response no_device()
{
    return v1_refusal(404, "this key reaches no such device");
}

http::Response no_message()
{
    return v1_refusal(404, "this key reaches no such message");
}

Json changed(std::size_t devices)
{
    Json json;
    json["changed_devices"] = devices;
    return json;
}

http::Response unsupported()
{
    return v1_refusal(415, V1Problem{"Content-Type", {}, "application/json"});
}

}  // namespace

Task<http::Response> V1::answer(const Route& route, const http::Request& request) const
{
    const auto key = door_.key_of(request.head);
    if (!key) co_return V1Door::no_key();
    if (!door_.may_call(*key)) co_return V1Door::too_many_calls();
    co_await door_.note_use(*key);
    Call call{request, key->reach};
    if (http::segment(request.head.path, kPlaceOfKind) == "devices" &&
        route.path.find('*') != std::string_view::npos) {
        call.device = DeviceId::parse(http::segment(request.head.path, kPlaceOfId));
        if (!call.device || !door_.reaches(call.reach, *call.device)) co_return no_device();
    }
    co_return co_await (this->*route.perform)(call);
}

Task<http::Response> V1::devices(const Call& call) const
{
    const auto part = device_part(http::parse_form(call.request.head.query));
    if (!part) co_return v1_refusal(400, part.error());
    Json list = Json::array();
    Json next;
    std::vector<storage::DeviceRecord> records;
    if (call.reach.only) {
        const auto record = rooms_.registry_reader.device(*call.reach.only);
        if (record && !part->after) records.push_back(*record);
    } else {
        records = rooms_.reader.devices(call.reach.owner, part->after, part->limit + 1);
    }
    if (records.size() > part->limit) {
        records.pop_back();
        next = cursor_after(records.back().id);
    }
    std::map<WebhookId, std::optional<storage::LaneState>> lanes;  // many devices share one
    for (const storage::DeviceRecord& record : records) {
        // Handed to him, and not yet registered by him: nothing can be done with it.
        if (record.owner_left) continue;
        const auto [lane, is_new] = lanes.try_emplace(record.webhook);
        if (is_new) lane->second = co_await lane_of(record.webhook);
        list.push_back(device_json({record, lane->second, call.reach.only.has_value()}));
    }
    Json json;
    json["devices"] = std::move(list);
    json["next"] = std::move(next);
    co_return v1_answer(200, json);
}

Task<http::Response> V1::device(const Call& call) const
{
    const auto record = rooms_.registry_reader.device(*call.device);
    if (!record) co_return no_device();
    const auto lane = co_await lane_of(record->webhook);
    const DeviceStanding standing{*record, lane, call.reach.only.has_value()};
    co_return v1_answer(200, device_json(standing));
}

Task<std::optional<storage::LaneState>> V1::lane_of(WebhookId webhook) const
{
    const auto lane = co_await rooms_.history.lane(webhook);
    if (!lane) co_return std::optional<storage::LaneState>{};
    co_return *lane;
}

Task<http::Response> V1::messages(const Call& call) const
{
    auto question = message_part(http::parse_form(call.request.head.query));
    if (!question) co_return v1_refusal(400, question.error());
    question->device = *call.device;
    question->owner = call.reach.owner;
    const auto page = co_await rooms_.history.page(*question);
    if (!page) co_return v1_failure(page.error());
    Json json;
    json["messages"] = Json::array();
    for (const storage::PastDelivery& past : page->deliveries) {
        json["messages"].push_back(message_json(past));
    }
    json["next"] = page->next ? Json(cursor_at(*page->next)) : Json();
    co_return v1_answer(200, json);
}

Task<http::Response> V1::message(const Call& call) const
{
    const auto found = co_await find(call);
    if (!found) co_return v1_failure(found.error());
    if (!*found) co_return no_message();
    co_return v1_answer(200, message_json(**found));
}

Task<Result<std::optional<storage::PastDelivery>>> V1::find(const Call& call) const
{
    const std::string_view text = http::segment(call.request.head.path, kPlaceOfId);
    const auto id = parse_message_id(text);
    if (!id) co_return std::optional<storage::PastDelivery>{};
    auto found = co_await rooms_.history.find(*id);
    if (!found || !*found) co_return found;
    const storage::PendingDelivery& pending = (*found)->delivery.pending;
    const bool is_his = pending.owner == call.reach.owner && id_of(**found) == text &&
                        door_.reaches(call.reach, pending.device);
    if (!is_his) co_return std::optional<storage::PastDelivery>{};
    co_return found;
}

Task<http::Response> V1::set_url(const Call& call) const
{
    if (!has_json(call.request.head)) co_return unsupported();
    const auto typed = only_member(call.request.body, "webhook_url");
    if (!typed) co_return v1_refusal(400, typed.error());
    const auto rules = rooms_.rooms.rules();
    const auto url = WebhookUrl::parse(*typed, rules->policy);
    if (!url) {
        V1Problem problem{"webhook_url", {}, pages::sentence(url.error(), Language::en)};
        co_return v1_refusal(400, problem);
    }
    const storage::Fleet fleet = call.fleet();
    const auto pointed = co_await deeds_.point(fleet, *url);
    if (!pointed) co_return v1_failure(pointed.error());
    Json json = changed(pointed->devices.size());
    json["webhook_id"] = public_id(pointed->webhook);
    json["webhook_url"] = url->str();
    json["signing_secret"] = Json();
    if (pointed->new_secret) json["signing_secret"] = pointed->new_secret->reveal();
    co_return v1_answer(200, json);
}

Task<http::Response> V1::pause(const Call& call) const
{
    const storage::Fleet fleet = call.fleet();
    const auto paused = co_await deeds_.pause(fleet);
    if (!paused) co_return v1_failure(paused.error());
    co_return v1_answer(200, changed(*paused));
}

Task<http::Response> V1::resume(const Call& call) const
{
    const storage::Fleet fleet = call.fleet();
    const auto resumed = co_await deeds_.resume(fleet);
    if (!resumed) co_return v1_failure(resumed.error());
    co_return v1_answer(200, changed(*resumed));
}

Task<http::Response> V1::resend_failed(const Call& call) const
{
    if (!has_json(call.request.head)) co_return unsupported();
    const auto text = only_member(call.request.body, "since");
    if (!text) co_return v1_refusal(400, text.error());
    const auto since = time_of("since", *text);
    if (!since) co_return v1_refusal(400, since.error());
    const storage::Fleet fleet = call.fleet();
    const auto resent = co_await deeds_.resend_failed(fleet, *since);
    if (!resent) co_return v1_failure(resent.error());
    Json json;
    json["resent"] = resent->count;
    json["is_all"] = resent->is_all;
    co_return v1_answer(200, json);
}

Task<http::Response> V1::resend_one(const Call& call) const
{
    const auto found = co_await find(call);
    if (!found) co_return v1_failure(found.error());
    if (!*found) co_return no_message();
    std::vector<DeliveryId> ids;
    ids.push_back((*found)->delivery.pending.id);
    const auto resent = co_await deeds_.resend(std::move(ids), call.reach.owner);
    if (!resent) co_return v1_failure(resent.error());
    if (*resent == 0) {
        const std::string state{to_text((*found)->state)};
        co_return v1_refusal(409, V1Problem{"state", state, "delivered or given_up"});
    }
    Json json;
    json["resent"] = *resent;
    co_return v1_answer(200, json);
}

}  // namespace mysigfox::api
