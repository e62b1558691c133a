// The Backend's REST API v2 as its description has it, with state: the callbacks of one device type.
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';

const kUser = { login: '4b0e9c7712ad35f86e21d0aa', password: 'api-password-of-the-test' };
export const kDeviceType = '5d8a7f3e1b0c4a2f9e6d1c07';

const kFields = {
    channel: 'string', callbackType: 'number', callbackSubtype: 'number', payloadConfig: 'string', enabled: 'boolean', url: 'string',
    httpMethod: 'string', headers: 'object', sendSni: 'boolean', bodyTemplate: 'string', contentType: 'string',
};
const kNeeded = ['channel', 'callbackType', 'callbackSubtype', 'enabled', 'url', 'httpMethod'];

export class SigfoxApi {
    /** `secure`: { cert, key } for HTTPS. */
    constructor(secure) {
        this.user = { ...kUser };
        this.callbacks = [];
        this.requests = []; // "PUT /v2/…" with the body, of those who may
        this.instead = null; // (request, response) => true if it has answered
        const serve = (request, response) => this.#take(request, response);
        this.server = secure ? https.createServer(secure, serve) : http.createServer(serve);
        this.scheme = secure ? 'https' : 'http';
    }

    get credentials() {
        return `${this.user.login}:${this.user.password}`;
    }

    async listen() {
        this.server.listen(0, '127.0.0.1');
        await once(this.server, 'listening');
        this.port = this.server.address().port;
        this.url = `${this.scheme}://127.0.0.1:${this.port}/v2`;
        return this;
    }

    close() {
        this.server.close();
        this.server.closeAllConnections();
    }

    /** What was asked for beside lists. */
    get changes() {
        return this.requests.filter(({ method }) => method !== 'GET');
    }

    #take(request, response) {
        const chunks = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
            const say = (status, value, fields = {}) => {
                response.writeHead(status, { 'content-type': 'application/json', ...fields });
                response.end(value === undefined ? undefined : JSON.stringify(value));
            };
            const text = Buffer.concat(chunks).toString();
            if (this.instead?.(request, response, text)) return;
            this.#answer(request, text, say);
        });
    }

    #answer(request, text, say) {
        if (request.headers.authorization !== `Basic ${Buffer.from(this.credentials).toString('base64')}`) return say(401);
        const [, version, types, type, callbacks, id] = request.url.split('/');
        if (version !== 'v2' || types !== 'device-types' || callbacks !== 'callbacks' || type !== kDeviceType) {
            return say(404, { message: 'Nothing is there.' });
        }
        if (request.method === 'GET' && id === undefined) {
            this.requests.push({ method: 'GET', url: request.url });
            return say(200, { data: this.callbacks.map(withoutEmpty) });
        }
        const found = this.callbacks.find((callback) => callback.id === id);
        if (request.headers['content-type'] !== 'application/json') return say(400, { message: 'bad request' });
        const asked = JSON.parse(text);
        this.requests.push({ method: request.method, url: request.url, asked });
        const errors = wrongFields(asked, request.method === 'POST' ? kNeeded : ['channel']);
        if (errors.length > 0) return say(400, { message: 'bad request', errors });
        if (request.method === 'POST' && id === undefined) return say(201, { id: this.#create(asked) });
        if (request.method !== 'PUT') return say(405, { message: `no ${request.method} here` });
        if (!found) return say(404, { message: 'Nothing is there.' });
        Object.assign(found, asked); // what is not asked for stays
        return say(204);
    }

    #create(asked) {
        const id = (0x61e4d07b92c85fn + BigInt(this.callbacks.length)).toString(16) + '1a3b6e0dcf';
        this.callbacks.push({ id, dead: false, downlinkHook: false, ...asked });
        return id;
    }

    /** Calls the callback with this id, as the Backend does for a message: the variables filled in, the headers as stored. */
    async play(id, variables) {
        const callback = this.callbacks.find((one) => one.id === id);
        const body = callback.bodyTemplate.replace(/\{(\w+)\}/g, (variable, name) => variables[name] ?? 'null');
        const answer = await fetch(callback.url, {
            method: callback.httpMethod,
            headers: { ...callback.headers, 'content-type': callback.contentType },
            body,
        });
        return { status: answer.status, text: await answer.text() };
    }
}

/** What has no value does not stand in an answer. */
function withoutEmpty(callback) {
    return Object.fromEntries(Object.entries(callback).filter(([, value]) => value !== '' && value !== null && value !== undefined));
}

function wrongFields(asked, needed) {
    const errors = [];
    for (const [field, value] of Object.entries(asked)) {
        if (!(field in kFields)) errors.push({ type: 'body', field, message: 'nobody knows this field' });
        else if (typeof value !== kFields[field]) errors.push({ type: 'body', field, message: `expected a ${kFields[field]}` });
    }
    for (const field of needed) if (!(field in asked)) errors.push({ type: 'body', field, message: 'is missing' });
    if (asked.channel !== undefined && asked.channel !== 'URL') errors.push({ type: 'body', field: 'channel', message: 'not of this test' });
    return errors;
}
