// The registry read from registry.db on a connection that cannot write.
#pragma once

#include "mysigfox/storage/registry.hpp"
#include "storage/sqlite.hpp"

namespace mysigfox::storage {

class SqliteRegistryReader final : public RegistryReader {
public:
    explicit SqliteRegistryReader(const std::filesystem::path& file);

    std::optional<Ownership> ownership(DeviceId device) override;
    std::optional<Target> target(DeviceId device) override;
    std::optional<DeviceRecord> device(DeviceId device) override;
    std::vector<DeviceRecord> devices(std::optional<DeviceId> after, std::size_t limit) override;
    std::vector<UrlChange> url_history(DeviceId device) override;
    std::uint64_t count_devices() override;

private:
    Database db_;
    const Statement ownership_, target_, device_, devices_, url_history_, count_;
};

}  // namespace mysigfox::storage
