/** An exception as Orca would have it: its Java name and message are part of what it stores. */
export class JavaException extends Error {
  override name = 'JavaException' as const;

  constructor(
    readonly className: string,
    message: string,
    options?: { readonly cause?: JavaException },
  ) {
    super(message, options);
    this.within = options?.cause;
  }

  readonly within: JavaException | undefined;

  /** As Java's `toString()`. */
  override toString(): string {
    return `${this.className}: ${this.message}`;
  }

  get simpleName(): string {
    return this.className.replace(/^.*[.$]/, '');
  }

  /** True when it, or what it was thrown for, is of this class. */
  is(simpleName: string): boolean {
    return this.simpleName === simpleName || this.within?.simpleName === simpleName;
  }
}

export function illegalArgument(message: string): JavaException {
  return new JavaException('java.lang.IllegalArgumentException', message);
}
