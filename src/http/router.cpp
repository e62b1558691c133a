// Finds the route of a path: the one that names it before the one with a star.
#include "mysigfox/http/router.hpp"

#include "http/answer.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::http {
namespace {

bool has_star(std::string_view pattern) noexcept
{
    return pattern.find("/*") != std::string_view::npos;
}

/// What stands before the next slash, which goes as well.
std::string_view take_segment(std::string_view& path) noexcept
{
    const std::string_view taken = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), taken.size() + 1));
    return taken;
}

bool matches(std::string_view pattern, std::string_view path) noexcept
{
    if (!has_star(pattern)) return pattern == path;
    if (std::ranges::count(pattern, '/') != std::ranges::count(path, '/')) return false;
    while (!pattern.empty()) {
        const std::string_view wanted = take_segment(pattern);
        const std::string_view given = take_segment(path);
        const bool fits = wanted == "*" ? !given.empty() : given == wanted;
        if (!fits) return false;
    }
    return true;
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
        if (method == "GET" && route.has_head) allow += ", HEAD";
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

void Router::word_refusals(std::string path, Wording wording)
{
    worded_ = std::move(path);
    wording_ = std::move(wording);
}

Response Router::refusal(std::string_view path, int status, std::string_view why) const
{
    const bool is_there =
        path.starts_with(worded_) && (path.size() == worded_.size() || path[worded_.size()] == '/');
    if (wording_ && is_there) return wording_(status, why);
    return plain_response(status, (why.empty() ? status_text(status) : std::string{why}) + "\n");
}

std::string_view segment(std::string_view path, std::size_t place) noexcept
{
    path.remove_prefix(std::min<std::size_t>(path.size(), 1));
    for (; place > 0; --place) take_segment(path);
    return take_segment(path);
}

std::string_view last_segment(std::string_view path) noexcept
{
    return path.substr(path.rfind('/') + 1);
}

}  // namespace mysigfox::http
