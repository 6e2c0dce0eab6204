/**
 * Strings with their values filled in. Keys and placeholders are checked by the compiler against the English
 * catalogue; catalogues.test.ts checks that every other language has the same.
 */
import type { en } from './en/index.ts'
import type { Language } from './language.ts'

export type Messages = Readonly<Record<keyof typeof en, string>>
export type MessageKey = keyof typeof en

/** `'{a} of {b}'` → `'a' | 'b'` */
type PlaceholderOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholderOf<Rest>
  : never

type ValuesOf<Key extends MessageKey> = { readonly [Name in PlaceholderOf<(typeof en)[Key]>]: string | number }
type Arguments<Key extends MessageKey> =
  PlaceholderOf<(typeof en)[Key]> extends never ? readonly [] : readonly [values: ValuesOf<Key>]

/** Strings without placeholders, for whoever passes a key on. */
export type PlainKey = {
  [Key in MessageKey]: PlaceholderOf<(typeof en)[Key]> extends never ? Key : never
}[MessageKey]

/** The stems of strings that exist as `….one` and `….other`. */
export type CountedKey = MessageKey extends infer Key ? (Key extends `${infer Stem}.one` ? Stem : never) : never

export interface Translator {
  readonly language: Language
  /** The string, with `{name}` replaced by `values.name`; numbers are written as the language writes them. */
  t<Key extends MessageKey>(key: Key, ...values: Arguments<Key>): string
  /** The form of the string that goes with `count`, e.g. "1 change" and "2 changes". */
  counted(stem: CountedKey, count: number): string
}

export function createTranslator(language: Language, messages: Messages): Translator {
  // Made when the first number is written: a browser takes some milliseconds to read what it knows of a language.
  let numbers: Intl.NumberFormat | undefined
  let plurals: Intl.PluralRules | undefined
  const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
    text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = values[name]
      if (value === undefined) return placeholder
      if (typeof value !== 'number') return value
      numbers ??= new Intl.NumberFormat(language)
      return numbers.format(value)
    })
  return {
    language,
    t: (key, ...[values]) => fill(messages[key], values ?? {}),
    counted: (stem, count) => {
      plurals ??= new Intl.PluralRules(language)
      const key: MessageKey = plurals.select(count) === 'one' ? `${stem}.one` : `${stem}.other`
      return fill(messages[key], { count })
    },
  }
}
