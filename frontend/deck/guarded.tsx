import React from 'react';
import type { ComponentClass, ComponentType } from 'react';
import { Broken } from '../view/Broken.tsx';
import { logProblem } from './log.ts';

interface Failure {
  readonly error: Error | undefined;
}

/**
 * The component inside a boundary of its own. Deck's current releases leave the place of a component that throws empty,
 * and newer ones replace the whole page.
 *
 * `instead` is drawn where a sentence has no room.
 *
 * A class, since Deck's type of a marker icon asks for one.
 */
export function guarded<Props extends object>(
  name: string,
  Inner: ComponentType<Props>,
  instead?: (props: React.PropsWithChildren<Props>) => React.ReactNode,
): ComponentClass<Props> {
  return class Guarded extends React.Component<Props, Failure> {
    static readonly displayName = `Guarded(${name})`;

    static getDerivedStateFromError(error: Error): Failure {
      return { error };
    }

    override readonly state: Failure = { error: undefined };

    override componentDidCatch(error: Error): void {
      logProblem(`${name} could not be shown.`, error);
    }

    override render(): React.ReactNode {
      const { error } = this.state;
      if (error === undefined) return <Inner {...this.props} />;
      if (instead !== undefined) return instead(this.props);
      return <Broken name={name} reason={error.message} onRetry={() => this.setState({ error: undefined })} />;
    }
  };
}
