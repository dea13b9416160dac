import * as core from '@spinnaker/core';
import React from 'react';
import { isFields } from '../../backend-stub/contract/reading.ts';
import type { Fields } from '../../backend-stub/contract/reading.ts';
import type { ProviderFieldsProps } from '../create-application/host.ts';
import { fieldOf } from './field-of.ts';
import { guarded } from './guarded.tsx';
import { mountedTemplate } from './angular-template.ts';

/**
 * What cloud providers ask about an application, as they registered it: fields that a newer Deck draws itself, and templates of
 * AngularJS in a current one. Without them the application gets what Deck's settings say, as by Deck's dialog.
 */
export const ProviderFields = guarded('The settings of the cloud providers', (props: ProviderFieldsProps) => {
  const Newer: unknown = Reflect.get(core, 'ApplicationProviderFields');
  return typeof Newer === 'function' ? <Drawn {...props} by={Newer} /> : <Templates {...props} />;
});

function Drawn({
  by,
  providerSettings,
  available,
  chosen,
  onChange,
}: ProviderFieldsProps & { by: object }): JSX.Element {
  return React.createElement(asComponent(by), {
    application: { providerSettings },
    availableProviders: available,
    selectedProviders: chosen,
    onChange: (application: unknown) => onChange(settingsOf(application)),
  });
}

function asComponent(found: object): React.ComponentType<Fields> {
  if (!isComponent(found)) throw new Error('This Deck has no ApplicationProviderFields that could be drawn.');
  return found;
}

function isComponent(found: object): found is React.ComponentType<Fields> {
  return typeof found === 'function';
}

const template =
  '<application-provider-fields cloud-providers="available" application="application"></application-provider-fields>';

/** The template keeps its values in an object that it changes: what changed there is handed up. */
function Templates({ providerSettings, available, chosen, onChange }: ProviderFieldsProps): JSX.Element {
  const place = React.useRef<HTMLDivElement>(null);
  const latest = React.useRef({ providerSettings, available, chosen, onChange });
  latest.current = { providerSettings, available, chosen, onChange };
  // The lists are other ones at each draw: what stands in them decides whether the template is drawn anew.
  const providers = JSON.stringify([available, chosen]);
  React.useEffect(() => {
    const given = latest.current;
    if (place.current === null || providers === '[[],[]]') return undefined;
    const application = { cloudProviders: [...given.chosen], providerSettings: { ...given.providerSettings } };
    const changed = (value: unknown): void => latest.current.onChange(isFields(value) ? value : {});
    const values = { available: [...given.available], application };
    return mountedTemplate(place.current, { template, values, watched: 'application.providerSettings', changed });
  }, [providers]);
  return <div ref={place} />;
}

function settingsOf(application: unknown): Fields {
  const settings = fieldOf(application, 'providerSettings');
  return isFields(settings) ? settings : {};
}
