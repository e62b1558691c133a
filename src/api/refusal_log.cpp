// Summing refusals up.
#include "api/refusal_log.hpp"

#include <spdlog/spdlog.h>

namespace mysigfox::api {

using namespace std::chrono_literals;

void RefusalLog::note(std::string_view reason, std::string_view detail, Timestamp now)
{
    const auto known = reasons_.find(reason);
    if (known == reasons_.end()) {
        reasons_.emplace(reason, Reason{now});
        spdlog::warn("{} refused ({}): {}", what_, reason, detail);
        return;
    }
    Reason& state = known->second;
    if (now >= state.logged && now - state.logged < 10s) {
        ++state.untold;
        return;
    }
    if (state.untold == 0) {
        spdlog::warn("{} refused ({}): {}", what_, reason, detail);
    } else {
        spdlog::warn("{} refused ({}): {}; {} more since the last line", what_, reason, detail,
                     state.untold);
    }
    state = {now};
}

}  // namespace mysigfox::api
