/** How leaves are shown that are more than text: formulas, embeds, contents, mentions. Their drawing is loaded when met. */
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { Translator } from '../../language/translate.ts'
import { ContentsView } from './contents-view.ts'
import { EmbedView } from './embed-view.ts'
import { MathView } from './math-view.ts'
import { MentionView } from './mention-view.ts'

/** After the last change of the document. */
const QUIET_MS = 300

export const BlockViews = Extension.create<{ translator: Translator | undefined }>({
  name: 'blockViews',
  addOptions: () => ({ translator: undefined }),
  addProseMirrorPlugins() {
    const { translator } = this.options
    if (!translator) return []
    const { t, language } = translator
    const math = { empty: t('math.empty'), wrong: (reason: string) => t('math.wrong', { reason }) }
    const embed = {
      empty: t('embed.empty'),
      show: (site: string) => t('embed.show', { site }),
      note: (site: string) => t('embed.note', { site }),
      elsewhere: t('embed.elsewhere'),
    }
    const contents = { label: t('contents.label'), empty: t('contents.empty') }
    const mention = { language, untitled: t('home.untitled') }
    const listeners = new Set<() => void>()
    const listen = (changed: () => void) => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    return [
      new Plugin({
        props: {
          nodeViews: {
            math: (node) => new MathView(node, math),
            inlineMath: (node) => new MathView(node, math),
            embed: (node) => new EmbedView(node, embed),
            mention: (node) => new MentionView(node, mention),
            contents: (node, view) => new ContentsView(node, view, contents, listen),
          },
        },
        view: () => ({
          update: ({ state }, before) => {
            if (listeners.size === 0 || state.doc === before.doc) return
            clearTimeout(timer)
            timer = setTimeout(() => {
              for (const changed of listeners) changed()
            }, QUIET_MS)
          },
          destroy: () => clearTimeout(timer),
        }),
      }),
    ]
  },
})
