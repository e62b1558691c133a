// Takes messages from MySigfox with Express: checks the signature, drops repetitions, prints the payload.
//   npm install express
//   MYSIGFOX_SECRET=whsec_… PORT=5000 node node_express.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';

// From the page that confirmed your registration.
const key = Buffer.from(process.env.MYSIGFOX_SECRET.replace('whsec_', ''), 'base64');
const seen = new Set(); // of message ids; a real server keeps them in its database

/** Whether MySigfox sent this body, not longer than five minutes ago. */
function isSigned(headers, body) {
    const stamp = headers['webhook-timestamp'] ?? '';
    if (!(Math.abs(Date.now() / 1000 - Number(stamp)) <= 300)) return false;
    const digest = createHmac('sha256', key).update(`${headers['webhook-id']}.${stamp}.`).update(body).digest('base64');
    const expected = Buffer.from(`v1,${digest}`);
    return (headers['webhook-signature'] ?? '').split(' ').some((given) => given.length === expected.length && timingSafeEqual(Buffer.from(given), expected));
}

const app = express();
// The signature is over the bytes, so they are read before anybody parses them.
app.post('/sigfox', express.raw({ type: () => true }), (request, response) => {
    if (!Buffer.isBuffer(request.body) || !isSigned(request.headers, request.body)) return response.sendStatus(401);
    const id = request.headers['webhook-id'];
    if (!seen.has(id)) {
        const message = JSON.parse(request.body);
        console.log(`${message.device} at ${message.time}:`, [...Buffer.from(message.data, 'hex')]);
        seen.add(id);
    }
    response.sendStatus(204);
});
app.listen(Number(process.env.PORT ?? 5000));
