/** The theme of the request being answered. Server components only. */
import { cookies } from 'next/headers'
import { parseTheme, THEME_COOKIE, type Theme } from './theme.ts'

export const requestTheme = async (): Promise<Theme> => parseTheme((await cookies()).get(THEME_COOKIE)?.value)
