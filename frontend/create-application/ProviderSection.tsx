import React from 'react';
import { creationHelp } from './creation-help.ts';
import type { CreationHost } from './host.ts';
import type { SectionProps } from './section.ts';

export interface ProviderSectionProps extends SectionProps {
  readonly host: CreationHost;
  /** Of this Spinnaker. */
  readonly providers: readonly string[];
}

/** Which cloud providers it is for, and what each of them asks. */
export const ProviderSection = React.memo(function ProviderSection(props: ProviderSectionProps): JSX.Element {
  const { id, draft, change, host, providers } = props;
  const chosen = draft.cloudProviders;
  const toggle = (provider: string): void =>
    change({ cloudProviders: providers.filter((one) => (one === provider) !== chosen.includes(one)) });
  return (
    <>
      {providers.length > 1 && (
        <div className="gennaker-field" role="group" aria-labelledby={`${id}-providers`}>
          <span id={`${id}-providers`} className="gennaker-label">
            Cloud Providers
          </span>
          <div className="gennaker-control">
            <div className="gennaker-inline gennaker-create-providers">
              {providers.map((provider) => (
                <label key={provider}>
                  <input type="checkbox" checked={chosen.includes(provider)} onChange={() => toggle(provider)} />{' '}
                  {provider}
                </label>
              ))}
            </div>
            <p className="gennaker-help">{creationHelp.cloudProviders}</p>
          </div>
        </div>
      )}
      <host.ProviderFields
        providerSettings={draft.providerSettings}
        available={providers}
        chosen={chosen}
        onChange={(providerSettings) => change({ providerSettings })}
      />
    </>
  );
});
