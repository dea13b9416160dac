import React, { useRef, useState } from 'react';
import type { PodReport, PodState } from '../../backend-stub/contract/details.ts';

export interface PodMarksProps {
  readonly label: string;
  readonly pods: readonly PodReport[];
}

/**
 * One mark for each pod; whichever is pointed at or has the focus is told in words below. One stop of the Tab key for
 * all of them, and the arrow keys inside: a hundred pods must not be a hundred stops.
 */
export function PodMarks({ label, pods }: PodMarksProps): React.ReactElement {
  const [shown, setShown] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const index = Math.max(
    pods.findIndex(({ name }) => name === shown),
    0,
  );
  const move = (event: React.KeyboardEvent): void => {
    const to = target(event.key, index, pods.length);
    if (to === undefined) return;
    event.preventDefault();
    list.current?.querySelectorAll('button')[to]?.focus();
  };
  const told = pods.find(({ name }) => name === shown);
  return (
    <div className="gennaker-pods">
      <div ref={list} role="group" aria-label={label} className="gennaker-pod-marks" onKeyDown={move}>
        {pods.map((pod, position) => (
          <button
            key={pod.name}
            type="button"
            className={`gennaker-pod gennaker-pod-${pod.state}`}
            aria-label={inWords(pod)}
            tabIndex={position === index ? 0 : -1}
            onFocus={() => setShown(pod.name)}
            onMouseEnter={() => setShown(pod.name)}
            onMouseLeave={(event) => {
              if (event.currentTarget !== document.activeElement) setShown(undefined);
            }}
            onBlur={() => setShown(undefined)}
          />
        ))}
      </div>
      <p className="gennaker-pod-told">{told === undefined ? counts(pods) : inWords(told)}</p>
    </div>
  );
}

function target(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function inWords({ name, state, trouble }: PodReport): string {
  return `${name}: ${state}${trouble === undefined ? '' : `, ${trouble}`}`;
}

const order: readonly PodState[] = ['failing', 'starting', 'ready', 'ending'];

/** `2 failing, 1 ready`; nothing where all is well, since the heading says that. */
function counts(pods: readonly PodReport[]): string {
  if (pods.every(({ state }) => state === 'ready')) return '';
  return order
    .map((state) => [pods.filter((pod) => pod.state === state).length, state] as const)
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${count} ${state}`)
    .join(', ');
}
