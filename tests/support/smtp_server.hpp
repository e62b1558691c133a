// A small mail server on the loopback: plain, STARTTLS or TLS, and as unkind as a test wants.
#pragma once

#include "support/certificates.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace mysigfox::test {

/// How the server behaves; the defaults take every letter in clear.
struct SmtpManners {
    enum class Tls { none, starttls, from_start } tls = Tls::none;
    Identity identity;                           ///< of TLS
    std::map<std::string, std::string> answers;  ///< by verb, instead of the usual "250 ok"
    std::string hangs_at;                        ///< this verb, or "banner", gets no answer
};

struct ReceivedMail {
    std::string from;  ///< as MAIL FROM said
    std::string to;
    std::string text;
    bool was_encrypted = false;
    bool was_signed_in = false;
};

class SmtpServer {
public:
    explicit SmtpServer(SmtpManners manners = {})
        : manners_(std::move(manners)),
          acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}),
          port_(acceptor_.local_endpoint().port())
    {
        if (manners_.tls != SmtpManners::Tls::none) {
            tls_.use_certificate_chain(boost::asio::buffer(manners_.identity.certificate));
            tls_.use_private_key(boost::asio::buffer(manners_.identity.key),
                                 boost::asio::ssl::context::pem);
        }
        thread_ = std::thread{[this] { accept(); }};
    }

    ~SmtpServer()
    {
        {
            const std::lock_guard lock{mutex_};
            is_over_ = true;
            ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
            for (Guest& guest : guests_) ::shutdown(guest.socket.native_handle(), SHUT_RDWR);
        }
        thread_.join();
        for (Guest& guest : guests_) guest.thread.join();
    }

    std::uint16_t port() const { return port_; }
    std::string url(const std::string& scheme = "smtp") const
    {
        return scheme + "://127.0.0.1:" + std::to_string(port_);
    }

    /// Waits for so many letters, ten seconds at most; gives what came.
    std::vector<ReceivedMail> wait(std::size_t count)
    {
        std::unique_lock lock{mutex_};
        came_.wait_for(lock, std::chrono::seconds{10}, [&] { return mails_.size() >= count; });
        return mails_;
    }
    std::size_t connections() const { return connections_; }

    /// From now on.
    void change(std::map<std::string, std::string> answers)
    {
        const std::lock_guard lock{mutex_};
        manners_.answers = std::move(answers);
    }

private:
    using Tcp = boost::asio::ip::tcp;
    using Secure = boost::asio::ssl::stream<Tcp::socket&>;

    struct Guest {
        explicit Guest(Tcp::socket connected) : socket(std::move(connected)) {}
        Tcp::socket socket;
        std::optional<Secure> secure;
        std::string read;
        ReceivedMail mail;
        std::thread thread;
    };

    void accept()
    {
        for (;;) {
            boost::system::error_code ec;
            Tcp::socket socket{io_};
            acceptor_.accept(socket, ec);
            const std::lock_guard lock{mutex_};
            if (is_over_ || ec) return;
            ++connections_;
            Guest& guest = guests_.emplace_back(std::move(socket));
            guest.thread = std::thread{[this, &guest] { serve(guest); }};
        }
    }

    void serve(Guest& guest)
    {
        try {
            if (manners_.tls == SmtpManners::Tls::from_start) encrypt(guest);
            if (hangs("banner")) return hang(guest);
            say(guest, answer("banner", "220 test ESMTP"));
            while (converse(guest)) {
            }
        } catch (const std::exception&) {  // the client has left
        }
        ::shutdown(guest.socket.native_handle(), SHUT_RDWR);
    }

    /// One command; false when the conversation is over.
    bool converse(Guest& guest)
    {
        const std::string line = read_to(guest, "\r\n");
        const std::string verb = line.substr(0, line.find_first_of(" \r"));
        if (hangs(verb)) {
            hang(guest);
            return false;
        }
        if (verb == "EHLO") {
            const bool offers = manners_.tls == SmtpManners::Tls::starttls && !guest.secure;
            say(guest, answer(verb, offers ? "250-test\r\n250-STARTTLS\r\n250 AUTH PLAIN"
                                           : "250-test\r\n250 AUTH PLAIN"));
        } else if (verb == "STARTTLS") {
            say(guest, answer(verb, "220 go on"));
            encrypt(guest);
        } else if (verb == "AUTH") {
            guest.mail.was_signed_in = line.find("AGpvaG4Ac2VjcmV0") != std::string::npos;
            if (line.find(" PLAIN\r") != std::string::npos) {
                say(guest, "334 ");
                guest.mail.was_signed_in =
                    read_to(guest, "\r\n").find("AGpvaG4Ac2VjcmV0") != std::string::npos;
            }
            say(guest, answer(verb, guest.mail.was_signed_in ? "235 welcome" : "535 who?"));
        } else if (verb == "DATA") {
            const std::string reply = answer(verb, "354 go on");
            say(guest, reply);
            if (reply[0] == '3') take(guest);
        } else {
            if (verb == "MAIL") guest.mail.from = line;
            if (verb == "RCPT") guest.mail.to = line;
            say(guest, answer(verb, verb == "QUIT" ? "221 bye" : "250 ok"));
        }
        return verb != "QUIT";
    }

    void take(Guest& guest)
    {
        guest.mail.text = read_to(guest, "\r\n.\r\n");
        guest.mail.was_encrypted = guest.secure.has_value();
        const std::string reply = answer("end", "250 taken");
        {
            const std::lock_guard lock{mutex_};
            if (reply[0] == '2') mails_.push_back(guest.mail);
        }
        came_.notify_all();
        say(guest, reply);
    }

    void encrypt(Guest& guest)
    {
        guest.secure.emplace(guest.socket, tls_);
        guest.secure->handshake(boost::asio::ssl::stream_base::server);
    }

    std::string read_to(Guest& guest, const std::string& end)
    {
        auto buffer = boost::asio::dynamic_buffer(guest.read);
        const std::size_t size = guest.secure ? boost::asio::read_until(*guest.secure, buffer, end)
                                              : boost::asio::read_until(guest.socket, buffer, end);
        std::string taken = guest.read.substr(0, size);
        guest.read.erase(0, size);
        return taken;
    }

    void say(Guest& guest, const std::string& text)
    {
        const std::string line = text + "\r\n";
        if (guest.secure) {
            boost::asio::write(*guest.secure, boost::asio::buffer(line));
        } else {
            boost::asio::write(guest.socket, boost::asio::buffer(line));
        }
    }

    /// Until the client, or the test, has enough.
    void hang(Guest& guest)
    {
        boost::system::error_code ec;
        char byte = 0;
        while (!ec) guest.socket.read_some(boost::asio::buffer(&byte, 1), ec);
    }

    std::string answer(const std::string& verb, const std::string& usual)
    {
        const std::lock_guard lock{mutex_};
        const auto found = manners_.answers.find(verb);
        return found == manners_.answers.end() ? usual : found->second;
    }
    bool hangs(const std::string& verb) const { return manners_.hangs_at == verb; }

    boost::asio::io_context io_;
    SmtpManners manners_;  // its answers: guarded by mutex_
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
    Tcp::acceptor acceptor_;
    const std::uint16_t port_;
    std::mutex mutex_;
    std::condition_variable came_;
    bool is_over_ = false;             // guarded by mutex_
    std::list<Guest> guests_;          // guarded by mutex_
    std::vector<ReceivedMail> mails_;  // guarded by mutex_
    std::atomic<std::size_t> connections_ = 0;
    std::thread thread_;
};

}  // namespace mysigfox::test
