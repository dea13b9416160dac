import React, { useState } from 'react';
import { csvName } from '../csv/csv-text.ts';
import { saveFile } from '../csv/save-file.ts';

export interface ExportButtonProps {
  /** What it is about, for the name of the file. */
  readonly about: string;
  /** Made when it is asked for. */
  readonly text: () => string;
}

/** Made in the browser, of what is shown. */
export function ExportButton({ about, text }: ExportButtonProps): JSX.Element {
  const [saved, setSaved] = useState<string>();
  const save = (): void => {
    const name = csvName('access', about, new Date());
    saveFile(name, text());
    setSaved(name);
  };
  return (
    <>
      <button type="button" className="btn btn-sm btn-default" onClick={save}>
        Export as CSV
      </button>{' '}
      <span role="status" className="gennaker-muted">
        {saved !== undefined && `Saved as ${saved}.`}
      </span>
    </>
  );
}
