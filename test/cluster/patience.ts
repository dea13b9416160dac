import { jest } from '@jest/globals';

/** A limit for what hangs, in the projects that use the real cluster: a boot takes 6 s, and 20 s on a busy machine. */
jest.setTimeout(120_000);
