/** The languages a code block may be in: as they are called, and as the highlighter knows them. */
export interface CodeLanguage {
  readonly id: string
  /** A proper name: the same in every language of the interface. */
  readonly label: string
  /** What people write after three backticks. */
  readonly aliases?: readonly string[]
}

export const CODE_LANGUAGES: readonly CodeLanguage[] = [
  { id: 'bash', label: 'Bash', aliases: ['sh', 'shell', 'zsh', 'console'] },
  { id: 'c', label: 'C', aliases: ['h'] },
  { id: 'cpp', label: 'C++', aliases: ['c++', 'cc', 'hpp'] },
  { id: 'csharp', label: 'C#', aliases: ['cs', 'c#'] },
  { id: 'css', label: 'CSS' },
  { id: 'diff', label: 'Diff', aliases: ['patch'] },
  { id: 'go', label: 'Go', aliases: ['golang'] },
  { id: 'graphql', label: 'GraphQL', aliases: ['gql'] },
  { id: 'xml', label: 'HTML, XML', aliases: ['html', 'svg', 'xhtml'] },
  { id: 'ini', label: 'INI, TOML', aliases: ['toml'] },
  { id: 'java', label: 'Java' },
  { id: 'javascript', label: 'JavaScript', aliases: ['js', 'jsx', 'mjs', 'cjs'] },
  { id: 'json', label: 'JSON', aliases: ['jsonc', 'json5'] },
  { id: 'kotlin', label: 'Kotlin', aliases: ['kt'] },
  { id: 'less', label: 'Less' },
  { id: 'lua', label: 'Lua' },
  { id: 'makefile', label: 'Makefile', aliases: ['make', 'mk'] },
  { id: 'markdown', label: 'Markdown', aliases: ['md'] },
  { id: 'mermaid', label: 'Mermaid' },
  { id: 'objectivec', label: 'Objective-C', aliases: ['objc', 'obj-c'] },
  { id: 'perl', label: 'Perl', aliases: ['pl'] },
  { id: 'php', label: 'PHP' },
  { id: 'python', label: 'Python', aliases: ['py'] },
  { id: 'r', label: 'R' },
  { id: 'ruby', label: 'Ruby', aliases: ['rb'] },
  { id: 'rust', label: 'Rust', aliases: ['rs'] },
  { id: 'scss', label: 'SCSS', aliases: ['sass'] },
  { id: 'sql', label: 'SQL' },
  { id: 'swift', label: 'Swift' },
  { id: 'typescript', label: 'TypeScript', aliases: ['ts', 'tsx', 'mts'] },
  { id: 'vbnet', label: 'VB.NET', aliases: ['vb'] },
  { id: 'wasm', label: 'WebAssembly', aliases: ['wat'] },
  { id: 'yaml', label: 'YAML', aliases: ['yml'] },
]

/** The language that somebody's word for one means; undefined for one that is not known here. */
export function codeLanguage(word: unknown): CodeLanguage | undefined {
  if (typeof word !== 'string') return undefined
  const wanted = word.toLowerCase()
  return CODE_LANGUAGES.find(({ id, aliases }) => id === wanted || aliases?.includes(wanted))
}
