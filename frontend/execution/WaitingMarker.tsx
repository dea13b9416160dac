import './deployment-panel.css';
import React from 'react';
import { Icon } from '../view/Icon.tsx';

/** In the execution list: people are asked to approve. */
export function WaitingMarker(): React.ReactElement {
  return (
    <span className="gennaker-waiting-marker" title="Waiting for approval">
      <Icon name="person" />
      <span className="sr-only">Waiting for approval</span>
    </span>
  );
}
