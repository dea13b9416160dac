declare module '*.css' {}

/** Of the bundle; `rollup.config.js` puts the version of plugin.yaml in its place. */
declare const __GENNAKER_VERSION__: string;
