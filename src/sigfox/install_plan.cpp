// What is to be done so that the Backend's callback is as we want it.
#include "mysigfox/base/encoding.hpp"
#include "mysigfox/domain/url_text.hpp"
#include "mysigfox/sigfox/callback_list.hpp"
#include "mysigfox/sigfox/shown_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mysigfox::sigfox {
namespace {

using Listed = std::vector<ListedCallback>;
using Secrets = std::vector<std::string>;

/// Without the query: what is there is shown as a difference, and makes no other callback.
std::string_view place_of(std::string_view url)
{
    return url.substr(0, url.find('?'));
}

/// "/sigfox/uplink" of "https://relay.example/sigfox/uplink?x"
std::string_view path_of_url(std::string_view url)
{
    const std::size_t slashes = url.find("://");
    if (slashes == url.npos) return {};
    const std::size_t slash = url.find('/', slashes + 3);
    return slash == url.npos ? std::string_view{} : place_of(url.substr(slash));
}

/// Null if there is none; names of headers have no case.
const std::string* header_of(const CallbackSettings& settings, std::string_view name)
{
    const auto found = std::ranges::find_if(settings.headers, [name](const auto& header) {
        return equals_ignoring_case(header.first, name);
    });
    return found == settings.headers.end() ? nullptr : &found->second;
}

/// Line ends and blanks around it are the Backend's business.
std::string as_compared(std::string_view body)
{
    std::string text{trimmed(body)};
    std::erase(text, '\r');
    return text;
}

std::string or_none(std::string text)
{
    return text.empty() ? "none" : std::move(text);
}

const char* on_or_off(bool is_on)
{
    return is_on ? "on" : "off";
}

const char* what_is(const std::string* header)
{
    return header == nullptr ? "none" : "another one";
}

bool carries(const CallbackSettings& settings, const Secrets& secrets)
{
    const std::string* const value = header_of(settings, "Authorization");
    return value != nullptr && std::ranges::any_of(secrets, [value](const std::string& secret) {
               return *value == "Bearer " + secret;
           });
}

const ListedCallback* find_id(const Listed& listed, std::string_view id)
{
    const auto found = std::ranges::find(listed, id, &ListedCallback::id);
    return found == listed.end() ? nullptr : &*found;
}

/// Of several that lead to our URL, the one that needs least.
const ListedCallback* find_ours(const Listed& listed, const CallbackSettings& wanted,
                                const Secrets& secrets)
{
    const ListedCallback* best = nullptr;
    std::size_t fewest = 0;
    for (const ListedCallback& one : listed) {
        if (place_of(one.settings.url) != wanted.url) continue;
        const std::size_t count = differences(one.settings, wanted, secrets).size();
        if (best != nullptr && count >= fewest) continue;
        best = &one;
        fewest = count;
    }
    return best;
}

/// Somewhere else, and yet with our secret.
const ListedCallback* find_relative(const Listed& listed, const CallbackSettings& wanted,
                                    const Secrets& secrets)
{
    const auto found = std::ranges::find_if(listed, [&](const ListedCallback& one) {
        return path_of_url(one.settings.url) == path_of_url(wanted.url) &&
               carries(one.settings, secrets);
    });
    return found == listed.end() ? nullptr : &*found;
}

InstallPlan plan_for(const ListedCallback* callback, const Listed& listed,
                     const CallbackSettings& wanted, const Secrets& secrets)
{
    InstallPlan plan;
    if (callback != nullptr) {
        plan.callback = *callback;
        plan.differences = differences(callback->settings, wanted, secrets);
        plan.step =
            plan.differences.empty() ? InstallPlan::Step::nothing : InstallPlan::Step::change;
    }
    for (const ListedCallback& one : listed) {
        if (&one == callback || place_of(one.settings.url) != wanted.url) continue;
        if (one.settings.is_enabled) plan.twins.push_back(one.id);
    }
    return plan;
}

}  // namespace

std::vector<Difference> differences(const CallbackSettings& found, const CallbackSettings& wanted,
                                    const Secrets& secrets)
{
    std::vector<Difference> all;
    if (found.url != wanted.url) {
        all.push_back({"URL", or_none(shown_url(shown_text(found.url, secrets))), wanted.url});
    }
    if (found.method != wanted.method) {
        all.push_back({"HTTP method", or_none(shown_text(found.method, secrets)), wanted.method});
    }
    for (const auto& [name, value] : wanted.headers) {
        const std::string* const header = header_of(found, name);
        if (header != nullptr && *header == value) continue;
        all.push_back({"header " + name, what_is(header), "the account's first secret"});
    }
    if (!equals_ignoring_case(found.content_type, wanted.content_type)) {
        all.push_back({"content type", or_none(shown_text(found.content_type, secrets)),
                       wanted.content_type});
    }
    if (as_compared(found.body) != as_compared(wanted.body)) {
        all.push_back({"body", found.body.empty() ? "none" : "another template",
                       "the one that `mysigfox callback show` prints"});
    }
    if (found.sends_sni != wanted.sends_sni) {
        all.push_back({"SNI", on_or_off(found.sends_sni), on_or_off(wanted.sends_sni)});
    }
    if (found.is_enabled != wanted.is_enabled) {
        all.push_back({"enabled", found.is_enabled ? "yes" : "no", "yes"});
    }
    return all;
}

Result<InstallPlan> plan_install(const Listed& listed, const CallbackSettings& wanted,
                                 const Secrets& secrets, const InstallChoice& choice)
{
    if (!choice.replaced_id.empty()) {
        const ListedCallback* const replaced = find_id(listed, choice.replaced_id);
        if (replaced != nullptr) return plan_for(replaced, listed, wanted, secrets);
        return make_error(Errc::not_found,
                          fmt::format("callback {}: found no such DATA / UPLINK callback of the"
                                      " channel URL, expected the id of one",
                                      shown_text(choice.replaced_id, secrets)));
    }
    const ListedCallback* const ours = find_ours(listed, wanted, secrets);
    const ListedCallback* const relative = find_relative(listed, wanted, secrets);
    if (ours == nullptr && relative != nullptr && !choice.is_beside) {
        return make_error(
            Errc::conflict,
            fmt::format("callback {0}: found {1} with a secret of this account. If that was this"
                        " relay, --replace {0} makes it lead to {2}; if another relay is there,"
                        " --beside makes a second callback",
                        relative->id, shown_url(shown_text(relative->settings.url, secrets)),
                        wanted.url));
    }
    return plan_for(ours, listed, wanted, secrets);
}

}  // namespace mysigfox::sigfox
