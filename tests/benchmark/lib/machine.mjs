// What the machine is, what its disk takes, and what a process costs.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';

const kTicksASecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export const tools = process.env.BENCHMARKS;
export const program = process.env.MYSIGFOX;

export const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Processor seconds that a process has used so far. */
export function cpuSeconds(pid) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [utime, stime] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13).map(Number);
    return (utime + stime) / kTicksASecond;
}

/** MiB of memory and the descriptors that a process holds. */
export function holdings(pid) {
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { rss: Number(rss[1]) / 1024, fds: readdirSync(`/proc/${pid}/fd`).length };
}

/** Keeps the most that a process held until it is stopped. */
export function watch(pid) {
    const most = { rss: 0, fds: 0 };
    const look = () => {
        const { rss, fds } = holdings(pid);
        most.rss = Math.max(most.rss, rss);
        most.fds = Math.max(most.fds, fds);
    };
    look();
    const timer = setInterval(look, 250);
    return () => {
        clearInterval(timer);
        look();
        return most;
    };
}

/** Says on what and beside what was measured. */
export function describeMachine(directory = os.tmpdir()) {
    const cpus = os.cpus();
    const { p50, p99 } = JSON.parse(execFileSync(join(tools, 'disk_sync'), [join(directory, `disk-sync-${process.pid}`)], { encoding: 'utf8' }));
    console.log(`machine: ${cpus.length} processors, ${cpus[0].model}, ${os.type()} ${os.release()}; load before ${os.loadavg()[0].toFixed(2)}`);
    console.log(`disk: 4 KiB written and fdatasync'ed in ${p50.toFixed(2)} ms (median), ${p99.toFixed(2)} ms (p99)\n`);
}
