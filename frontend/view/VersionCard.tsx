import React from 'react';
import type { PodReport } from '../../backend-stub/contract/details.ts';
import { PodMarks } from './PodMarks.tsx';

export interface VersionCardProps {
  readonly role: 'Stable' | 'Canary' | 'Current' | 'New';
  /** Whose version it is, to tell the cards of several rollouts apart by ear. */
  readonly workload: string;
  readonly podHash?: string;
  readonly images: readonly string[];
  /** `3 of 4 pods ready`. */
  readonly readiness: string;
  readonly pods: readonly PodReport[];
  /** Instead of pods: why there are none to see. */
  readonly remark?: string;
}

/** One version of a workload. */
export function VersionCard(props: VersionCardProps): React.ReactElement {
  const { role, workload, podHash, images, readiness, pods, remark } = props;
  return (
    <section
      className={`gennaker-card gennaker-card-${role.toLowerCase()}`}
      aria-label={`${role} version of ${workload}`}
    >
      <h5 className="gennaker-card-title">
        {role} version {podHash === undefined ? undefined : <code>{podHash}</code>}
      </h5>
      <ul className="gennaker-images">
        {images.map((image) => (
          <li key={image}>
            <ImageName image={image} />
          </li>
        ))}
      </ul>
      <p className="gennaker-readiness">{readiness}</p>
      {pods.length > 0 ? (
        <PodMarks label={`Pods of the ${role.toLowerCase()} version of ${workload}`} pods={pods} />
      ) : undefined}
      {remark === undefined ? undefined : <p className="gennaker-muted">{remark}</p>}
    </section>
  );
}

/** Breaks where its parts begin, and not inside a tag. */
function ImageName({ image }: { readonly image: string }): React.ReactElement {
  return (
    <code>
      {image.split(/([^/:@]*[/:@])/).map((part, index) => (
        <React.Fragment key={index}>
          {part}
          <wbr />
        </React.Fragment>
      ))}
    </code>
  );
}
