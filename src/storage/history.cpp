// Each question is asked on the thread that can answer it.
#include "storage/history.hpp"

#include "storage/on_loop.hpp"

#include <algorithm>

namespace mysigfox::storage {
namespace {

/// Removed between two commits: nobody waits longer for his.
constexpr std::size_t kEraseRows = 100;
/// Looked at in one go, on the loop that reads.
constexpr std::size_t kLookRows = 20'000;

}  // namespace

Task<Result<DeliveryId>> SqliteHistory::newest(DeviceId device)
{
    auto question = [this, device] { return writer_.newest(device); };
    return thread_.commit(question);
}

Task<Result<HistoryPage>> SqliteHistory::page(HistoryQuestion question)
{
    const Result<DeliveryId> newest = co_await this->newest(question.device);
    if (!newest) co_return newest.error();
    auto work = [this, question, begin = *newest]() -> Result<HistoryPage> {
        return reader_.page(question, begin);
    };
    co_return co_await on_loop(reading_, std::move(work));
}

Task<Result<Outline>> SqliteHistory::outline(DeviceId device, CustomerId owner, Timestamp since,
                                             std::chrono::steady_clock::time_point until)
{
    const Result<DeliveryId> newest = co_await this->newest(device);
    if (!newest) co_return newest.error();
    auto work = [this, device, owner, since, until, begin = *newest]() -> Result<Outline> {
        return reader_.outline(device, owner, {since, until}, begin);
    };
    co_return co_await on_loop(reading_, std::move(work));
}

Task<Result<ParkedPage>> SqliteHistory::parked(ParkedQuestion question)
{
    auto work = [this, question]() -> Result<ParkedPage> { return reader_.parked(question); };
    co_return co_await on_loop(reading_, std::move(work));
}

Task<Result<std::optional<PastDelivery>>> SqliteHistory::find(MessageId message)
{
    auto look_up = [this, message]() -> Result<std::optional<DeviceId>> {
        return reader_.device_of(message);
    };
    const auto device = co_await on_loop(reading_, look_up);
    if (!device) co_return device.error();
    if (!*device) co_return std::optional<PastDelivery>{};
    const Result<DeliveryId> newest = co_await this->newest(**device);
    if (!newest) co_return newest.error();
    auto work = [this, message, of = **device,
                 begin = *newest]() -> Result<std::optional<PastDelivery>> {
        return reader_.find(message, of, begin);
    };
    co_return co_await on_loop(reading_, std::move(work));
}

Task<Result<std::optional<LaneState>>> SqliteHistory::lane(WebhookId webhook)
{
    auto work = [this, webhook]() -> Result<std::optional<LaneState>> {
        return reader_.lane(webhook);
    };
    co_return co_await on_loop(reading_, std::move(work));
}

Task<Result<std::vector<PendingDelivery>>> SqliteHistory::replay(std::vector<DeliveryId> ids,
                                                                 CustomerId owner, Timestamp now)
{
    auto change = [this, ids = std::move(ids), owner, now] {
        return writer_.replay(ids, owner, now);
    };
    return thread_.commit(std::move(change));
}

Task<Result<void>> SqliteHistory::erase(DeviceId device, CustomerId owner)
{
    const Result<DeliveryId> newest = co_await this->newest(device);
    if (!newest) co_return newest.error();
    DeliveryId from = *newest;
    while (from != DeliveryId{}) {
        auto change = [this, device, owner, from] {
            return writer_.erase(device, owner, from, kEraseRows);
        };
        const Result<DeliveryId> next = co_await thread_.commit(change);
        if (!next) co_return next.error();
        from = *next;
    }
    co_return Result<void>{};
}

Task<Result<std::size_t>> SqliteHistory::erase_these(std::vector<DeliveryId> ids, CustomerId owner)
{
    std::size_t erased = 0;
    for (std::size_t i = 0; i < ids.size(); i += kEraseRows) {
        const std::size_t end = std::min(ids.size(), i + kEraseRows);
        std::vector<DeliveryId> some(ids.begin() + static_cast<std::ptrdiff_t>(i),
                                     ids.begin() + static_cast<std::ptrdiff_t>(end));
        auto change = [this, some = std::move(some), owner] { return writer_.erase(some, owner); };
        const Result<std::size_t> done = co_await thread_.commit(std::move(change));
        if (!done) co_return done.error();
        erased += *done;
    }
    co_return erased;
}

Task<Result<std::size_t>> SqliteHistory::erase_all(CustomerId owner)
{
    std::size_t erased = 0;
    std::optional<DeliveryId> from = DeliveryId{};
    while (from) {
        auto look = [this, owner, begin = *from]() -> Result<OwnedPage> {
            return reader_.owned(owner, begin, kLookRows);
        };
        Result<OwnedPage> page = co_await on_loop(reading_, look);
        if (!page) co_return page.error();
        const auto done = co_await erase_these(std::move(page->ids), owner);
        if (!done) co_return done.error();
        erased += *done;
        from = page->next;
    }
    co_return erased;
}

}  // namespace mysigfox::storage
