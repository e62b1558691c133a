// Writes families of samples, histograms with buckets that add up.
#include "mysigfox/admin/exposition.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <iterator>
#include <variant>

namespace mysigfox::admin {
namespace {

void append(std::string& lines, std::string_view name, std::string_view labels, double value)
{
    const auto to = std::back_inserter(lines);
    if (labels.empty()) {
        fmt::format_to(to, "{} {}\n", name, value);
    } else {
        fmt::format_to(to, "{}{{{}}} {}\n", name, labels, value);
    }
}

std::string joined(const std::string& labels, const std::string& more)
{
    return labels.empty() ? more : labels + "," + more;
}

double seconds(Histogram::Duration time)
{
    return std::chrono::duration<double>{time}.count();
}

}  // namespace

void Exposition::add(const Metrics::Sample& sample)
{
    const std::string name = "mysigfox_" + sample.name;
    if (const auto* counted = std::get_if<std::uint64_t>(&sample.value)) {
        counter(name, static_cast<double>(*counted), sample.labels);
    } else if (const auto* level = std::get_if<std::int64_t>(&sample.value)) {
        gauge(name, static_cast<double>(*level), sample.labels);
    } else {
        histogram(name, std::get<Histogram::Value>(sample.value), sample.labels);
    }
}

void Exposition::counter(std::string_view name, double value, std::string_view labels)
{
    append(lines_of(name, "counter"), name, labels, value);
}

void Exposition::gauge(std::string_view name, double value, std::string_view labels)
{
    append(lines_of(name, "gauge"), name, labels, value);
}

void Exposition::histogram(const std::string& name, const Histogram::Value& value,
                           const std::string& labels)
{
    std::string& lines = lines_of(name, "histogram");
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < Histogram::kBoundCount; ++i) {
        so_far += value.counts[i];
        const std::string bound = label("le", fmt::format("{}", seconds(Histogram::kBounds[i])));
        append(lines, name + "_bucket", joined(labels, bound), static_cast<double>(so_far));
    }
    const auto all = static_cast<double>(value.count());
    append(lines, name + "_bucket", joined(labels, label("le", "+Inf")), all);
    append(lines, name + "_sum", labels, seconds(value.sum));
    append(lines, name + "_count", labels, all);
}

std::string Exposition::text() const
{
    std::string text;
    for (const auto& [name, family] : families_) {
        fmt::format_to(std::back_inserter(text), "# HELP {0} {1}\n# TYPE {0} {2}\n{3}", name,
                       help_of(name), family.type, family.lines);
    }
    return text;
}

std::string& Exposition::lines_of(std::string_view name, std::string_view type)
{
    auto place = families_.find(name);
    if (place == families_.end()) place = families_.emplace(name, Family{type, {}}).first;
    return place->second.lines;
}

std::string label(std::string_view name, std::string_view value)
{
    std::string text{name};
    text += "=\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') text += '\\';
        text += c == '\n' ? "\\n" : std::string{c};
    }
    return text + '"';
}

}  // namespace mysigfox::admin
