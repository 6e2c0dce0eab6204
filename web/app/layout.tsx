import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import '../ui/tokens.css'
import '../ui/base.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { CATALOGUES } from '../features/language/catalogues.ts'
import { LanguageProvider } from '../features/language/language-provider.tsx'
import { requestLanguage, requestTranslator } from '../features/language/request-language.ts'
import { OfflineWorker } from '../features/offline/offline-worker.tsx'
import { requestTheme } from '../features/theme/request-theme.ts'
import { themeAttribute } from '../features/theme/theme.ts'
import { NoticeArea } from '../ui/notice.tsx'
import { TooltipGroup } from '../ui/tooltip.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return {
    title: { default: t('app.name'), template: `%s · ${t('app.name')}` },
    description: t('app.description'),
    // Documents are for those who have the link, not for search engines.
    robots: { index: false, follow: false },
    formatDetection: { telephone: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f6' },
    { media: '(prefers-color-scheme: dark)', color: '#161714' },
  ],
}

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [language, theme, { t }] = await Promise.all([requestLanguage(), requestTheme(), requestTranslator()])
  return (
    <html lang={language} data-theme={themeAttribute(theme)}>
      <body>
        <a className="skip" href="#content">
          {t('app.skip')}
        </a>
        <LanguageProvider language={language} messages={CATALOGUES[language]}>
          <TooltipGroup>
            <NoticeArea label={t('notice.label')} closeLabel={t('notice.close')}>
              <OfflineWorker />
              <div className="root">{children}</div>
            </NoticeArea>
          </TooltipGroup>
        </LanguageProvider>
      </body>
    </html>
  )
}
