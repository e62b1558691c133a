// What was counted, as the text that Prometheus reads.
#pragma once

#include "mysigfox/base/metrics.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::admin {

/// Of the text format 0.0.4.
inline constexpr const char* kExpositionType = "text/plain; version=0.0.4; charset=utf-8";

/// One answer to a scrape: families in the order of their names, each with HELP and TYPE once,
/// whatever the order in which they were added. Confined to whoever builds it.
class Exposition {
public:
    /// Under our prefix: "lanes" becomes "mysigfox_lanes".
    void add(const Metrics::Sample& sample);

    /// With its full name; labels as of label(), joined by commas.
    void counter(std::string_view name, double value, std::string_view labels = {});
    void gauge(std::string_view name, double value, std::string_view labels = {});

    std::string text() const;

private:
    struct Family {
        std::string_view type;
        std::string lines;
    };

    std::string& lines_of(std::string_view name, std::string_view type);
    void histogram(const std::string& name, const Histogram::Value& value,
                   const std::string& labels);

    std::map<std::string, Family, std::less<>> families_;
};

/// `name="value"`, the value escaped as the format wants it.
std::string label(std::string_view name, std::string_view value);

/// One sentence on the metric of this full name; empty if nobody wrote one.
std::string_view help_of(std::string_view name) noexcept;

/// The full names of all that have one, in order.
std::vector<std::string_view> described_metrics();

}  // namespace mysigfox::admin
