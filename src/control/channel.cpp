// The daemon's side of the control socket.
#include "mysigfox/control/channel.hpp"

#include "control/unix_socket.hpp"
#include "control/wire.hpp"

#include <sys/socket.h>
#include <sys/stat.h>

#include <system_error>
#include <utility>

namespace mysigfox::control {
namespace {

Task<http::Response> answer(Operations& operations, const http::Request& request)
{
    const std::string_view verb = http::last_segment(request.head.path);
    auto result = co_await operations.perform(verb, request.body);
    if (result) co_return http::json_response(200, std::move(*result));
    co_return http::json_response(status_of(result.error()), to_wire(result.error()));
}

[[noreturn]] void fail(int error, const std::filesystem::path& path, const std::string& what)
{
    throw std::system_error{error, std::generic_category(),
                            "control socket " + path.string() + ": " + what};
}

/// A socket file that nobody listens on is left over from a daemon that was killed.
void remove_stale(const std::filesystem::path& path)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return;
    if (!S_ISSOCK(status.st_mode))
        fail(EEXIST, path, "something that is no socket is in its place");
    if (connect_unix(path)) fail(EADDRINUSE, path, "another daemon listens on it");
    std::filesystem::remove(path);
}

}  // namespace

void add_control_routes(http::Router& router, Operations& operations)
{
    http::Route route;
    route.path = "/*";
    route.methods = {"POST"};
    route.body_limit = kMostBody;
    route.handle = [&operations](const http::Request& request) {
        return answer(operations, request);
    };
    router.add(std::move(route));
}

int open_control_listener(const std::filesystem::path& path)
{
    const auto address = unix_address(path);
    if (!address) fail(ENAMETOOLONG, path, address.error().detail);
    remove_stale(path);
    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!socket.is_open()) fail(errno, path, "socket");
    // Set before the file exists, so that it never is open to more; again after, whatever the
    // umask took away.
    ::fchmod(socket.get(), 0660);
    if (::bind(socket.get(), as_sockaddr(*address), sizeof *address) != 0)
        fail(errno, path, "bind");
    if (::chmod(path.c_str(), 0660) != 0) fail(errno, path, "chmod");
    if (::listen(socket.get(), 64) != 0) fail(errno, path, "listen");
    return socket.release();
}

}  // namespace mysigfox::control
