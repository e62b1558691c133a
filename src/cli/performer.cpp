#include "cli/performer.hpp"

#include "mysigfox/control/channel.hpp"

#include <utility>

namespace mysigfox::cli {
namespace {

using nlohmann::json;

Result<json> parsed(const Result<std::string>& answer)
{
    if (!answer) return answer.error();
    json value = json::parse(*answer, nullptr, /*allow_exceptions=*/false);
    if (value.is_object()) return Result<json>{std::move(value)};
    return make_error(Errc::deadline_exceeded, "the daemon's answer is not understood");
}

}  // namespace

Result<json> Performer::perform(std::string_view verb, const std::string& arguments)
{
    if (own_) return parsed(own_->perform(verb, arguments));
    const auto answer = control::ask_daemon(settings_.control_socket, verb, arguments);
    if (answer || answer.error().code != Errc::unreachable) return parsed(answer);
    auto own = OwnStores::open(settings_);
    if (!own && own.error().code == Errc::conflict) {
        return make_error(Errc::unreachable, "a daemon (or another command) holds " +
                                                 (settings_.state_directory / "lock").string() +
                                                 ", but does not answer on " +
                                                 answer.error().detail);
    }
    if (!own) return own.error();
    own_ = std::move(*own);
    return parsed(own_->perform(verb, arguments));
}

Result<json> Performer::ask(std::string_view verb) const
{
    const auto answer = control::ask_daemon(settings_.control_socket, verb, "{}");
    if (!answer && answer.error().code == Errc::unreachable) {
        return make_error(Errc::unreachable, "no daemon answers on " + answer.error().detail);
    }
    return parsed(answer);
}

}  // namespace mysigfox::cli
