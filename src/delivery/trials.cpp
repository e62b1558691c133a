// Builds the request as the courier does, and waits for what comes of it.
#include "mysigfox/delivery/trials.hpp"

#include "delivery/request.hpp"
#include "delivery/signature.hpp"
#include "mysigfox/base/encoding.hpp"
#include "mysigfox/base/secret.hpp"
#include "mysigfox/net/deadline.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::delivery {
namespace {

constexpr const char* kData = "6d79736967666f78";  // "mysigfox"
constexpr double kSnr = 16.21;
constexpr double kRssi = -135;
constexpr std::string_view kHidden = "…";

storage::Delivery test_message(DeviceId device, Timestamp now)
{
    Uplink uplink{.device = device,
                  .time = std::chrono::floor<std::chrono::seconds>(now),
                  .has_own_time = true,
                  .sequence = 0,
                  .data = kData,
                  .snr = kSnr,
                  .rssi = kRssi};
    storage::Delivery delivery{{}, {}, std::move(uplink)};
    delivery.pending.received = now;
    return delivery;
}

/// Like no message's, so that a server that remembers ids never takes one for the other.
std::string test_id()
{
    return "test_" + to_base32(random_number());
}

bool is_own(const std::string& name, const std::vector<OwnHeader>& headers)
{
    return std::ranges::find(headers, name, &OwnHeader::name) != headers.end();
}

/// Counted for as long as it lives.
class Place {
public:
    explicit Place(std::size_t& taken) : taken_(taken) { ++taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { --taken_; }

private:
    std::size_t& taken_;
};

Trial as_shown(const client::WebhookRequest& request, const std::vector<OwnHeader>& own,
               Timestamp now)
{
    Trial trial{now, request.url.str(), request.fields, request.body, {}};
    for (auto& [name, value] : trial.fields) {
        // A signature may be that of a webhook which others share.
        if (is_own(name, own) || name == "webhook-signature") value = kHidden;
    }
    return trial;
}

}  // namespace

Trials::Trials(const TrialRooms& rooms, std::string user_agent, std::chrono::milliseconds patience)
    : rooms_(rooms),
      user_agent_(std::move(user_agent)),
      patience_(patience),
      signer_(std::make_unique<Signer>())
{
}

Trials::~Trials() = default;

Task<Result<Trial>> Trials::run(DeviceId device)
{
    std::optional<storage::Target> target = rooms_.registry->target(device);
    if (!target || target->url.empty()) {
        co_return make_error(Errc::not_found, "device " + device.str() + " has no webhook");
    }
    auto url = WebhookUrl::parse(target->url, rooms_.policy);
    if (!url) {
        Trial refused{rooms_.clock.now(), target->url, {}, {}, {}};
        refused.result.cause = Cause::url_refused;
        refused.result.detail = to_string(url.error());
        co_return refused;
    }
    if (under_way_ >= kMostAtOnce) {
        co_return make_error(Errc::overloaded, "too many test deliveries at once");
    }
    Trial trial = co_await run(device, std::move(*url), std::move(*target));
    co_return trial;
}

Task<Trial> Trials::run(DeviceId device, WebhookUrl url, storage::Target target)
{
    const Timestamp now = rooms_.clock.now();
    const storage::Delivery message = test_message(device, now);
    client::WebhookRequest request =
        request_for(test_id(), message, std::move(url), target.settings, user_agent_, now);
    request.fields.emplace_back("webhook-test", "true");
    if (target.secrets) signer_->sign(request, *target.secrets, now);
    Trial trial = as_shown(request, target.settings.headers, now);

    const Place place{under_way_};
    Task<AttemptResult> sending =
        delivery::send(rooms_.client, rooms_.inbox, std::move(request), now);
    auto result = co_await net::with_deadline(std::move(sending), patience_);
    if (result) trial.result = std::move(*result);
    // Cut by us at the end of the patience; what it had come to by then is worth showing.
    if (!result || trial.result.cause == Cause::cut) {
        trial.result.cause = Cause::timeout;
        trial.result.elapsed = patience_;
    }
    co_return trial;
}

}  // namespace mysigfox::delivery
