// Hands changes of the registry to its commit thread.
#include "mysigfox/storage/registry.hpp"

#include "storage/customer_directory.hpp"
#include "storage/customer_reader.hpp"
#include "storage/registry_reader.hpp"
#include "storage/registry_writer.hpp"

namespace mysigfox::storage {
namespace {

constexpr int kImportNiceness = 5;  // an import shall not delay callbacks

class SqliteRegistryStore final : public RegistryStore, Registry, Customers {
public:
    SqliteRegistryStore(const RegistryOptions& options, const SecretKey& key)
        : file_(options.file),
          key_(key),
          writer_(options.file, key),
          thread_(writer_, {options.max_waiting, Durability::full, options.on_failure,
                            kImportNiceness, options.meter})
    {
    }

    Registry& registry() override { return *this; }
    Customers& customers() override { return *this; }
    std::unique_ptr<CustomerReader> make_customer_reader() override
    {
        return std::make_unique<SqliteCustomerReader>(file_, key_);
    }
    std::unique_ptr<CustomerDirectory> make_customer_directory() override
    {
        return std::make_unique<SqliteCustomerDirectory>(file_);
    }
    Task<Result<std::vector<DeviceId>>> release(CustomerId owner, Timestamp now) override
    {
        auto change = [this, owner, now] { return writer_.release(owner, now); };
        return thread_.commit(change);
    }
    Task<Result<std::vector<DeviceId>>> forget(CustomerId owner, Timestamp now) override
    {
        auto change = [this, owner, now] { return writer_.forget(owner, now); };
        return thread_.commit(change);
    }
    std::unique_ptr<RegistryReader> make_reader() override
    {
        return std::make_unique<SqliteRegistryReader>(file_, key_);
    }
    std::unique_ptr<RegistryReader> make_loop_reader() override
    {
        auto reader = std::make_unique<SqliteRegistryReader>(file_, key_);
        reader->share_transactions(writer_.commits());
        return reader;
    }

    void lend(const std::function<void(Database&)>& work) override { thread_.lend(work); }

