import { stringify } from 'yaml';
import { ConfigInvalid, parseConfig } from '../../backend-stub/config.ts';
import type { Config } from '../../backend-stub/config.ts';
import { ConfigurationFiles } from './configuration-files.ts';

export type Keys = Readonly<Record<string, unknown>>;

export const secrets = {
  bearer: 'the-bearer-of-orca',
  url: 'postgres://gennaker:the-password@db.example.com/gennaker',
  key: Buffer.alloc(32, 7).toString('base64'),
};

/** The least that a configuration must say, its files in a folder of their own, and what becomes of it when keys are changed. */
export class LeastConfiguration {
  readonly files = new ConfigurationFiles();
  readonly bearerFile = this.files.write('bearer', `${secrets.bearer}\n`);
  readonly urlFile = this.files.write('url', secrets.url);
  readonly keyFile = this.files.write('key', `${secrets.key}\n`);
  readonly keys: Keys = {
    publicUrl: 'http://gennaker.gennaker.svc:8081/',
    orca: {
      url: 'http://orca.spinnaker.svc:8083',
      readAs: 'gennaker-reader@example.com',
      bearerFiles: [this.bearerFile],
    },
    access: 'fiat',
    fiat: { url: 'http://fiat.spinnaker.svc:7003' },
    postgres: { urlFile: this.urlFile },
    accounts: [{ name: 'prod', kubeconfig: '/etc/gennaker/prod' }],
  };

  parsed(changes: Keys = {}): Config {
    return parseConfig('gennaker.yaml', stringify({ ...this.keys, ...changes }));
  }

  problems(changes: Keys): readonly string[] {
    return problemsOf(stringify({ ...this.keys, ...changes }));
  }
}

export function problemsOf(text: string): readonly string[] {
  try {
    parseConfig('gennaker.yaml', text);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
  return [];
}
