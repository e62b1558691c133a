#include "cli/own_stores.hpp"

#include "cli/policy.hpp"
#include "cli/session.hpp"
#include "mysigfox/storage/mail_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <filesystem>
#include <utility>

namespace mysigfox::cli {
namespace {

void report(const storage::Failure& failure)
{
    tell("mysigfox: storage: " + failure.detail);
}

storage::RegistryOptions registry_options(const storage::StateDirectory& directory)
{
    storage::RegistryOptions options;
    options.file = directory.registry_file();
    options.on_failure = report;
    return options;
}

storage::MessageStoreOptions message_options(const storage::StateDirectory& directory,
                                             const config::Settings& settings, const Clock& clock)
{
    storage::MessageStoreOptions options;
    options.file = directory.messages_file();
    options.dedup_memory = std::size_t{1} << 20;  // no message arrives here
    options.keep_messages = settings.retention.messages;
    options.keep_attempts = settings.retention.attempts;
    options.max_attempts_size = settings.retention.attempts_size;
    options.max_size = settings.retention.max_size;
    options.clock = &clock;
    options.on_failure = report;
    return options;
}

}  // namespace

Result<std::unique_ptr<OwnStores>> OwnStores::open(const config::Settings& settings)
{
    auto directory = storage::StateDirectory::open(settings.state_directory);
    if (!directory) return directory.error();
    const auto key = SecretKey::open_or_create(directory->key_file());
    if (!key) return key.error();
    try {
        return std::unique_ptr<OwnStores>{new OwnStores{std::move(*directory), settings, *key}};
    } catch (const boost::system::system_error& error) {
        return Error{error.code(), error.what()};  // a file of a newer version
    } catch (const std::exception& error) {
        return make_error(Errc::storage_unavailable, error.what());
    }
}

OwnStores::OwnStores(storage::StateDirectory directory, const config::Settings& settings,
                     const SecretKey& key)
    : policy_(policy_of(settings)),
      directory_(std::move(directory)),
      registry_(storage::open_registry(registry_options(directory_), key)),
      messages_(storage::open_message_store(message_options(directory_, settings, clock_))),
      registry_reader_(registry_->make_reader()),
      outbox_reader_(messages_->make_reader()),
      customers_(registry_->make_customer_directory()),
      history_(messages_->make_history(io_.get_executor())),
      operations_(control::OperationRooms{
          clock_,
          registry_->registry(),
          *registry_reader_,
          messages_->outbox(),
          *outbox_reader_,
          policy_,
          metrics_,
          [this](DeviceId device) { changed_.push_back(device); },
          {},
          {},
          {},
          {},
          history_.get(),
          {},
          {},
          {},
          {},
          customers_.get(),
          [this](CustomerId owner) { return registry_->release(owner, clock_.now()); },
          [this](CustomerId owner) { return registry_->forget(owner, clock_.now()); },
          [this](const std::string& address_key) { forget_letters(address_key); },
          [this](std::string write_name) { return empty_inbox(std::move(write_name)); }})
{
}

void OwnStores::forget_letters(const std::string& address_key) const
{
    if (!std::filesystem::exists(directory_.mail_file())) return;
    storage::open_mail({directory_.mail_file()})->forget(address_key);
}

Task<Result<std::size_t>> OwnStores::empty_inbox(std::string write_name)
{
    if (!std::filesystem::exists(directory_.inbox_file())) co_return std::size_t{0};
    if (!inbox_) {
        storage::InboxOptions options;
        options.file = directory_.inbox_file();
        options.clock = &clock_;
        options.on_failure = report;
        inbox_ = storage::open_inbox(options);
    }
    co_return co_await inbox_->empty(std::move(write_name));
}

Result<std::string> OwnStores::perform(std::string_view verb, std::string_view arguments)
{
    Result<std::string> result = make_error(Errc::storage_unavailable, "the work was broken off");
    const auto on_end = [&](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
    };
    io_.restart();
    boost::asio::co_spawn(io_, run(verb, arguments, result), on_end);
    io_.run();
    return result;
}

Task<void> OwnStores::run(std::string_view verb, std::string_view arguments,
                          Result<std::string>& result)
{
    changed_.clear();
    result = co_await operations_.perform(verb, arguments);
    const std::vector<DeviceId> changed = std::exchange(changed_, {});
    for (const DeviceId device : changed) {
        if (outbox_reader_->count_unclaimed(device) == 0) continue;
        co_await claim(device);
    }
}

/// The next start of the daemon delivers; it would also claim, should this fail.
Task<void> OwnStores::claim(DeviceId device)
{
    const auto ownership = registry_reader_->ownership(device);
    if (!ownership || ownership->webhook == kNoWebhook) co_return;
    const auto claimed = co_await messages_->outbox().claim(device, ownership->owner, clock_.now());
    if (!claimed) tell("mysigfox: " + device.str() + ": " + claimed.error().detail);
}

}  // namespace mysigfox::cli
