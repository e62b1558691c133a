// PROFILE=FILE records where a process spends its time (perf record), PROFILE=count prints how many
// instructions it takes a message: that hardly depends on what else the machine does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const wish = process.env.PROFILE ?? '';
const kEvents = ['instructions:u', 'instructions:k', 'cycles', 'context-switches'];

/** Begins; the function returned ends it. */
export function profile(pid) {
    if (wish === '') return async () => {};
    const how = wish === 'count' ? ['stat', '-x,', '-e', kEvents.join(','), '-p', pid] : ['record', '-q', '-F', '499', '-e', process.env.PROFILE_EVENT ?? 'cycles', '--call-graph', 'dwarf,16384', '-o', wish, '-p', pid];
    const perf = spawn('perf', how.map(String), { stdio: ['ignore', 'inherit', 'pipe'] });
    let said = '';
    perf.stderr.on('data', (text) => { said += text; });
    return async (messages) => {
        perf.kill('SIGINT');
        await once(perf, 'exit');
        for (const line of said.split('\n')) {
            const [value, , event] = line.split(',');
            if (kEvents.includes(event)) console.log(`${event}: ${Math.round(Number(value) / messages)} a message`);
        }
    };
}
