// Changes to one webhook's lane, which only the running daemon has.
#include "control/verbs.hpp"

#include "mysigfox/storage/customer_directory.hpp"

namespace mysigfox::control {
namespace {

Answer tell_lane(const OperationRooms& rooms, const std::function<void(WebhookId)>& deed,
                 const Json& arguments)
{
    const auto webhook = webhook_in(arguments);
    if (!webhook) co_return webhook.error();
    if (rooms.directory != nullptr && !rooms.directory->webhook(*webhook)) {
        co_return no_webhook(*webhook);
    }
    if (!deed) co_return make_error(Errc::unreachable, "webhook: no daemon is running");
    deed(*webhook);
    const Json answer{{"webhook_id", public_id(*webhook)}};
    co_return text_of(answer);
}

}  // namespace

Answer pause_webhook(const OperationRooms& rooms, const Json& arguments)
{
    return tell_lane(rooms, rooms.pause_webhook, arguments);
}

Answer resume_webhook(const OperationRooms& rooms, const Json& arguments)
{
    return tell_lane(rooms, rooms.resume_webhook, arguments);
}

}  // namespace mysigfox::control
