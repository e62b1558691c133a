// Finds the route of a path: the one that names it before the one with a star.
#include "mysigfox/http/router.hpp"

#include <algorithm>

namespace mysigfox::http {
namespace {

bool has_star(std::string_view pattern) noexcept
{
    return pattern.ends_with("/*");
}

bool matches(std::string_view pattern, std::string_view path) noexcept
{
    if (!has_star(pattern)) return pattern == path;
    const std::string_view folder = pattern.substr(0, pattern.size() - 1);
    return path.size() > folder.size() && path.starts_with(folder) &&
           path.find('/', folder.size()) == std::string_view::npos;
}

bool takes(const Route& route, std::string_view method) noexcept
{
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    return std::ranges::any_of(
        route.methods, [&](std::string_view known) { return known == wanted || known == method; });
}

void allow_methods_of(const Route& route, std::string& allow)
{
    for (const std::string& method : route.methods) {
        if (!allow.empty()) allow += ", ";
        allow += method;
        if (method == "GET") allow += ", HEAD";
    }
}

}  // namespace

void Router::add(Route route)
{
    // Routes with a star stand behind all others, so that the first match is the right one.
    const auto first_star =
        std::ranges::find_if(routes_, [](const Route& known) { return has_star(known.path); });
    routes_.insert(has_star(route.path) ? routes_.end() : first_star, std::move(route));
}

Router::Found Router::find(std::string_view method, std::string_view path) const
{
    Found found;
    for (const Route& route : routes_) {
        if (!matches(route.path, path)) continue;
        if (takes(route, method)) return {&route, 200, {}};
        allow_methods_of(route, found.allow);
    }
    found.status = found.allow.empty() ? 404 : 405;
    return found;
}

std::string_view last_segment(std::string_view path) noexcept
{
    return path.substr(path.rfind('/') + 1);
}

}  // namespace mysigfox::http
