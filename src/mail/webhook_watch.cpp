// Counts failures and hours.
#include "mysigfox/mail/webhook_watch.hpp"

#include <iterator>
#include <utility>

namespace mysigfox::mail {
namespace {

using storage::LaneCondition;

/// A lane stops after five failures, and is asked again after five seconds; or after a single one
/// that asked for a time to wait, which is longer.
int failures_at_start(const storage::LaneState& state)
{
    constexpr int kUsual = 5;
    constexpr std::chrono::milliseconds kFirstWait{6'000};
    const bool was_asked = state.step == 0 && state.next_probe - state.since > kFirstWait;
    return was_asked ? 1 : kUsual + state.step;
}

WebhookStory story_of(Occasion occasion, const WebhookNews& news)
{
    WebhookStory story;
    story.occasion = occasion;
    story.webhook = news.webhook;
    story.device = news.device;
    story.cause = news.cause;
    story.status = news.status;
    return story;
}

}  // namespace

std::optional<WebhookStory> WebhookWatch::hear(const WebhookNews& news, Timestamp now)
{
    if (!news.now) {
        works(news, now);
        return std::nullopt;
    }
    const auto [place, is_new] = troubles_.try_emplace(news.webhook);
    Trouble& trouble = place->second;
    if (is_new) trouble.since = news.now->since;
    trouble.recovered.reset();
    switch (news.now->condition) {
        case LaneCondition::failing:
            return fails(trouble, news, now);
        case LaneCondition::paused_gone:
        case LaneCondition::spent:
            return pauses(trouble, news);
        case LaneCondition::paused:  // by the operator, who knows why
            break;
    }
    return std::nullopt;
}

std::optional<WebhookStory> WebhookWatch::fails(Trouble& trouble, const WebhookNews& news,
                                                Timestamp now)
{
    trouble.is_paused = false;
    trouble.failures = trouble.failures == 0 ? failures_at_start(*news.now) : trouble.failures + 1;
    const bool is_time = trouble.failures >= kFailures && now - trouble.since >= kPatience;
    if (!is_time || std::exchange(trouble.is_told, true)) return std::nullopt;
    WebhookStory story = story_of(Occasion::webhook_failing, news);
    story.next = news.now->next_probe;
    return story;
}

std::optional<WebhookStory> WebhookWatch::pauses(Trouble& trouble, const WebhookNews& news)
{
    trouble.is_told = true;
    if (std::exchange(trouble.is_paused, true)) return std::nullopt;
    WebhookStory story = story_of(Occasion::webhook_paused, news);
    story.is_spent = news.now->condition == LaneCondition::spent;
    return story;
}

void WebhookWatch::works(const WebhookNews& news, Timestamp now)
{
    const auto place = troubles_.find(news.webhook);
    if (place == troubles_.end()) return;
    Trouble& trouble = place->second;
    if (!trouble.is_told) {
        troubles_.erase(place);
        return;
    }
    if (trouble.recovered) return;
    trouble.recovered = now;
    trouble.recovery = story_of(Occasion::webhook_recovered, news);
    trouble.recovery.late = news.waiting + 1;  // and the one that it was asked with
}

std::vector<WebhookStory> WebhookWatch::due(Timestamp now)
{
    std::vector<WebhookStory> stories;
    for (auto entry = troubles_.begin(); entry != troubles_.end();) {
        Trouble& trouble = entry->second;
        const bool has_lasted = trouble.recovered && now - *trouble.recovered >= kHold;
        if (has_lasted) stories.push_back(trouble.recovery);
        entry = has_lasted ? troubles_.erase(entry) : std::next(entry);
    }
    return stories;
}

}  // namespace mysigfox::mail
