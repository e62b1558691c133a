#include "mysigfox/mail/post_office.hpp"

#include "mail/envelope.hpp"
#include "mail/letter_rules.hpp"
#include "mail/patience.hpp"
#include "mysigfox/mail/silence_watch.hpp"

#include <spdlog/spdlog.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

namespace mysigfox::mail {
namespace {

using namespace std::chrono_literals;
using storage::MailStore;
using storage::QueuedLetter;

constexpr std::size_t kMaxArriving = 4'096;                      // not on disk yet
constexpr std::chrono::milliseconds kLookForRecoveries{10'000};  // for recoveries that have lasted
constexpr std::chrono::milliseconds kLookForSilence{60'000};
constexpr std::chrono::milliseconds kAfterFailure{10'000};

struct Wish {
    std::string name;
    bool is_wanted;
};
using Arriving = std::variant<Letter, WebhookNews, Wish>;

class TwoThreads final : public PostOffice {
public:
    TwoThreads(const MailSettings& settings, PostRooms rooms)
        : settings_(settings),
          clock_(rooms.clock),
          store_(rooms.store),
          registry_(std::move(rooms.registry)),
          metrics_(rooms.metrics),
          silence_(static_cast<double>(settings.is_on() ? settings.silent_after : 0)),
          carrier_(make_carrier())
    {
        if (!settings_.is_on()) return;
        keeper_ = std::thread{[this] { keep(); }};
        sender_ = std::thread{[this] { send(); }};
    }
    ~TwoThreads() override { stop_both(); }

    void put(Letter letter, Timestamp) override { take(std::move(letter)); }
    void hear(WebhookNews news) override { take(news); }
    void set_wanted(std::string name, bool is_wanted) override
    {
        take(Wish{std::move(name), is_wanted});
    }
    void heard(DeviceId device) override
    {
        if (silence_.is_on()) silence_.heard(device, clock_.now());
    }
    bool is_open() const noexcept override { return settings_.is_on(); }
    void stop() override { stop_both(); }

private:
    std::unique_ptr<Carrier> make_carrier()
    {
        IsStopping is_stopping = [this] { return is_stopping_.load(); };
        if (!settings_.smtp_url.empty()) {
            return make_smtp_carrier(settings_, std::move(is_stopping));
        }
        return make_sendmail_carrier(settings_, std::move(is_stopping));
    }

    void stop_both()
    {
        {
            const std::lock_guard lock{mutex_};
            is_stopping_ = true;
        }
        arrived_.notify_all();
        queued_.notify_all();
        if (keeper_.joinable()) keeper_.join();
        if (sender_.joinable()) sender_.join();
    }

    void take(Arriving thing)
    {
        if (!settings_.is_on()) return count("off");
        // Anybody can send wishes: they must not keep letters out.
        const bool is_wish = std::holds_alternative<Wish>(thing);
        {
            const std::lock_guard lock{mutex_};
            if (arriving_.size() < (is_wish ? kMaxArriving / 4 : kMaxArriving)) {
                arriving_.push_back(std::move(thing));
                arrived_.notify_one();
                return;
            }
        }
        count("refused");
    }

    void count(const char* outcome)
    {
        metrics_.counter("letters_total", "outcome=\"" + std::string{outcome} + '"').add();
    }

    // --- the keeper: from memory to disk

    void keep()
    {
        for (;;) {
            std::vector<Arriving> things;
            {
                std::unique_lock lock{mutex_};
                arrived_.wait_for(lock, kLookForRecoveries,
                                  [this] { return is_stopping_ || !arriving_.empty(); });
                things.swap(arriving_);
                if (is_stopping_ && things.empty()) return;
            }
            for (Arriving& thing : things) guarded([&] { keep_one(thing); });
            for (const WebhookStory& story : watch_.due(clock_.now())) {
                guarded([&] { tell(story); });
            }
            guarded([this] { tell_of_silence(); });
        }
    }

    void tell_of_silence()
    {
        const Timestamp now = clock_.now();
        const bool is_time = now - silence_looked_ >= kLookForSilence || now < silence_looked_;
        if (!silence_.is_on() || !is_time) return;
        silence_looked_ = now;
        for (const SilenceWatch::Silent& silent : silence_.due(now)) {
            const auto device = registry_->device(silent.device);
            if (!device) continue;
            if (const auto letter = letter_of(silent, *device)) enqueue(*letter);
        }
    }

    void keep_one(const Arriving& thing)
    {
        if (const auto* letter = std::get_if<Letter>(&thing)) return enqueue(*letter);
        if (const auto* wish = std::get_if<Wish>(&thing)) {
            return store_.set_wanted(wish->name, wish->is_wanted, clock_.now());
        }
        const auto story = watch_.hear(std::get<WebhookNews>(thing), clock_.now());
        if (story) tell(*story);
    }

    void tell(const WebhookStory& story)
    {
        const auto device = registry_->device(story.device);
        if (!device) return;
        if (const auto letter = letter_of(story, *device)) enqueue(*letter);
    }

    void enqueue(const Letter& letter)
    {
        const Timestamp now = clock_.now();
        switch (store_.put(queued(letter, now), now)) {
            case MailStore::Put::taken:
                count("queued");
                {
                    const std::lock_guard lock{mutex_};
                    has_news_ = true;
                }
                return queued_.notify_one();
            case MailStore::Put::had_one_today:
                return count("had_one_today");
            case MailStore::Put::unwanted:
                return count("unwanted");
            case MailStore::Put::full:
                spdlog::warn("mail: {} letters wait, another one is not taken", store_.waiting());
                return count("refused");
        }
    }

    // --- the sender: from disk to the mail server

    void send()
    {
        while (!is_stopping_) {
            std::chrono::milliseconds pause = kAfterFailure;
            guarded([&] { pause = send_next(); });
            std::unique_lock lock{mutex_};
            queued_.wait_for(lock, pause, [this] { return is_stopping_ || has_news_; });
            has_news_ = false;
        }
    }

    /// How long nothing is to be done.
    std::chrono::milliseconds send_next()
    {
        const auto next = store_.next();
        if (!next) return 1h;
        const Timestamp now = clock_.now();
        // The wall clock may be set meanwhile: it is looked at again soon.
        if (next->due > now) return std::min<std::chrono::milliseconds>(next->due - now, 1min);
        if (const auto letter = store_.find(next->id)) send_one(*letter, now);
        return 0ms;
    }

    void send_one(const QueuedLetter& letter, Timestamp now)
    {
        const auto occasion = static_cast<Occasion>(letter.letter.occasion);
        if (now > letter.letter.give_up) {
            spdlog::warn("mail: a letter ({}) is given up", to_string(occasion));
            count("given_up");
            return store_.finish(letter.id, now);
        }
        const Carried carried = carrier_->carry(envelope_for(letter, settings_, now));
        switch (carried.verdict) {
            case Carried::Verdict::taken:
                count("sent");
                spdlog::info("mail: a letter ({}) was sent", to_string(occasion));
                return store_.finish(letter.id, now);
            case Carried::Verdict::never:
                count("given_up");
                spdlog::warn("mail: a letter ({}) is refused: {}", to_string(occasion),
                             carried.detail);
                return store_.finish(letter.id, now);
            case Carried::Verdict::later:
                if (is_stopping_) return;
                count("postponed");
                spdlog::warn("mail: a letter ({}) is not taken, later again: {}",
                             to_string(occasion), carried.detail);
                return store_.postpone(letter.id, next_try(letter.tries + 1, clock_.now()));
        }
    }

    /// A disk that fails costs letters, and nothing else.
    template <typename Deed>
    static void guarded(Deed deed)
    {
        try {
            deed();
        } catch (const std::exception& error) {
            spdlog::error("mail: {}", error.what());
        }
    }

    const MailSettings settings_;
    const Clock& clock_;
    MailStore& store_;
    const std::unique_ptr<storage::RegistryReader> registry_;  // the keeper's
    Metrics& metrics_;
    WebhookWatch watch_;  // the keeper's
    SilenceWatch silence_;
    Timestamp silence_looked_;                // the keeper's
    std::atomic<bool> is_stopping_ = false;   // set with mutex_ held
    const std::unique_ptr<Carrier> carrier_;  // the sender's

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::condition_variable queued_;
    std::vector<Arriving> arriving_;  // guarded by mutex_
    bool has_news_ = false;           // guarded by mutex_; for the sender

    std::thread keeper_;  // the last two: what they use exists before they start
    std::thread sender_;
};

}  // namespace

std::unique_ptr<PostOffice> open_post_office(const MailSettings& settings, PostRooms rooms)
{
    return std::make_unique<TwoThreads>(settings, std::move(rooms));
}

}  // namespace mysigfox::mail
