// A Debian in a folder with systemd as its pid 1, in name spaces of its own; the network is the caller's.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './relay.mjs';

const pid1 = join(dirname(fileURLToPath(import.meta.url)), 'pid_1.sh');
const kLimit = 120_000; // for what a slow machine may take its time over
const kEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', HOME: '/root', DEBIAN_FRONTEND: 'noninteractive', SYSTEMD_PAGER: '', SYSTEMD_COLORS: '0' };

/** Where control groups of the second version are mounted; nothing where they are not. */
const groups = () => /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/mounts', 'utf8'))?.[1];

/** What this machine does not let us do, or nothing. */
export function bootingIsRefused() {
    if (process.getuid() !== 0) return 'only root may boot a system in a folder';
    if (!groups()) return 'no control groups of version 2 are mounted';
    try {
        execFileSync('unshare', ['--mount', '--uts', '--ipc', '--pid', '--fork', '--cgroup', 'mount', '--make-rprivate', '/'], { stdio: 'pipe' });
    } catch (error) {
        return `no name spaces: ${error.stderr}`;
    }
    return '';
}

export class BootedSystem {
    constructor(folder) {
        this.folder = folder;
        this.group = join(groups(), `mysigfox-${process.pid}`);
    }

    path(inside) {
        return join(this.folder, inside);
    }

    /** Resolves once systemd says that the start is over: "running", or "degraded" where a unit failed. */
    async boot() {
        mkdirSync(this.group, { recursive: true });
        const enter = `echo $$ >${this.group}/cgroup.procs; exec unshare --mount --uts --ipc --pid --cgroup --fork --kill-child sh ${pid1} ${this.folder}`;
        this.unshare = spawn('sh', ['-ec', enter], { stdio: ['ignore', 'pipe', 'pipe'] });
        this.console = '';
        for (const stream of [this.unshare.stdout, this.unshare.stderr]) stream.setEncoding('utf8').on('data', (text) => (this.console += text));
        this.ended = once(this.unshare, 'exit');
        const children = `/proc/${this.unshare.pid}/task/${this.unshare.pid}/children`;
        this.pid = await eventually(() => {
            if (this.unshare.exitCode !== null) throw new Error(`it did not boot: ${this.console}`);
            const pid = existsSync(children) && readFileSync(children, 'utf8').trim();
            return pid && readFileSync(`/proc/${pid}/comm`, 'utf8') === 'systemd\n' && pid;
        }, 'systemd as pid 1', kLimit);
        return eventually(async () => {
            const { stdout } = await this.run('systemctl', 'is-system-running');
            return ['running', 'degraded'].includes(stdout.trim()) && stdout.trim();
        }, 'the end of the start', kLimit);
    }

    /** Runs a command in it, as root from outside of every unit; { status, stdout, text }. */
    run(...command) {
        const enter = ['--target', this.pid, '--mount', '--uts', '--ipc', '--pid', '--cgroup', '--root', '--wd', ...command];
        return new Promise((resolve) => {
            execFile('nsenter', enter, { env: kEnvironment, maxBuffer: 1 << 28, timeout: kLimit }, (error, stdout, stderr) => {
                resolve({ status: error ? error.code : 0, stdout, text: stdout + stderr });
            });
        });
    }

    /** The same for what must succeed; what it printed. */
    async must(...command) {
        const { status, stdout, text } = await this.run(...command);
        if (status !== 0) throw new Error(`${command.join(' ')}: ${status}\n${text}\n${(await this.run('journalctl', '-b', '-n', '40', '--no-hostname')).stdout}`);
        return stdout;
    }

    /** A property of a unit, as text. */
    async show(property, unit = 'mysigfox.service') {
        return (await this.must('systemctl', 'show', '--value', '--property', property, unit)).trim();
    }

    /** What the journal has of a unit since it booted, a row an object. */
    async journal(unit = 'mysigfox.service') {
        await this.must('journalctl', '--sync');
        const lines = await this.must('journalctl', '-b', '-u', unit, '-o', 'json');
        return lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    }

    /** Ends it as its own power button would, and takes its control groups away. */
    async shutDown() {
        if (this.pid) await this.run('systemctl', 'poweroff');
        await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, kLimit).unref())]);
        this.unshare.kill('SIGKILL'); // its child goes with it
        await this.ended;
        removeGroups(this.group);
    }
}

/** Processes that just ended may hold a group for a moment. */
function removeGroups(group) {
    for (const entry of readdirSync(group, { withFileTypes: true })) {
        if (entry.isDirectory()) removeGroups(join(group, entry.name));
    }
    rmdirSync(group);
}
