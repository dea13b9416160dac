import type { Options } from 'minisearch';

/** The same where the index is made and where it is asked. A word may be begun, or have a letter wrong. */
export const searchOptions: Options = {
  fields: ['heading', 'page', 'text'],
  storeFields: ['page', 'heading', 'excerpt'],
  searchOptions: {
    prefix: true,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    boost: { heading: 3, page: 2 },
    combineWith: 'AND',
    // Why something was decided is looked for less often than what is so.
    boostDocument: (id) => (String(id).startsWith('docs/adr/') ? 0.3 : 1),
  },
};
