// A registry on a real file, its key and the time in a test's hands.
#pragma once

#include "mysigfox/storage/registry.hpp"

#include "support/manual_clock.hpp"
#include "support/run_task.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::test {

inline EmailAddress email(std::string_view text)
{
    return EmailAddress::parse(text).value();
}

inline Token token(std::string_view letters)
{
    return Token::parse(letters).value();
}

class RegistryTest : public testing::Test {
protected:
    static constexpr DeviceId kDevice = DeviceId::from_value(0x1D4C5F);
    static constexpr const char* kToken = "AUBECJFQTC";
    static constexpr const char* kUrl = "https://example.com/hook";
    static constexpr const char* kOtherUrl = "https://example.org/other?secret=1";

    RegistryTest()
    {
        options_.file = dir_ / "registry.db";
        options_.on_failure = [this](const storage::Failure& one) { failures_.push_back(one); };
        reopen();
    }

    void reopen()
    {
        reader_.reset();
        store_.reset();
        store_ = storage::open_registry(options_, key_);
        reader_ = store_->make_reader();
    }

    storage::Registry& registry() { return store_->registry(); }
    Timestamp now() const { return clock_.now(); }

    /// A device with kToken; empty texts are left out.
    static storage::ImportRow row(DeviceId device, std::string_view address = {},
                                  std::string url = {})
    {
        storage::ImportRow made;
        made.device = device;
        made.token = token(kToken);
        if (!address.empty()) made.email = email(address);
        made.webhook_url = std::move(url);
        return made;
    }
    static storage::ImportRow without_token(storage::ImportRow made)
    {
        made.token.reset();
        return made;
    }
    static storage::ImportRow speaking(storage::ImportRow made, Language language)
    {
        made.language = language;
        return made;
    }

    std::vector<storage::ImportedRow> import(std::vector<storage::ImportRow> rows)
    {
        return run_task(registry().import(std::move(rows), now())).value();
    }
    storage::ImportedRow import(storage::ImportRow one)
    {
        std::vector<storage::ImportRow> rows;
        rows.push_back(std::move(one));
        return import(std::move(rows)).at(0);
    }

    static storage::Enrollment form(std::string_view address, std::string url = kUrl)
    {
        return {.device = kDevice,
                .token = token(kToken),
                .email = email(address),
                .webhook_url = std::move(url),
                .language = Language::en,
                .may_replace_email = false};
    }
    Result<storage::Enrolled> enroll(storage::Enrollment sent)
    {
        return run_task(registry().enroll(std::move(sent), now()));
    }

    storage::DeviceRecord record(DeviceId device = kDevice)
    {
        return reader_->device(device).value();
    }
    storage::Ownership ownership(DeviceId device = kDevice)
    {
        return reader_->ownership(device).value();
    }
    std::vector<std::string> history(DeviceId device = kDevice)
    {
        std::vector<std::string> urls;
        for (const auto& change : reader_->url_history(device)) urls.push_back(change.url);
        return urls;
    }

    ManualClock clock_;
    TemporaryDirectory dir_;
    SecretKey key_{{1, 2, 3}};
    std::vector<storage::Failure> failures_;  // written by the thread, read once it has answered
    storage::RegistryOptions options_;
    std::unique_ptr<storage::RegistryStore> store_;
    std::unique_ptr<storage::RegistryReader> reader_;
};

}  // namespace mysigfox::test
