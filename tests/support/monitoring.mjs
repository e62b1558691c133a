// What stands in docs/monitoring, as tests look at it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const docs = join(dirname(fileURLToPath(import.meta.url)), '../../docs');
export const kMonitoring = join(docs, 'monitoring');
export const kFaults = ['alerts_test.yml', 'alerts_days_test.yml'].map((name) => join(kMonitoring, name));
export const kDashboard = JSON.parse(readFileSync(join(kMonitoring, 'dashboard.json'), 'utf8'));
export const kRunbooks = readFileSync(join(docs, 'operators/runbooks.md'), 'utf8');

/** Every query of a dashboard: of its panels, its variables and its annotations. */
export function queriesOf(dashboard) {
    const ofPanels = dashboard.panels.flatMap((panel) => panel.targets ?? []).map((target) => target.expr);
    const ofVariables = dashboard.templating.list.map((one) => /^label_values\((.*), \w+\)$/.exec(one.query?.query)?.[1]).filter(Boolean);
    return [...ofPanels, ...ofVariables, ...dashboard.annotations.list.map((one) => one.expr)];
}

/** The alerts of alerts.yml: { name, expr, runbook }. */
export function alerts() {
    return readFileSync(join(kMonitoring, 'alerts.yml'), 'utf8').split(/^ {6}- alert: /m).slice(1).map((text) => ({
        name: text.split('\n', 1)[0],
        expr: /^ {8}expr: (?:\|\n)?([^]*?)^ {8}(?:for|labels):/m.exec(text)[1],
        runbook: /^ {10}runbook_url: (.*)$/m.exec(text)?.[1],
    }));
}

/** What a query asks for: [{ name, labels }], the labels with their values where they are compared with `=`. */
export function metricsIn(query) {
    return [...query.matchAll(/\b((?:mysigfox|process)_[a-z_]+)(?:\{([^}]*)\})?/g)].map(([, name, matchers = '']) => ({
        name,
        labels: [...matchers.matchAll(/([a-z_]+)(=~|!=|!~|=)"([^"]*)"/g)].map(([, label, operator, value]) => ({ label, value: operator === '=' ? value : undefined })),
    }));
}
