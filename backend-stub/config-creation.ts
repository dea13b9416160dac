import type { ConfigReader } from './config-reader.ts';
import { defaultAdvice } from './contract/creation.ts';
import type { CreationAdvice } from './contract/creation.ts';

/** What people are told before they create an application. */
export interface CreationConfig {
  /** The operator's copy of Fiat's rules, read again when it changes; absent: Fiat's answers are not explained. */
  readonly rulesFile?: string;
  readonly advice: CreationAdvice;
}

export function readCreation(root: ConfigReader): CreationConfig {
  const section = root.optionalSection('applicationCreation', ['fiatFile', 'lockOut', 'requireWriteRole']);
  return {
    ...(section.has('fiatFile') ? { rulesFile: section.text('fiatFile') } : {}),
    advice: {
      lockOut: section.word('lockOut', ['warn', 'forbid'], defaultAdvice.lockOut),
      requireWriteRole: section.flag('requireWriteRole'),
    },
  };
}
