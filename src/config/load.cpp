#include "mysigfox/config/load.hpp"

#include "config/reading.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace mysigfox::config {
namespace {

Error all_problems(const std::vector<std::string>& problems)
{
    std::string text;
    for (const std::string& problem : problems) text += (text.empty() ? "" : "\n") + problem;
    return make_error(Errc::bad_configuration, std::move(text));
}

}  // namespace

Result<Settings> load(const Source& source, Secrets secrets)
{
    const ConfigurationFile file = read_file(source);
    Reading reading = read_layers(source, file);
    if (file.text.is_readable) fit_together(source, secrets, reading);
    if (!reading.problems.empty()) return all_problems(reading.problems);
    return std::move(reading.settings);
}

Result<std::vector<InForce>> in_force(const Source& source)
{
    Reading reading = read_layers(source, read_file(source));
    if (!reading.problems.empty()) return all_problems(reading.problems);
    return std::move(reading.in_force);
}

std::vector<std::string> needs_restart(const std::vector<InForce>& before,
                                       const std::vector<InForce>& after)
{
    std::vector<std::string> keys;
    for (const InForce& now : after) {
        const auto was = std::ranges::find(before, now.key, &InForce::key);
        const bool differs = was == before.end() || was->value != now.value;
        if (differs && !now.is_applied_on_reload) keys.push_back(now.key);
    }
    return keys;
}

}  // namespace mysigfox::config
