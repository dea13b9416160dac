import React from 'react';
import { Icon } from './Icon.tsx';

export interface NoticeProps {
  readonly tone: 'hint' | 'warning' | 'trouble' | 'good';
  readonly children: React.ReactNode;
}

const icons = { hint: 'arrow', warning: 'alert', trouble: 'cross', good: 'check' } as const;

export function Notice({ tone, children }: NoticeProps): React.ReactElement {
  return (
    <div className={`gennaker-notice gennaker-notice-${tone}`}>
      <Icon name={icons[tone]} />
      <div>{children}</div>
    </div>
  );
}
