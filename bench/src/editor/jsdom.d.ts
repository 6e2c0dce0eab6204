/** What is used of jsdom, which ships no types. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options: { readonly pretendToBeVisual: boolean })
    readonly window: Readonly<Record<string, unknown>>
  }
}
