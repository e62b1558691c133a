// A registry that is a table: where each device's messages go at this moment.
#pragma once

#include "mysigfox/storage/registry.hpp"

#include <map>

namespace mysigfox::test {

class FakeRegistryReader final : public storage::RegistryReader {
public:
    std::map<DeviceId, storage::Target> targets;

    std::optional<storage::Ownership> ownership(DeviceId device) override
    {
        const auto found = target(device);
        if (!found) return std::nullopt;
        return found->ownership;
    }

    std::optional<storage::Target> target(DeviceId device) override
    {
        const auto found = targets.find(device);
        if (found == targets.end()) return std::nullopt;
        return found->second;
    }

    std::optional<storage::DeviceRecord> device(DeviceId) override { return std::nullopt; }
    std::optional<SigningSecrets> secrets(CustomerId, WebhookId webhook) override
    {
        for (const auto& [device, target] : targets) {
            if (target.ownership.webhook == webhook) return target.secrets;
        }
        return std::nullopt;
    }
    std::vector<storage::DeviceRecord> devices(std::optional<DeviceId>, std::size_t) override
    {
        return {};
    }
    std::vector<UrlChange> url_history(DeviceId) override { return {}; }
    std::uint64_t count_devices() override { return targets.size(); }
};

}  // namespace mysigfox::test
