import type { Finding } from '../contract/doctor.ts';
import { stageType } from '../contract/orca.ts';
import { at } from '../deployment/kubernetes-object.ts';
import { ok, wrong } from './finding.ts';
import { placeholderProblems } from './placeholders.ts';
import { presetIn } from './preset.ts';
import type { Preset } from './preset.ts';
import { credentialIn, presetRules } from './preset-rules.ts';
import type { Credential } from './preset-rules.ts';
import { notGiven } from './profiles.ts';
import type { Profiles } from './profiles.ts';

const check = 'webhook keys';

/** Of our preconfigured webhook as the operator's file has it. */
export function judgeWebhookKeys(orca: Profiles, publicUrl: string | undefined): readonly Finding[] {
  const [last] = orca.profiles.slice(-1);
  if (last === undefined) return orca.problems.length > 0 ? orca.problems : notGiven(check, 'orca');
  const preset = presetIn(orca);
  if (preset === undefined)
    return [
      wrong(check, {
        sentence: `Orca is told of no preconfigured webhook of the type ${stageType}.`,
        change: `${last.place(['webhook', 'preconfigured'])}: the entry that npm run config prints.`,
      }),
    ];
  const problems = [...keyFindings(preset, publicUrl), ...credentialFindings(preset), ...placeholderFindings(preset)];
  return problems.length > 0 ? problems : [ok(check, 'Every key of the webhook is as plugin.yaml has it.')];
}

function keyFindings({ profile, path, entry }: Preset, publicUrl: string | undefined): readonly Finding[] {
  return presetRules(publicUrl)
    .filter((rule) => !rule.holds(at(entry, ...rule.at)))
    .map((rule) => {
      const key = rule.at.join('.');
      const isThere = at(entry, ...rule.at) !== undefined;
      return wrong(check, {
        sentence: `${key} of the webhook is ${isThere ? 'something else than it must be' : 'missing'}: ${rule.otherwise}.`,
        change: `${profile.place([...path, ...rule.at])}: ${rule.wanted}.`,
        about: key,
      });
    });
}

const credentials: Readonly<Record<Exclude<Credential, 'sensitive'>, string>> = {
  visible: 'The bearer stands in customHeaders: whoever may read an execution of the stage can read it there',
  literal: 'The bearer stands in the file itself, instead of in a property or an environment variable of Orca',
  missing: 'The webhook sends no bearer, so that the service refuses every call of Orca',
};

function credentialFindings({ profile, path, entry }: Preset): readonly Finding[] {
  const found = credentialIn(entry);
  if (found === 'sensitive') return [];
  const key = found === 'visible' ? 'customHeaders' : 'sensitiveHeaders';
  return [
    wrong(check, {
      sentence: `${credentials[found]}.`,
      change: `${profile.place([...path, key, 'Authorization'])}: put sensitiveHeaders.Authorization: ['Bearer \${GENNAKER_ORCA_TOKEN}'] there (Spinnaker 2026.1.0 and later), and replace the bearer.`,
      about: 'Authorization',
    }),
  ];
}

function placeholderFindings({ profile, path, entry }: Preset): readonly Finding[] {
  return placeholderProblems(entry).map((problem) => {
    const key = problem.split(' ')[0] ?? '';
    return wrong(check, {
      sentence: `${key} of the webhook has a colon or a brace inside \${}, of which Spring leaves a part before Orca reads it.`,
      change: `${profile.place([...path, ...key.split('.')])}: write it without.`,
      about: key,
    });
  });
}
