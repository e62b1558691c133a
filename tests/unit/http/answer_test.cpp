// The bytes of an answer.
#include "http/answer.hpp"
#include "http/date_field.hpp"

#include <gtest/gtest.h>

namespace mysigfox::http {
namespace {

std::string written(const Response& response, const AnswerForm& form = {})
{
    std::string out;
    return append_answer(out, response, form) ? out : "refused" + out;
}

Response with_field(std::string name, std::string value)
{
    Response response = plain_response(200);
    response.fields.emplace_back(std::move(name), std::move(value));
    return response;
}

TEST(Answer, IsWrittenInOnePiece)
{
    EXPECT_EQ(written(json_response(200, "{}")),
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(written(plain_response(503)),
              "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(status_text(404), "404 Not Found");
}

TEST(Answer, FollowsTheRequestsForm)
{
    EXPECT_EQ(
        written(plain_response(204), {.is_http10 = false, .is_head = false, .keep_alive = false}),
        "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(
        written(plain_response(204), {.is_http10 = true, .is_head = false, .keep_alive = true}),
        "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(
        written(with_field("A", "b"), {.is_http10 = false, .is_head = true, .keep_alive = true}),
        "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 0\r\n\r\n");
    Response page = html_response(200, "<p>");
    EXPECT_TRUE(written(page, {.is_http10 = false, .is_head = true, .keep_alive = true})
                    .ends_with("Content-Length: 3\r\n\r\n"));
}

TEST(Answer, BearsTheDateOfItsSecond)
{
    using namespace std::chrono_literals;
    const std::chrono::sys_seconds epoch{};
    DateField date;
    EXPECT_EQ(date.at(epoch + 784'111'777s + 900ms), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(date.at(epoch + 784'111'778s), "Sun, 06 Nov 1994 08:49:38 GMT");
    AnswerForm form;
    form.date = date.at(epoch);
    EXPECT_EQ(written(plain_response(204), form),
              "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n");
}

TEST(Answer, NothingUnderANoContentStatus)
{
    for (const int status : {204, 304}) {
        Response response;
        response.status = status;
        response.body = "never";
        EXPECT_EQ(written(response).find("Content-Length"), std::string::npos) << status;
        EXPECT_TRUE(written(response).ends_with("\r\n\r\n")) << status;
    }
}

TEST(Answer, AFieldThatWouldChangeTheFramingIsRefused)
{
    for (const char* value : {"a\rb", "a\nb", "\r\n"}) {
        EXPECT_EQ(written(with_field("X", value)), "refused") << value;
    }
    EXPECT_EQ(written(with_field("X", std::string("a\0b", 3))), "refused");
    for (const char* name :
         {"", "X Y", "X:", "Čas", "content-length", "Transfer-Encoding", "Connection"}) {
        EXPECT_EQ(written(with_field(name, "a")), "refused") << name;
    }
}

TEST(Answer, OnlyFinalStatusesGoOut)
{
    for (const int status : {0, 100, 101, 199, 600, -1}) {
        EXPECT_EQ(written(plain_response(status)), "refused") << status;
    }
}

}  // namespace
}  // namespace mysigfox::http
