// A large messages.db for a relay that does not run yet.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { tools } from './machine.mjs';

export const kLatest = 2; // version of the tables

/** Of the devices of the rig, all delivered; resolves to { file, messages }. */
export function makeMessages(rig, version, mebibytes) {
    const file = join(rig.relay.directory, 'state', 'messages.db');
    const { id } = rig.device(0);
    const messages = Number(execFileSync(join(tools, 'make_messages'), [file, version, mebibytes, `0x${id}`, rig.devices].map(String), { encoding: 'utf8' }));
    return { file, messages };
}

/** The pages of the file leave the system's memory: dd asks for that, and copies nothing. */
export function forget(file) {
    execFileSync('sync', ['-f', file]);
    execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
}
