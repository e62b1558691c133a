// The only file that knows libcurl: one letter by SMTP.
#include "mail/carrier.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace mysigfox::mail {
namespace {

constexpr long kConnect = 10'000;  // milliseconds

struct FreeEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

std::size_t read_text(char* into, std::size_t size, std::size_t count, void* text)
{
    auto& rest = *static_cast<std::string_view*>(text);
    const std::size_t taken = rest.copy(into, size * count);
    rest.remove_prefix(taken);
    return taken;
}

int abort_if_stopping(void* is_stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return (*static_cast<const IsStopping*>(is_stopping))() ? 1 : 0;
}

class SmtpCarrier final : public Carrier {
public:
    SmtpCarrier(const MailSettings& settings, IsStopping is_stopping)
        : settings_(settings), is_stopping_(std::move(is_stopping))
    {
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    }

    Carried carry(const Envelope& envelope) override
    {
        // A connection of its own for each: letters are rare, and servers tire of idle ones.
        const std::unique_ptr<CURL, FreeEasy> easy{curl_easy_init()};
        if (!easy) throw std::runtime_error("libcurl cannot start");
        const std::unique_ptr<curl_slist, FreeList> to{
            curl_slist_append(nullptr, ('<' + envelope.to + '>').c_str())};
        std::string_view rest = envelope.text;
        set_up(easy.get());
        curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, ('<' + envelope.from + '>').c_str());
        curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, to.get());
        curl_easy_setopt(easy.get(), CURLOPT_READFUNCTION, read_text);
        curl_easy_setopt(easy.get(), CURLOPT_READDATA, &rest);
        return judge(easy.get(), curl_easy_perform(easy.get()));
    }

private:
    void set_up(CURL* easy) const
    {
        const auto set = [easy](CURLoption option, auto value) {
            curl_easy_setopt(easy, option, value);
        };
        set(CURLOPT_URL, settings_.smtp_url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        set(CURLOPT_PROXY, "");  // whatever the environment says
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, std::min(kConnect, deadline()));
        set(CURLOPT_TIMEOUT_MS, deadline());
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, abort_if_stopping);
        set(CURLOPT_XFERINFODATA, &is_stopping_);
        set(CURLOPT_USE_SSL,
            static_cast<long>(settings_.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!settings_.authorities.empty()) set(CURLOPT_CAINFO, settings_.authorities.c_str());
        if (settings_.username.empty()) return;
        set(CURLOPT_USERNAME, settings_.username.c_str());
        set(CURLOPT_PASSWORD, settings_.password.c_str());
    }

    long deadline() const { return static_cast<long>(settings_.deadline.count()); }

    /// 5xx is the last word on this letter, unless it speaks of us (530, 535: the sign-in) or of
    /// the whole server; everything else passes.
    static Carried judge(CURL* easy, CURLcode code)
    {
        if (code == CURLE_OK) return {Carried::Verdict::taken, {}};
        long answer = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer);
        const bool is_about_letter = answer >= 550 && answer <= 559;
        const bool was_said = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR ||
                              code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UPLOAD_FAILED;
        const std::string said = answer >= 400 ? fmt::format(", server said {}", answer) : "";
        return {is_about_letter && was_said ? Carried::Verdict::never : Carried::Verdict::later,
                curl_easy_strerror(code) + said};
    }

    const MailSettings settings_;
    const IsStopping is_stopping_;
};

}  // namespace

std::unique_ptr<Carrier> make_smtp_carrier(const MailSettings& settings, IsStopping is_stopping)
{
    return std::make_unique<SmtpCarrier>(settings, std::move(is_stopping));
}

}  // namespace mysigfox::mail
