// A letterbox that keeps what is put into it.
#pragma once

#include "mysigfox/mail/letters.hpp"

#include <string>
#include <utility>
#include <vector>

namespace mysigfox::test {

class FakeLetters final : public mail::Letterbox, public mail::Subscriptions {
public:
    std::vector<mail::Letter> letters;
    std::vector<std::pair<std::string, bool>> wishes;

    void put(mail::Letter letter, Timestamp) override { letters.push_back(std::move(letter)); }
    bool is_open() const noexcept override { return true; }
    void set_wanted(std::string name, bool is_wanted) override
    {
        wishes.emplace_back(std::move(name), is_wanted);
    }
};

}  // namespace mysigfox::test
