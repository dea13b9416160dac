import { useCallback, useEffect, useRef, useState } from 'react';
import type { StageService } from '../service/stage-service.ts';
import { DeploymentWatch } from './deployment-watch.ts';
import type { Sight } from './deployment-watch.ts';

export interface WatchedDeployment {
  readonly sight: Sight;
  readonly lookAgain: () => Promise<Sight>;
}

/** The deployment, kept up to date while `active`. Another id is another deployment: nothing of the first is shown for it. */
export function useDeployment(service: StageService, id: string, active: boolean): WatchedDeployment {
  const [seen, setSeen] = useState<{ readonly id: string; readonly sight: Sight }>({ id, sight: {} });
  const watch = useRef<DeploymentWatch>();
  useEffect(() => {
    const started = new DeploymentWatch({ service, id, onSight: (sight) => setSeen({ id, sight }) });
    watch.current = started;
    return () => {
      started.stop();
      watch.current = undefined;
    };
  }, [service, id]);
  useEffect(() => watch.current?.setActive(active), [service, id, active]);
  const lookAgain = useCallback(async () => (await watch.current?.lookAgain()) ?? {}, []);
  return { sight: seen.id === id ? seen.sight : {}, lookAgain };
}

/** The time, every `milliseconds` while `ticking`. */
export function useNow(milliseconds: number, ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds, ticking]);
  return now;
}