    Task<Result<Enrolled>> enroll(Enrollment enrollment, Timestamp now) override
    {
        auto change = [this, enrollment = std::move(enrollment), now] {
            return writer_.enroll(enrollment, now);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<std::vector<ImportedRow>>> import(std::vector<ImportRow> rows,
                                                  Timestamp now) override
    {
        auto change = [this, rows = std::move(rows), now]() -> Result<std::vector<ImportedRow>> {
            return writer_.import(rows, now);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<Token>> add(ImportRow row, Timestamp now) override
    {
        auto change = [this, row = std::move(row), now] { return writer_.add(row, now); };
        return thread_.commit(std::move(change));
    }

    Task<Result<ImportedRow>> set(ImportRow row, Timestamp now) override
    {
        auto change = [this, row = std::move(row), now] { return writer_.set(row, now); };
        return thread_.commit(std::move(change));
    }

    Task<Result<Token>> renew_token(DeviceId device, Timestamp now) override
    {
        auto change = [this, device, now] { return writer_.renew_token(device, now); };
        return thread_.commit(change);
    }

    Task<Result<void>> set_paused(DeviceId device, bool paused, Timestamp now) override
    {
        auto change = [this, device, paused, now] {
            return writer_.set_paused(device, paused, now);
        };
        return thread_.commit(change);
    }

    Task<Result<std::vector<DeviceId>>> resume(std::vector<DeviceId> devices,
                                               Timestamp now) override
    {
        auto change = [this, devices = std::move(devices), now] {
            return writer_.resume(devices, now);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<Token>> transfer(DeviceId device, EmailAddress to, Timestamp now) override
    {
        auto change = [this, device, to = std::move(to), now] {
            return writer_.transfer(device, to, now);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<void>> unregister(DeviceId device, Timestamp now) override
    {
        auto change = [this, device, now] { return writer_.unregister(device, now); };
        return thread_.commit(change);
    }

    Task<Result<void>> remove(DeviceId device) override
    {
        auto change = [this, device] { return writer_.remove(device); };
        return thread_.commit(change);
    }

    Task<Result<SigningSecret>> rotate_secret(CustomerId owner, WebhookId webhook,
                                              Timestamp now) override
    {
        auto change = [this, key = WebhookKey{owner, webhook}, now] {
            return writer_.rotate_secret(key, now);
        };
        return thread_.commit(change);
    }

    Task<Result<std::vector<DeviceId>>> pause(Fleet fleet, bool is_paused, Timestamp now) override
    {
        auto change = [this, fleet, is_paused, now] {
            return writer_.pause(fleet, is_paused, now);
        };
        return thread_.commit(change);
    }

    Task<Result<Pointed>> point(Fleet fleet, std::string url, Timestamp now) override
    {
        auto change = [this, fleet, url = std::move(url), now] {
            return writer_.point(fleet, url, now);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<Readdressed>> readdress(Fleet fleet, EmailAddress to, Timestamp now) override
    {
        auto change = [this, fleet, to = std::move(to), now] {
            return writer_.readdress(fleet, to, now);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<Left>> leave(Fleet fleet, Timestamp now) override
    {
        auto change = [this, fleet, now] { return writer_.leave(fleet, now); };
        return thread_.commit(change);
    }

    Task<Result<std::set<std::string>>> inboxes_in_use(std::set<std::string> names) override
    {
        std::set<std::string> used;
        FleetRows::WalkStep step;
        while (!step.is_over) {
            auto look = [this, &names, after = step.last] {
                return writer_.look_for_inboxes(names, after);
            };
            auto looked = co_await thread_.commit(std::move(look));
            if (!looked) co_return looked.error();
            step = std::move(*looked);
            used.merge(step.met);
        }
        co_return used;
    }

    Task<Result<Token>> renew_token(DeviceId device, CustomerId owner, Timestamp now) override
    {
        auto change = [this, device, owner, now] {
            return writer_.renew_token(device, owner, now);
        };
        return thread_.commit(change);
    }

    Task<Result<void>> set_format(CustomerId owner, WebhookId webhook, PayloadFormat format,
                                  Timestamp now) override
    {
        auto change = [this, key = WebhookKey{owner, webhook}, format, now] {
            return writer_.set_format(key, format, now);
        };
        return thread_.commit(change);
    }

    Task<Result<void>> set_headers(CustomerId owner, WebhookId webhook,
                                   std::vector<OwnHeader> headers, Timestamp now) override
    {
        auto change = [this, key = WebhookKey{owner, webhook}, headers = std::move(headers), now] {
            return writer_.set_headers(key, headers, now);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<ApiKey>> make_api_key(ApiKeyOrder order, Timestamp now) override
    {
        auto change = [this, order = std::move(order), now] {
            return writer_.make_api_key(order, now);
        };
        return thread_.commit(std::move(change));
    }

    Task<Result<void>> revoke_api_key(Fleet fleet, ApiKeyId key) override
    {
        auto change = [this, fleet, key] { return writer_.revoke_api_key(fleet, key); };
        return thread_.commit(change);
    }

    Task<Result<void>> api_key_was_used(ApiKeyId key, Timestamp now) override
    {
        auto change = [this, key, now] { return writer_.api_key_was_used(key, now); };
        return thread_.commit(change);
    }

    Task<Result<std::string>> sign_in(SignedIn who, Timestamp now) override
    {
        auto change = [this, who, now] { return writer_.sign_in(who, now); };
        return thread_.commit(change);
    }

    Task<Result<void>> sign_out(std::string shown) override
    {
        auto change = [this, shown = std::move(shown)] { return writer_.sign_out(shown); };
        return thread_.commit(std::move(change));
    }

private:
    const std::filesystem::path file_;
    const SecretKey key_;
    RegistryWriter writer_;
    CommitThread thread_;  // last: joined before what it writes to is gone
};

}  // namespace

std::unique_ptr<RegistryStore> open_registry(const RegistryOptions& options, const SecretKey& key)
{
    return std::make_unique<SqliteRegistryStore>(options, key);
}

}  // namespace mysigfox::storage
