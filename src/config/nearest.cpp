#include "mysigfox/config/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace mysigfox::config {
namespace {

/// How many letters must be put in, taken out or changed (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string_view last_word(std::string_view key)
{
    return key.substr(key.rfind('.') + 1);
}

}  // namespace

std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known)
{
    const std::string* best = nullptr;
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    for (const std::string& candidate : known) {
        // The right word in the wrong section is the commonest slip of all.
        const bool same_word = last_word(candidate) == last_word(name);
        const std::size_t far = same_word ? 1 : distance(name, candidate);
        if (far >= least) continue;
        least = far;
        best = &candidate;
    }
    if (best == nullptr) return std::nullopt;
    return *best;
}

}  // namespace mysigfox::config
