import type { PluginIdentity } from './gate-parts.ts';

/** Deck asks again every so many milliseconds; 30,000 in an installation, which is long for somebody who tries things out. */
const pollSchedule = 5000;

/** Deck's `settings.js`, a script that leaves `window.spinnakerSettings`, and the operator's `settings-local.js` after it. */
export function settingsScript({ settings: local }: PluginIdentity): string {
  const settings = {
    analytics: {},
    apiTimeoutMs: 30_000,
    authEnabled: false,
    authTtl: 600_000,
    checkForUpdates: false,
    debugEnabled: false,
    defaultProviders: ['kubernetes'],
    defaultTimeZone: 'Etc/UTC',
    feature: { pipelines: true, fiatEnabled: true, notifications: true, displayTimestampsInUserLocalTime: true },
    gitSources: [],
    hiddenStages: [],
    maxPipelineAgeDays: 14,
    maxRunningExecutionsToRetrieve: 25,
    newApplicationDefaults: {},
    notifications: { email: { enabled: true } },
    onDemandClusterThreshold: 350,
    pollSchedule,
    providers: { kubernetes: { defaults: { account: '' } } },
    pubsubProviders: [],
    searchVersion: 1,
    tasksViewLimitPerPage: 100,
    triggerTypes: ['manual', 'pipeline', 'webhook', 'cron'],
  };
  return `window.spinnakerSettings = { gateUrl: location.origin + '/gate', ...${JSON.stringify(settings)} };\n${local}`;
}
