<?php
// Takes messages from MySigfox with plain PHP: checks the signature, appends each message to a file.
// Put it on your web hosting, for example as sigfox.php, and set the two values below.
// On your own machine: MYSIGFOX_SECRET=whsec_… php -S 127.0.0.1:5000 php.php

$secret = getenv('MYSIGFOX_SECRET') ?: 'whsec_…';      // from the page that confirmed your registration
$file = getenv('MYSIGFOX_FILE') ?: __DIR__ . '/messages.csv';  // better outside the public folder

$body = file_get_contents('php://input');
$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
$stamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';

function is_signed(string $secret, string $id, string $stamp, string $body): bool
{
    if (!ctype_digit($stamp) || abs(time() - (int) $stamp) > 300) return false;
    $key = base64_decode(substr($secret, strlen('whsec_')));
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$stamp.$body", $key, true));
    foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $given) {
        if (hash_equals($expected, $given)) return true;
    }
    return false;
}

if (!is_signed($secret, $id, $stamp, $body)) {
    http_response_code(401);
    exit;
}
$message = json_decode($body, true);
$payload = unpack('C*', hex2bin($message['data']));
// The same id comes again when an answer of ours was lost: it stands in the first column.
$line = implode(',', [$id, $message['device'], $message['time'], implode(' ', $payload)]) . "\n";
if (file_put_contents($file, $line, FILE_APPEND | LOCK_EX) === false) {
    http_response_code(500);  // not stored: it will be sent again
    exit;
}
http_response_code(204);
