import type { Options } from './options.ts';
import { pluginFolder } from './profiles.ts';

/** Copies what the image holds; there is no shell in it. */
export const copyPlugin = [
  '/usr/local/bin/node',
  '-e',
  "require('node:fs').cpSync('/opt/gennaker/plugin', '/plugin', { recursive: true })",
];

/** Deployments of Spinnaker are called otherwise by each way of installing it; their containers are called after the service. */
export interface PatchNames {
  readonly orca: string;
  readonly gate: string;
  /** Read after `<service>-local.yml`, so that the operator's own files stay as they are; undefined: no profile. */
  readonly profile?: string;
}

export interface DeploymentPatch {
  readonly service: 'orca' | 'gate';
  readonly patch: unknown;
}

/** What Spinnaker's own Deployments need: Orca the bearer, and Gate the plugin where it is not fetched. */
export function deploymentPatches({ settings, delivery }: Options, names: PatchNames): readonly DeploymentPatch[] {
  const bearer = {
    name: 'GENNAKER_ORCA_TOKEN',
    valueFrom: { secretKeyRef: { name: settings['tokenSecret'], key: 'token' } },
  };
  const profile = names.profile === undefined ? [] : [{ name: 'SPRING_PROFILES_ACTIVE', value: names.profile }];
  const delivered = delivery === 'init-container' ? pluginVolume(settings['image'] ?? '') : undefined;
  const gate = {
    containers: [
      {
        name: 'gate',
        ...(profile.length === 0 ? {} : { env: profile }),
        ...(delivered === undefined ? {} : { volumeMounts: delivered.mounts }),
      },
    ],
    ...delivered?.pod,
  };
  const isNeeded = profile.length > 0 || delivered !== undefined;
  return [
    { service: 'orca', patch: patchOf(names.orca, { containers: [{ name: 'orca', env: [bearer, ...profile] }] }) },
    ...(isNeeded ? [{ service: 'gate' as const, patch: patchOf(names.gate, gate) }] : []),
  ];
}

function patchOf(name: string, pod: unknown): unknown {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { template: { spec: pod } } };
}

function pluginVolume(image: string) {
  const name = 'gennaker-plugin';
  return {
    mounts: [{ name, mountPath: pluginFolder, readOnly: true }],
    pod: {
      initContainers: [
        {
          name,
          image,
          command: copyPlugin,
          volumeMounts: [{ name, mountPath: '/plugin' }],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
      volumes: [{ name, emptyDir: {} }],
    },
  };
}
