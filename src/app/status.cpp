#include "app/status.hpp"

#include "app/listeners.hpp"

#include "mysigfox_generated/version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mysigfox::app {

std::string status_json(std::chrono::seconds uptime,
                        const std::vector<TargetPolicy::Listener>& listeners,
                        const storage::OutboxReader::Totals& totals,
                        const std::vector<Metrics::Sample>& samples)
{
    nlohmann::ordered_json status{{"version", kVersion},
                                  {"uptime_seconds", uptime.count()},
                                  {"listening", nlohmann::json::array()},
                                  {"pending", totals.pending},
                                  {"unclaimed", totals.unclaimed},
                                  {"parked", totals.parked},
                                  {"counters", nlohmann::ordered_json::object()},
                                  {"gauges", nlohmann::ordered_json::object()},
                                  {"histograms", nlohmann::ordered_json::object()}};
    for (const auto& listener : listeners) status["listening"].push_back(endpoint_text(listener));
    for (const Metrics::Sample& sample : samples) {
        const std::string labels = sample.labels.empty() ? "" : "{" + sample.labels + "}";
        const std::string name = sample.name + labels;
        if (const auto* counted = std::get_if<std::uint64_t>(&sample.value)) {
            status["counters"][name] = *counted;
        } else if (const auto* level = std::get_if<std::int64_t>(&sample.value)) {
            status["gauges"][name] = *level;
        } else if (const auto* times = std::get_if<Histogram::Value>(&sample.value)) {
            const auto sum = std::chrono::duration<double>{times->sum}.count();
            status["histograms"][name] = {{"count", times->count()}, {"sum_seconds", sum}};
        }
    }
    return status.dump();
}

std::string readiness_json(const std::vector<admin::Check>& checks)
{
    nlohmann::ordered_json answer{{"checks", nlohmann::ordered_json::array()}};
    for (const admin::Check& check : checks) {
        const bool is_well = check.problem.empty();
        nlohmann::ordered_json one{{"check", check.name}, {"is_well", is_well}};
        one["problem"] = is_well ? nlohmann::ordered_json() : nlohmann::ordered_json(check.problem);
        answer["checks"].push_back(std::move(one));
    }
    return answer.dump();
}

}  // namespace mysigfox::app
