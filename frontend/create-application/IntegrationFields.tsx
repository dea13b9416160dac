import React from 'react';
import { Checkbox } from '../view/form/Checkbox.tsx';
import { Field } from '../view/form/Field.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { Select } from '../view/form/Select.tsx';
import { creationHelp } from './creation-help.ts';
import type { CreationHost, Offer } from './host.ts';
import type { SectionProps } from './section.ts';
import { useLoaded } from './use-loaded.ts';

const none: readonly Line[] = [];

/** What is joined to an application where this Spinnaker has it: Chaos Monkey, PagerDuty, Slack. */
export const IntegrationFields = React.memo(function IntegrationFields(
  props: SectionProps & { readonly host: CreationHost },
): JSX.Element {
  const { id, draft, change, lines, facts, host } = props;
  const { chaosMonkey, pagerDuty, slack } = facts.features;
  return (
    <>
      {chaosMonkey && (
        <Checkbox
          id={`${id}-chaosMonkey`}
          heading="Chaos Monkey"
          label="Enabled"
          help={creationHelp.chaosMonkey}
          checked={draft.chaosMonkey}
          lines={none}
          onCheck={(checked) => change({ chaosMonkey: checked })}
        />
      )}
      {pagerDuty && (
        <OfferField
          id={`${id}-pagerDuty`}
          label={facts.pagerDutyRequired ? 'PagerDuty *' : 'PagerDuty'}
          help={creationHelp.pagerDuty}
          load={host.pagerDutyServices}
          chosen={draft.pagerDuty}
          lines={lines.pagerDuty}
          onChoose={(offer) => change({ pagerDuty: offer })}
        />
      )}
      {slack && (
        <OfferField
          id={`${id}-slackChannel`}
          label="Slack Channel"
          help={creationHelp.slackChannel}
          load={host.slackChannels}
          chosen={draft.slackChannel}
          lines={none}
          onChoose={(offer) => change({ slackChannel: offer })}
        />
      )}
    </>
  );
});

interface OfferFieldProps {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly load: () => Promise<readonly Offer[]>;
  readonly chosen: Offer | undefined;
  readonly lines: readonly Line[];
  readonly onChoose: (offer: Offer | undefined) => void;
}

/** One of a list that comes from elsewhere; without it the field says so, and nothing is chosen. */
function OfferField({ id, label, help, load, chosen, lines, onChoose }: OfferFieldProps): JSX.Element {
  const { value: offers, failed } = useLoaded(load);
  const problem: readonly Line[] = failed ? [{ tone: 'warning', text: 'The list could not be loaded.' }] : none;
  const options = (offers ?? []).map((offer) => [offer.id, offer.label] as const);
  return (
    <Field id={id} label={label} help={help} lines={[...problem, ...lines]}>
      {(input) => (
        <Select
          {...input}
          className="gennaker-input"
          value={chosen?.id ?? ''}
          options={[['', offers === undefined && !failed ? 'Loading…' : 'None'], ...options]}
          unknown={chosen?.label ?? ''}
          onChoose={(wanted) => onChoose(offers?.find((offer) => offer.id === wanted))}
        />
      )}
    </Field>
  );
}
