#include "app/stores.hpp"

namespace mysigfox::app {
namespace {

using Meter = std::shared_ptr<const storage::CommitMeter>;

storage::RegistryOptions registry_options(const storage::StateDirectory& directory,
                                          const storage::OnFailure& on_failure, const Meter& meter)
{
    storage::RegistryOptions options;
    options.file = directory.registry_file();
    options.on_failure = on_failure;
    options.meter = meter;
    return options;
}

storage::InboxOptions inbox_options(const storage::StateDirectory& directory,
                                    const config::Settings& settings, const Clock& clock,
                                    Bell& bell)
{
    storage::InboxOptions options;
    options.file = directory.inbox_file();
    options.max_inboxes = settings.inbox.max_inboxes;
    options.max_size = settings.inbox.max_size;
    options.clock = &clock;
    options.bell = &bell;
    options.free_space = [folder = options.file.parent_path()] {
        std::error_code ignored;  // who cannot tell does not say that it is full
        return static_cast<std::uint64_t>(std::filesystem::space(folder, ignored).available);
    };
    options.leave_free = settings.inbox.leave_free;
    // An inbox that fails is refused to whoever uses it; no message depends on it.
    options.on_failure = [](const storage::Failure&) {};
    return options;
}

storage::MessageStoreOptions message_options(const storage::StateDirectory& directory,
                                             const config::Settings& settings, const Clock& clock,
                                             const storage::OnFailure& on_failure,
                                             const Meter& meter, Bell& bell)
{
    storage::MessageStoreOptions options;
    options.file = directory.messages_file();
    options.dedup_memory = settings.dedup_memory;
    options.keep_messages = settings.retention.messages;
    options.keep_attempts = settings.retention.attempts;
    options.max_attempts_size = settings.retention.attempts_size;
    options.max_size = settings.retention.max_size;
    options.clock = &clock;
    options.bell = &bell;
    options.on_failure = on_failure;
    options.meter = meter;
    return options;
}

}  // namespace

Stores::Stores(const config::Settings& settings, const Clock& clock, Bell& bell, Metrics& metrics,
               const storage::OnFailure& on_failure)
    : directory(storage::StateDirectory::open(settings.state_directory).value()),
      key(SecretKey::open_or_create(directory.key_file()).value()),
      registry_meter(std::make_shared<storage::CommitMeter>(metrics, "registry")),
      messages_meter(std::make_shared<storage::CommitMeter>(metrics, "messages")),
      registry(
          storage::open_registry(registry_options(directory, on_failure, registry_meter), key)),
      inbox(storage::open_inbox(inbox_options(directory, settings, clock, bell))),
      messages(storage::open_message_store(
          message_options(directory, settings, clock, on_failure, messages_meter, bell))),
      mail(storage::open_mail({directory.mail_file()}))
{
}

}  // namespace mysigfox::app
