// The words and statuses of an inbox's answers.
#include "mysigfox/domain/inbox_answer.hpp"

namespace mysigfox {

std::string_view to_string(InboxAnswer answer) noexcept
{
    switch (answer) {
        case InboxAnswer::ok:
            return "200";
        case InboxAnswer::error:
            return "500";
        case InboxAnswer::redirect:
            return "302";
        case InboxAnswer::gone:
            return "410";
        case InboxAnswer::busy:
            return "429";
        case InboxAnswer::slow:
            return "slow";
    }
    return "200";
}

std::optional<InboxAnswer> parse_inbox_answer(std::string_view word) noexcept
{
    for (int i = 0; i <= static_cast<int>(kLastInboxAnswer); ++i) {
        const auto answer = static_cast<InboxAnswer>(i);
        if (to_string(answer) == word) return answer;
    }
    return std::nullopt;
}

int status_of(InboxAnswer answer) noexcept
{
    switch (answer) {
        case InboxAnswer::ok:
        case InboxAnswer::slow:
            return 200;
        case InboxAnswer::error:
            return 500;
        case InboxAnswer::redirect:
            return 302;
        case InboxAnswer::gone:
            return 410;
        case InboxAnswer::busy:
            return 429;
    }
    return 200;
}

}  // namespace mysigfox
