import { useCurrentStateAndParams, useRouter } from '@uirouter/react';
import { useCallback } from 'react';

export interface AddressUse<Address> {
  /** What stands in the address, as the router gives it. */
  readonly address: unknown;
  /** Puts it there, without a new entry in the history; what is left out goes from it. */
  readonly onAddress: (address: Address) => void;
}

/** Of a page whose parameters these keys are. */
export function useAddress<Address extends object>(keys: readonly string[]): AddressUse<Address> {
  const { params } = useCurrentStateAndParams();
  const { stateService } = useRouter();
  const onAddress = useCallback(
    (address: Address) => {
      const everyKey: Readonly<Record<string, unknown>> = {
        ...Object.fromEntries(keys.map((key) => [key, null])),
        ...address,
      };
      void stateService.go('.', everyKey, { location: 'replace' });
    },
    [stateService, keys],
  );
  return { address: params, onAddress };
}
