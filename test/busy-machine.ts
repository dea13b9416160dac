import { jest } from '@jest/globals';

/** A limit for what hangs, in the projects that need no cluster: what takes a second takes ten where much else runs. */
jest.setTimeout(30_000);
