// Built-in inboxes in memory.
#pragma once

#include "mysigfox/storage/inbox_store.hpp"

#include <map>

namespace mysigfox::test {

class FakeInbox final : public storage::InboxStore {
public:
    std::map<std::string, std::vector<storage::InboxRequest>> requests;  ///< by write name
    std::map<std::string, std::string> write_names;                      ///< by read name
    std::optional<Error> failure;

    /// "write1" and "read1", then "write2" and so on.
    Task<Result<storage::InboxNames>> create(Timestamp) override
    {
        if (failure) co_return *failure;
        const std::string number = std::to_string(write_names.size() + 1);
        requests["write" + number];
        write_names["read" + number] = "write" + number;
        storage::InboxNames names;
        names.write_name = "write" + number;
        names.read_name = "read" + number;
        co_return names;
    }

    void lend(const std::function<void(storage::Database&)>&) override {}

    std::map<std::string, InboxAnswer> answers;  ///< by write name

    Task<Result<InboxAnswer>> append(std::string write_name, storage::InboxRequest request) override
    {
        if (failure) co_return *failure;
        const auto inbox = requests.find(write_name);
        if (inbox == requests.end()) co_return make_error(Errc::not_found, "no such inbox");
        request.id = ++last_id;
        inbox->second.push_back(std::move(request));
        co_return answers[write_name];
    }

    Task<Result<void>> set_answer(std::string read_name, InboxAnswer answer) override
    {
        if (failure) co_return *failure;
        const auto found = write_names.find(read_name);
        if (found == write_names.end()) co_return make_error(Errc::not_found, "no such inbox");
        answers[found->second] = answer;
        co_return Result<void>{};
    }

    Task<Result<std::size_t>> empty(std::string write_name) override
    {
        if (failure) co_return *failure;
        const auto inbox = requests.find(write_name);
        if (inbox == requests.end()) co_return std::size_t{0};
        const std::size_t count = inbox->second.size();
        inbox->second.clear();
        co_return count;
    }

    std::int64_t last_id = 0;

    std::unique_ptr<Reader> make_reader() override { return std::make_unique<View>(*this); }

private:
    class View final : public Reader {
    public:
        explicit View(const FakeInbox& inbox) : inbox_(inbox) {}

        std::optional<std::vector<storage::InboxRequest>> requests(std::string_view name) override
        {
            const auto found = names(name);
            if (!found) return std::nullopt;
            const auto& kept = inbox_.requests.at(found->write_name);
            return std::vector<storage::InboxRequest>{kept.rbegin(), kept.rend()};
        }

        std::optional<storage::InboxNames> names(std::string_view name) override
        {
            const auto found = inbox_.write_names.find(std::string{name});
            if (found == inbox_.write_names.end()) return std::nullopt;
            const auto told = inbox_.answers.find(found->second);
            return storage::InboxNames{
                found->second, found->first,
                told == inbox_.answers.end() ? InboxAnswer::ok : told->second};
        }

        std::vector<storage::InboxRequest> requests_after(std::string_view name, std::int64_t id,
                                                          std::size_t limit) override
        {
            std::vector<storage::InboxRequest> after;
            const auto found = names(name);
            if (!found) return after;
            for (const storage::InboxRequest& each : inbox_.requests.at(found->write_name)) {
                if (each.id > id && after.size() < limit) after.push_back(each);
            }
            return after;
        }

    private:
        const FakeInbox& inbox_;
    };
};

}  // namespace mysigfox::test
