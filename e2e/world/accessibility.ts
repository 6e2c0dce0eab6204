/**
 * What a screen reader and eyes need of a page as it stands now. The rules are those of IBM's equal-access engine; it is
 * run through DevTools, so that the page's own policy stays as it is.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'

const ENGINE = readFileSync(createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js'), 'utf8')

/** Where a rule is wrong about us: which one, of what, and why. */
const EXCEPTIONS: readonly { readonly rule: string; readonly within: string; readonly reason: string }[] = [
  {
    rule: 'aria_hidden_nontabbable',
    within: '[data-base-ui-inert], [data-base-ui-focus-guard]',
    reason: 'It is behind a dialog, or at its edge: Tab goes round within the dialog, so the focus never stays there.',
  },
  {
    rule: 'input_autocomplete_valid',
    within: 'input[type="email"][autocomplete="username"]',
    reason: 'An e-mail is what one signs in by; HTML allows it for a user name, and keepers of passwords look for it.',
  },
  {
    rule: 'aria_child_tabbable',
    within: '[role="menu"]',
    reason: 'A menu that a pointer opened has the focus itself, and arrows lead to what is in it.',
  },
  {
    rule: 'table_headers_exists',
    within: '.table-frame',
    reason:
      'What is a header stands at the table and may change while somebody types in the cell: it is told by a role.',
  },
  {
    rule: 'table_aria_descendants',
    within: '.table-frame :is([role="columnheader"], [role="rowheader"])',
    reason: 'The same.',
  },
]

/** They are asked of every element and only ever wonder: half of the time goes to them. */
const WONDERING = ['text_spacing_valid', 'style_focus_visible', 'style_color_misuse', 'element_tabbable_visible']
/** All that a theme changes are colours. */
const CONTRAST = 'text_contrast_sufficient'

/** Looks at what is on the page, menus and dialogs included, in the light and in the dark. @param where For who reads it. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  if (!(await page.evaluate("typeof ace === 'object'"))) await page.evaluate(ENGINE)
  const light = await findings(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await findings(page, CONTRAST)
  await page.emulateMedia({ colorScheme: 'light' })
  expect.soft([...light, ...dark.map((finding) => `In the dark: ${finding}`)], where).toEqual([])
}

/** In words, and at which element. @param only The one rule that counts. */
function findings(page: Page, only?: string): Promise<readonly string[]> {
  return page.evaluate(
    `(async () => {
       const [exceptions, wondering, only] = ${JSON.stringify([EXCEPTIONS, WONDERING, only ?? null])}
       // What is on its way in has arrived, with the colours it stays in.
       await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
       const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime < Infinity)
       await Promise.allSettled(moving.map(({ finished }) => finished))
       const checker = new ace.Checker()
       for (const id of checker.engine.getRulesIds())
         if (only ? id !== only : wondering.includes(id)) checker.disableRule(id)
       const { results } = await checker.check(document, ['WCAG_2_2'])
       const isExcepted = ({ ruleId, node }) =>
         exceptions.some(({ rule, within }) => rule === ruleId && node instanceof Element && node.closest(within))
       return results
         .filter(({ value: [policy, result] }) => policy === 'VIOLATION' && result === 'FAIL')
         .filter((found) => !isExcepted(found))
         .map(({ ruleId, message, snippet, path }) => ruleId + ': ' + message + '\\n    ' + snippet + '\\n    ' + path.dom)
     })()`,
  )
}
