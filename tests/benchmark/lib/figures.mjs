// Medians and the table that a scene ends with.

export function median(numbers) {
    const sorted = [...numbers].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of what `pick` takes from each run. */
export const typical = (runs, pick) => median(runs.map(pick));
/** For what must not be hidden by a median. */
export const sum = (runs, pick) => runs.reduce((total, run) => total + pick(run), 0);
export const most = (runs, pick) => Math.max(...runs.map(pick));

export const ms = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(1));
export const count = (value) => Math.round(value).toLocaleString('en');

export function printTable(head, rows) {
    console.log(`| ${head.join(' | ')} |`);
    console.log(`|${head.map((_, i) => (i === 0 ? '---' : '--:')).join('|')}|`);
    for (const row of rows) console.log(`| ${row.join(' | ')} |`);
    console.log();
}

/** `RUNS` of the environment goes before what the scene thinks right. */
export async function repeat(times, run) {
    const results = [];
    for (let i = 0; i < Number(process.env.RUNS ?? times); ++i) results.push(await run(i));
    return results;
}
