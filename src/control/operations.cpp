#include "mysigfox/control/operations.hpp"

#include "control/verbs.hpp"

#include <algorithm>
#include <array>

namespace mysigfox::control {
namespace {

struct Verb {
    std::string_view name;
    Answer (*perform)(const OperationRooms&, const Json&);
    bool is_for_the_end = false;  ///< also while the daemon stops
};

constexpr std::array kVerbs{
    Verb{"device.add", add_device},
    Verb{"device.set", set_device},
    Verb{"device.pause", pause_device},
    Verb{"device.resume", resume_device},
    Verb{"device.new_token", renew_token},
    Verb{"device.new_secret", renew_secret},
    Verb{"device.transfer", transfer_device},
    Verb{"device.unregister", unregister_device},
    Verb{"device.remove", remove_device},
    Verb{"device.import", import_devices},
    Verb{"device.adopt", adopt_devices},
    Verb{"device.list", list_devices},
    Verb{"device.list_unknown", list_unknown_devices},
    Verb{"device.export", export_devices},
    Verb{"device.show", show_device},
    Verb{"message.list", list_messages},
    Verb{"message.show", show_message},
    Verb{"message.replay", replay_messages},
    Verb{"webhook.list_failing", list_failing_webhooks},
    Verb{"webhook.pause", pause_webhook},
    Verb{"webhook.resume", resume_webhook},
    Verb{"customer.list", list_customers},
    Verb{"customer.show", show_customer},
    Verb{"customer.forget", forget_customer},
    Verb{"webhook.list", list_webhooks},
    Verb{"webhook.show", show_webhook},
    Verb{"backup.begin", begin_backup},
    Verb{"scrub.begin", begin_scrub},
    Verb{"work.progress", tell_backup_progress},
    Verb{"status", tell_status, true},
    Verb{"healthcheck", tell_readiness, true},
    Verb{"reload", reload},
};

Error no_daemon(const char* verb)
{
    return make_error(Errc::unreachable, std::string{verb} + ": no daemon is running");
}

}  // namespace

Answer tell_status(const OperationRooms& rooms, const Json&)
{
    if (!rooms.status) co_return no_daemon("status");
    co_return rooms.status();
}

Answer tell_readiness(const OperationRooms& rooms, const Json&)
{
    if (!rooms.readiness) co_return no_daemon("healthcheck");
    co_return rooms.readiness();
}

Answer reload(const OperationRooms& rooms, const Json&)
{
    if (!rooms.reload) co_return no_daemon("reload");
    co_return rooms.reload();
}

Task<Result<std::string>> Operations::perform(std::string_view verb, std::string_view arguments)
{
    const auto known = std::ranges::find(kVerbs, verb, &Verb::name);
    if (known == kVerbs.end()) {
        co_return make_error(Errc::not_found, "unknown verb " + std::string{verb.substr(0, 40)});
    }
    if (!known->is_for_the_end && rooms_.is_stopping && rooms_.is_stopping()) {
        co_return make_error(Errc::overloaded, "the daemon is stopping: nothing was changed");
    }
    const Json parsed = Json::parse(arguments, nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object()) {
        co_return make_error(Errc::invalid_value,
                             "arguments: found something else, expected a JSON object");
    }
    co_return co_await known->perform(rooms_, parsed);
}

}  // namespace mysigfox::control
