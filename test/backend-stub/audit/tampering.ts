/** What the owner of the database could do to the chain of a tenant `T`, and what is said of it. */
export const tampered: readonly (readonly [string, string | readonly string[], string])[] = [
  [
    'changed',
    `update audit_records set canonical = replace(canonical, 'mallory', 'nobody1') where tenant = 'T' and sequence = 4`,
    'Row 4 of tenant T was changed: its hash is not that of what it says.',
  ],
  [
    'changed-hash',
    `update audit_records set hash = repeat('a', 64) where tenant = 'T' and sequence = 4`,
    'Row 4 of tenant T was changed: its hash is not that of what it says.',
  ],
  [
    'no-record',
    `update audit_records set canonical = '' where tenant = 'T' and sequence = 4`,
    'Row 4 of tenant T was changed: what it says is no record.',
  ],
  [
    'column',
    `update audit_records set actor = 'nobody' where tenant = 'T' and sequence = 4`,
    'Row 4 of tenant T was changed: column actor is not what the record says.',
  ],
  [
    'moment',
    `update audit_records set at = at - interval '1 day' where tenant = 'T' and sequence = 4`,
    'Row 4 of tenant T was changed: column at is not what the record says.',
  ],
  [
    'deleted',
    `delete from audit_records where tenant = 'T' and sequence = 4`,
    'Row 4 of tenant T is missing: after 3 comes 5.',
  ],
  [
    'all-deleted',
    `delete from audit_records where tenant = 'T'`,
    'Row 1 of tenant T is missing: Segment 1 of tenant T (rows 1 to 5) was signed, and the chain ends before its last row.',
  ],
  [
    'end-deleted',
    `delete from audit_records where tenant = 'T' and sequence = 12`,
    'Row 12 of tenant T is missing: 12 rows were written, and the chain ends after 11.',
  ],
  [
    'end-deleted-with-head',
    [
      `delete from audit_records where tenant = 'T' and sequence > 8`,
      `update audit_heads set sequence = 8, hash = (select hash from audit_records where tenant = 'T' and sequence = 8) where tenant = 'T'`,
    ],
    'Row 9 of tenant T is missing: Segment 2 of tenant T (rows 6 to 10) was signed, and the chain ends before its last row.',
  ],
  [
    'moved',
    [
      `update audit_records set sequence = sequence + 1000 where tenant = 'T' and sequence > 4`,
      `update audit_records set sequence = sequence - 999 where tenant = 'T' and sequence > 1000`,
      `insert into audit_records select tenant, 5, at, kind, action, actor, application, account, deployment, canonical, previous, hash from audit_records where tenant = 'T' and sequence = 4`,
    ],
    'Row 5 of tenant T holds what was written as row 4: rows were reordered.',
  ],
  [
    'swapped',
    [
      `update audit_records set sequence = 1000 where tenant = 'T' and sequence = 4`,
      `update audit_records set sequence = 4 where tenant = 'T' and sequence = 7`,
      `update audit_records set sequence = 7 where tenant = 'T' and sequence = 1000`,
    ],
    'Row 4 of tenant T holds what was written as row 7: rows were reordered.',
  ],
  [
    'other-tenant',
    `update audit_records set canonical = (select canonical from audit_records where tenant = 'untouched' and sequence = 4) where tenant = 'T' and sequence = 4`,
    'Row 4 of tenant T holds a record of tenant untouched.',
  ],
  [
    'put-in-at-the-end',
    `insert into audit_records select tenant, 13, at, kind, action, actor, application, account, deployment, 'made', hash, 'up' from audit_records where tenant = 'T' and sequence = 12`,
    'Row 13 of tenant T was changed: what it says is no record.',
  ],
  [
    'segment-removed',
    `delete from audit_segments where tenant = 'T' and segment = 1`,
    'Segment 1 of tenant T is missing.',
  ],
  [
    'segment-changed',
    `update audit_segments set statement = replace(statement, '"last":10', '"last":11') where tenant = 'T' and segment = 2`,
    'Segment 2 of tenant T (rows 6 to 11) is not signed by this key: it was changed, or sealed under another one.',
  ],
];

/** What only somebody who knows how the hashes are made can do: a record is changed and all behind it is written anew. */
export const rewritten: readonly (readonly [
  string,
  { readonly from: number; readonly withHead: boolean },
  string | undefined,
])[] = [
  [
    'rewritten',
    { from: 7, withHead: true },
    'Segment 2 of tenant rewritten (rows 6 to 10) was signed over other rows: some of these were written anew since.',
  ],
  [
    'rewritten-beside-its-head',
    { from: 11, withHead: false },
    'Row 12 of tenant rewritten-beside-its-head is not the one that was written last: it was written anew.',
  ],
  ['rewritten-in-part', { from: 11, withHead: true }, undefined],
];
