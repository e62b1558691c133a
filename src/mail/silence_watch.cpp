// Learns rhythms and notices when they stop.
#include "mysigfox/mail/silence_watch.hpp"

#include <algorithm>

namespace mysigfox::mail {
namespace {

constexpr int kIntervalsToKnow = 3;
constexpr float kWeight = 0.25F;                        // of the newest interval
constexpr std::chrono::milliseconds kSameBeat{10'000};  // what is closer is one thing said twice
constexpr std::chrono::seconds kLeastSilence{600};      // a device that talks every second may rest
constexpr std::chrono::seconds kLeastPause{60};         // the same for the intake

}  // namespace

void SilenceWatch::Rhythm::beat(Timestamp now, Timestamp resumed)
{
    const bool is_rhythm = !is_told && last != Timestamp{} && last >= resumed;
    is_told = false;
    if (now - last < kSameBeat) return;
    if (is_rhythm) {
        const auto interval = std::chrono::duration<float>(now - last).count();
        usual = intervals == 0 ? interval : usual + kWeight * (interval - usual);
        if (intervals < kIntervalsToKnow) ++intervals;
    }
    last = now;
}

bool SilenceWatch::has_stopped(const Rhythm& rhythm, Timestamp since, std::chrono::seconds least,
                               Timestamp now) const
{
    if (rhythm.intervals < kIntervalsToKnow) return false;
    const std::chrono::duration<double> usual =
        std::max<std::chrono::duration<double>>(std::chrono::duration<double>{rhythm.usual}, least);
    return now - since > times_ * usual;
}

void SilenceWatch::heard(DeviceId device, Timestamp now)
{
    const std::lock_guard lock{mutex_};
    if (has_stopped(intake_, intake_.last, kLeastPause, now)) resumed_ = now;
    intake_.beat(now, resumed_);
    const auto known = rhythms_.find(device);
    if (known != rhythms_.end()) return known->second.beat(now, resumed_);
    if (rhythms_.size() < max_devices_) rhythms_[device].beat(now, resumed_);
}

std::vector<SilenceWatch::Silent> SilenceWatch::due(Timestamp now)
{
    const std::lock_guard lock{mutex_};
    std::vector<Silent> silent;
    if (has_stopped(intake_, intake_.last, kLeastPause, now)) return silent;
    for (auto& [device, rhythm] : rhythms_) {
        const Timestamp since = std::max(rhythm.last, resumed_);
        if (rhythm.is_told || !has_stopped(rhythm, since, kLeastSilence, now)) continue;
        rhythm.is_told = true;
        silent.push_back({device, rhythm.last});
    }
    return silent;
}

}  // namespace mysigfox::mail
