// A small server: few clients, short questions.
#include "app/admin_room.hpp"

#include <utility>

namespace mysigfox::app {
namespace {

http::ServerLimits admin_limits()
{
    http::ServerLimits limits;
    limits.max_connections = 32;
    limits.idle = std::chrono::minutes{2};  // a scraper comes again within one
    return limits;
}

}  // namespace

AdminRoom::AdminRoom(const Executor& home, admin::Sources sources)
    : home_(home),
      sweep_(home),
      server_(http::make_server(home, sweep_, router_, admin_limits(), {}, unseen_))
{
    admin::add_admin_routes(router_, std::move(sources));
}

void AdminRoom::start(int listening_descriptor)
{
    sweep_.start();
    server_->listen(listening_descriptor);
}

Task<void> AdminRoom::stop(std::chrono::milliseconds grace)
{
    co_await server_->stop(grace);
    sweep_.stop();
}

}  // namespace mysigfox::app
