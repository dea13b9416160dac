/** What the page and its filters mean, for people who see them for the first time. */
export const auditHelp = {
  page: 'What the stage service wrote down of this application: everything that somebody asked for or decided, what came of it, and what was refused. Records can not be changed or deleted.',
  filters:
    'Everything that is given must hold. The address of this page has the filters in it, so it can be sent to somebody.',
  deployment: 'The whole id, as it stands at the end of the details of a stage.',
  actor: 'A part of the name is enough.',
  kind: 'What sort of record.',
  action: 'What it was about.',
  from: 'In your time zone, this moment included.',
  to: 'In your time zone, this moment not included.',
  section: 'Who did what to this deployment, newest first. It is kept up to date while the deployment is open.',
  csv: 'What the filters show, as a file for spreadsheets. It is made here, in this browser.',
} as const;
