// HAProxy before the relay and before the webhooks: it puts TLS on or takes it off, and else only passes bytes on.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServer, freePort, listens } from '../../support/servers.mjs';
import { sleep } from './machine.mjs';
import { addressOf } from './receiver.mjs';

function makeCertificate(directory, webhooks) {
    const names = Array.from({ length: webhooks }, (_, webhook) => `IP:${addressOf(webhook)}`).join(',');
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=benchmark', '-addext', `subjectAltName=${names}`, '-keyout', join(directory, 'key.pem'), '-out', join(directory, 'certificate.pem')], { stdio: 'ignore' });
    const parts = ['certificate.pem', 'key.pem'].map((name) => readFileSync(join(directory, name)));
    writeFileSync(join(directory, 'both.pem'), Buffer.concat(parts));
}

export class HaproxyBetween {
    /** `callbacks`, `webhooks`: whether these come by TLS; `receiver`: the port of the customers' servers. */
    static async start({ callbacks, webhooks, howMany, receiver }) {
        const between = new HaproxyBetween();
        between.directory = mkdtempSync(join(tmpdir(), 'mysigfox-haproxy-'));
        makeCertificate(between.directory, howMany);
        const relay = await freePort();
        between.callbacks = await freePort();
        between.webhooks = await freePort();
        between.scheme = webhooks ? 'https' : 'http';
        const file = (name) => join(between.directory, name);
        between.settings = `
listen.http = ["127.0.0.1:${callbacks ? 0 : relay}"]
${callbacks ? `listen.https = ["127.0.0.1:${relay}"]` : ''}
tls.certificate_file = "${file('certificate.pem')}"
tls.private_key_file = "${file('key.pem')}"
delivery.extra_authorities_file = "${file('certificate.pem')}"`;
        writeFileSync(file('haproxy.cfg'), `
global
    nbthread 1
    maxconn 4000
defaults
    mode tcp
    timeout connect 5s
    timeout client 60s
    timeout server 60s
listen callbacks
    bind 127.0.0.1:${between.callbacks}
    server relay 127.0.0.1:${relay} ${callbacks ? 'ssl verify none' : ''}
listen webhooks
    bind :${between.webhooks} ${webhooks ? `ssl crt ${file('both.pem')}` : ''}
    server receiver 127.0.0.1:${receiver}
`);
        await between.#run();
        return between;
    }

    url(webhook) {
        return `${this.scheme}://${addressOf(webhook)}:${this.webhooks}/ok/${webhook}`;
    }

    async stop() {
        this.process.kill('SIGKILL');
        if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
        rmSync(this.directory, { recursive: true });
    }

    async #run() {
        const haproxy = findServer('haproxy');
        if (!haproxy) throw new Error('HAProxy is not here; scripts/test.sh fetches it');
        this.process = spawn(haproxy.path, ['-db', '-f', join(this.directory, 'haproxy.cfg')], { env: haproxy.environment, stdio: ['ignore', 'ignore', 'inherit'] });
        await once(this.process, 'spawn');
        while (!await listens(this.callbacks)) {
            if (this.process.exitCode !== null) throw new Error('HAProxy did not start');
            await sleep(0.05);
        }
    }
}
