// A letterbox whose letters a test can read.
#pragma once

#include "mysigfox/mail/letters.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::test {

class FakeLetterbox final : public mail::Letterbox, public mail::Subscriptions {
public:
    bool is_on = true;
    std::vector<mail::Letter> letters;
    std::vector<std::pair<std::string, bool>> wishes;  ///< of those who want letters, or none

    void put(mail::Letter letter, Timestamp) override { letters.push_back(std::move(letter)); }
    bool is_open() const noexcept override { return is_on; }
    void set_wanted(std::string name, bool is_wanted) override
    {
        wishes.emplace_back(std::move(name), is_wanted);
    }

    /// Of the last one; empty: it has no such fact.
    std::string fact(std::string_view name) const
    {
        for (const auto& [known, value] : letters.back().facts) {
            if (known == name) return value;
        }
        return {};
    }
};

}  // namespace mysigfox::test
