// Other people's servers: where their programs are, a port for one, and whether it listens.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

const kUnpacked = fileURLToPath(new URL('../../build/tools/unpacked/usr/', import.meta.url));

/** Installed, or unpacked by scripts/test.sh: Debian's packages would start a service. { path, environment } or null. */
export function findServer(name, folder = 'sbin', ask = '-v') {
    const unpacked = `${kUnpacked}${folder}/${name}`;
    const path = existsSync(unpacked) ? unpacked : name;
    const environment = { ...process.env, LD_LIBRARY_PATH: `${kUnpacked}lib/x86_64-linux-gnu` };
    return spawnSync(path, [ask], { env: environment }).status === 0 ? { path, environment } : null;
}

export async function freePort() {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

export function listens(port) {
    return new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1', () => {
            socket.destroy();
            resolve(true);
        });
        socket.on('error', () => resolve(false));
    });
}
