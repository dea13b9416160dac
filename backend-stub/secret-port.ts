/** Where a secret lies. What it holds is text, without white space around it. */
export type SecretSource =
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'environment'; readonly name: string }
  /** Read with the credentials of another account. */
  | {
      readonly from: 'kubernetesSecret';
      readonly account: string;
      readonly namespace: string;
      readonly name: string;
      readonly key: string;
    }
  /** Version 2 of Vault's key-value engine, its latest version. */
  | { readonly from: 'vault'; readonly mount: string; readonly path: string; readonly key: string };

/** As it is now, or was half a minute ago. Throws `SecretUnavailable`, in whose words nothing of a secret stands. */
export type ReadSecret = (source: SecretSource) => Promise<string>;
