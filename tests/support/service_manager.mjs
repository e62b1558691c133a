// The built program under a service manager that holds its listening sockets: started, ended, listened to.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Relay, eventually } from './relay.mjs';

const harness = join(dirname(fileURLToPath(import.meta.url)), 'service_manager.pl');

/** Resolves once the sockets are open; `dispose()` ends everything. `env` goes to the program. */
export async function manage(program, { watchdog = 0, sockets = 1, names = '', env = {} } = {}) {
    const relay = new Relay(program);
    const manager = { relay, told: [], ended: [], ports: [], log: '' };
    const path = join(relay.directory, 'notify');
    manager.process = spawn('perl', [harness, path, String(watchdog), String(sockets), program, '--config', relay.config, 'serve'], { stdio: 'pipe', env: { ...process.env, LISTEN_FDNAMES: names, ...env } });
    manager.process.stderr.setEncoding('utf8').on('data', (text) => (manager.log += text));
    let rest = '';
    manager.process.stdout.setEncoding('utf8').on('data', (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        for (const line of lines) {
            const [, word, value] = /^(\w+) (.*)$/.exec(line);
            ({ told: manager.told, ended: manager.ended, socket: manager.ports })[word].push(value);
        }
    });
    manager.say = (word) => manager.process.stdin.write(`${word}\n`);
    manager.hears = (pattern, from = 0) => manager.told.slice(from).some((text) => pattern.test(text));
    manager.start = async () => {
        const from = manager.told.length;
        manager.say('start');
        await eventually(() => manager.hears(/^READY=1/, from), 'READY=1');
    };
    manager.end = async () => {
        const before = manager.ended.length;
        manager.say('term');
        await eventually(() => manager.ended.length > before, 'the end');
        return manager.ended.at(-1);
    };
    manager.dispose = async () => {
        manager.process.stdin.end();
        await new Promise((resolve) => manager.process.once('exit', resolve));
        await relay.dispose();
    };
    await eventually(() => manager.ports.length === sockets, 'the sockets');
    if (sockets > 0) relay.configure({ port: Number(manager.ports[0]) });
    return manager;
}
