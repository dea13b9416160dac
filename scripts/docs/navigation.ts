export interface Group {
  readonly title: string;
  readonly pages: readonly { readonly file: string; readonly title: string }[];
}

/** The groups of `docs/README.md`, each with the pages that it lists, by their own titles. */
export function navigationOf(contents: string, titleOf: (file: string) => string): readonly Group[] {
  return contents.split(/^(?=\S[^\n]*:$)/m).flatMap((part) => {
    const [, title = ''] = /^(\S[^\n]*):$/m.exec(part) ?? [];
    const files = [...part.matchAll(/^- \[[^\]]*\]\(([^)]+)\)/gm)].map(([, target = '']) => `docs/${target}`);
    return files.length === 0 ? [] : [{ title, pages: files.map((file) => ({ file, title: titleOf(file) })) }];
  });
}
