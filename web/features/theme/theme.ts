/** Light, dark, or as the system has it. Kept in a cookie so that the server draws the first paint right. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const THEME_COOKIE = 'dure-theme'

export const parseTheme = (raw: unknown): Theme => THEMES.find((each) => each === raw) ?? 'system'

/** The value of `data-theme` on the root element; none lets the system decide. */
export const themeAttribute = (theme: Theme): 'light' | 'dark' | undefined => (theme === 'system' ? undefined : theme)
