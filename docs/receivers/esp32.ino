// An ESP32 that takes messages from MySigfox itself and switches a pin by the first byte.
// Libraries: ArduinoJson 7. The board must be reachable from the internet: forward a port of your
// router to it, for example 8080, and use http://YOUR-ADDRESS:8080/sigfox?key=… as Webhook URL.
// There is no TLS here, so anybody on the way can read and repeat messages: switch no heating by it.
#include <ArduinoJson.h>
#include <WebServer.h>
#include <WiFi.h>

const char* kNetwork = "change me";
const char* kPassword = "change me";
const char* kKey = "change me";  // of the Webhook URL
const int kPin = 2;

WebServer server(8080);

void take() {
  if (server.arg("key") != kKey) return server.send(401, "text/plain", "no");
  JsonDocument message;
  if (deserializeJson(message, server.arg("plain"))) return server.send(400, "text/plain", "no JSON");
  const char* data = message["data"] | "";
  const char digits[3] = {data[0], data[0] ? data[1] : '\0', '\0'};
  digitalWrite(kPin, strtol(digits, nullptr, 16) ? HIGH : LOW);
  server.send(204);
}

void setup() {
  pinMode(kPin, OUTPUT);
  WiFi.begin(kNetwork, kPassword);
  while (WiFi.status() != WL_CONNECTED) delay(100);
  server.on("/sigfox", HTTP_POST, take);
  server.begin();
}

void loop() {
  server.handleClient();
}
