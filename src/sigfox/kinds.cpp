// The marks of each kind of callback, as tables.
#include "sigfox/kinds.hpp"

#include "mysigfox/base/ascii.hpp"
#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <array>

namespace mysigfox::sigfox {
namespace {

constexpr std::string_view kUplink;
constexpr std::string_view kDataAdvanced = "/sigfox/data-advanced";
constexpr std::string_view kStatus = "/sigfox/status";
constexpr std::string_view kAcknowledge = "/sigfox/acknowledge";
constexpr std::string_view kGeoloc = "/sigfox/geoloc";
constexpr std::string_view kRepeater = "/sigfox/repeater";
constexpr std::string_view kError = "/sigfox/error";
constexpr std::string_view kEvent = "/sigfox/event";
constexpr std::string_view kBatch = "/sigfox/batch";

constexpr std::array<std::string_view, 3> kTypeKeys{"type", "messageType", "callbackType"};

/// What a body may call itself, without "service", "data" and separators.
struct Word {
    std::string_view word;
    std::string_view path;
    bool is_unmistakable;  ///< no customer would call his own payload so
};
constexpr std::array kWords{
    Word{"datauplink", kUplink, true},
    Word{"databidir", kUplink, true},
    Word{"uplink", kUplink, true},
    Word{"bidir", kUplink, true},
    Word{"dataadvanced", kDataAdvanced, true},
    Word{"servicedataadvanced", kDataAdvanced, true},
    Word{"servicestatus", kStatus, true},
    Word{"serviceacknowledge", kAcknowledge, true},
    Word{"servicegeoloc", kGeoloc, true},
    Word{"servicerepeater", kRepeater, true},
    Word{"status", kStatus, false},
    Word{"acknowledge", kAcknowledge, false},
    Word{"geoloc", kGeoloc, false},
    Word{"repeater", kRepeater, false},
    Word{"error", kError, false},
    Word{"event", kEvent, false},
    Word{"batch", kBatch, false},
};

/// Keys that only one kind has, first match counts.
struct Mark {
    std::string_view key;
    std::string_view with;  ///< another key that must stand there too; empty: none
    std::string_view path;
};
constexpr std::array kMarksWithData{
    Mark{"lqi", {}, kDataAdvanced},          Mark{"linkQuality", {}, kDataAdvanced},
    Mark{"operatorName", {}, kDataAdvanced}, Mark{"countryCode", {}, kDataAdvanced},
    Mark{"duplicates", {}, kDataAdvanced},   Mark{"computedLocation", {}, kDataAdvanced},
};
constexpr std::array kMarksWithoutData{
    Mark{"infoCode", {}, kAcknowledge},    Mark{"infoMessage", {}, kAcknowledge},
    Mark{"downlinkAck", {}, kAcknowledge}, Mark{"dl_status", {}, kAcknowledge},
    Mark{"dl_success", {}, kAcknowledge},  Mark{"radius", "lat", kGeoloc},
    Mark{"radius", "latitude", kGeoloc},   Mark{"batt", "temp", kStatus},
    Mark{"severity", {}, kError},          Mark{"info", {}, kError},
};

bool has(const Fields& fields, std::string_view key) noexcept
{
    return std::any_of(fields.all().begin(), fields.all().end(), [=](const Field& field) {
        return equals_ignoring_case(field.key, key) && !field.is_in_array && !is_blank(field);
    });
}

/// "Service / DATA_ADVANCED" and "service-data-advanced" are one word.
bool is_word(std::string_view text, std::string_view word) noexcept
{
    for (const char c : text) {
        if (c == ' ' || c == '_' || c == '-' || c == '/') continue;
        if (word.empty() || word.front() != lower_case(c)) return false;
        word.remove_prefix(1);
    }
    return word.empty();
}

const Word* find_own_word(const Fields& fields, bool has_data) noexcept
{
    for (const Field& field : fields.all()) {
        const bool is_type =
            !field.is_in_array && std::any_of(kTypeKeys.begin(), kTypeKeys.end(), [&](auto key) {
                return equals_ignoring_case(field.key, key);
            });
        if (!is_type) continue;
        for (const Word& word : kWords) {
            const bool counts = word.is_unmistakable || !has_data;
            if (counts && is_word(field.value, word.word)) return &word;
        }
    }
    return nullptr;
}

template <std::size_t Count>
std::string_view path_by(const std::array<Mark, Count>& marks, const Fields& fields) noexcept
{
    for (const Mark& mark : marks) {
        if (has(fields, mark.key) && (mark.with.empty() || has(fields, mark.with)))
            return mark.path;
    }
    return {};
}

/// Even an untouched `{batch}` says what the callback is.
bool has_batch_key(const Fields& fields) noexcept
{
    return std::any_of(fields.all().begin(), fields.all().end(),
                       [](const Field& field) { return field.depth == 1 && field.key == "batch"; });
}

}  // namespace

std::string_view path_of_other_kind(const Fields& fields, bool has_data) noexcept
{
    if (const Word* own = find_own_word(fields, has_data)) return own->path;
    if (has_batch_key(fields)) return kBatch;
    if (const std::string_view path = path_by(kMarksWithData, fields); !path.empty()) return path;
    return has_data ? kUplink : path_by(kMarksWithoutData, fields);
}

}  // namespace mysigfox::sigfox
