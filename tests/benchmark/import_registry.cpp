// How fast `device import` fills and changes a registry: import_registry [DEVICES [BATCH
// [random]]].
#include "mysigfox/storage/registry.hpp"

#include "support/run_task.hpp"
#include "support/temporary_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace mysigfox;
using Rows = std::vector<storage::ImportRow>;

bool in_order = true;

/// Ids as an order form has them, or all over the place: odd multipliers visit each number once.
DeviceId device(std::uint32_t i)
{
    return DeviceId::from_value(in_order ? 0x100000 + i : i * 2'654'435'761u);
}

storage::ImportRow complete_row(std::uint32_t i)
{
    storage::ImportRow row;
    row.device = device(i);
    row.email = EmailAddress::parse(fmt::format("customer{}@example.com", i / 3));
    row.webhook_url = fmt::format("https://example.com/hook/{}?secret=0123456789abcdef", i / 3);
    row.language = Language::en;
    return row;
}

template <typename MakeRow>
void measure(storage::Registry& registry, const char* what, std::uint32_t devices,
             std::uint32_t batch, MakeRow make_row)
{
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t cpu_start = std::clock();
    for (std::uint32_t first = 0; first < devices; first += batch) {
        Rows rows;
        for (std::uint32_t i = first; i < std::min(devices, first + batch); ++i) {
            rows.push_back(make_row(i));
        }
        test::run_task(registry.import(std::move(rows), from_milliseconds(first))).value();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const double cpu = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
    fmt::print("{:<24} {:>9} rows {:7.2f} s, of the processor {:6.2f} s, {:>7.0f} rows/s\n", what,
               devices, took.count(), cpu, devices / took.count());
}

void measure_look_ups(storage::RegistryReader& reader, std::uint32_t devices)
{
    const std::uint32_t count = std::min(devices, 200'000u);
    std::size_t found = 0;
    const auto start = std::chrono::steady_clock::now();
    for (std::uint32_t i = 0; i < count; ++i)
        found += reader.target(device(i * 7 % devices))->url.size();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    fmt::print("target(): {:.2f} us each ({} bytes)\n", took.count() / count, found);
}

}  // namespace

int main(int argc, char** argv)
{
    const auto number = [&](int i, unsigned long otherwise) {
        return static_cast<std::uint32_t>(argc > i ? std::strtoul(argv[i], nullptr, 10)
                                                   : otherwise);
    };
    const std::uint32_t devices = number(1, 1'000'000);
    const std::uint32_t batch = number(2, 5'000);
    in_order = argc <= 3;
    test::TemporaryDirectory dir;
    storage::RegistryOptions options;
    options.file = dir / "registry.db";
    const auto store = storage::open_registry(options, SecretKey{{}});
    storage::Registry& registry = store->registry();

    measure(registry, "new devices, complete", devices, batch, complete_row);
    measure(registry, "the same again", devices, batch, complete_row);
    measure(registry, "another URL each", devices, batch, [](std::uint32_t i) {
        storage::ImportRow row = complete_row(i);
        row.webhook_url += "&new";
        return row;
    });
    measure_look_ups(*store->make_reader(), devices);
}
