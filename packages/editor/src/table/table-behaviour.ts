/**
 * Tables at work: commands, Tab, and cells that are selected with the mouse. What does it (table-commands.ts, and
 * ProseMirror's own tables) is loaded when the editor is there: nobody waits for it to read or to type.
 */
import { Extension } from '@tiptap/core'
import { Plugin, type PluginKey } from '@tiptap/pm/state'
import { LoadedLater } from '../behaviour/loaded-later.ts'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    table: {
      addRow: (where: 'before' | 'after') => ReturnType
      addColumn: (where: 'before' | 'after') => ReturnType
      /** Past its neighbour: up with -1. False at the edge. */
      moveRow: (by: 1 | -1) => ReturnType
      moveColumn: (by: 1 | -1) => ReturnType
      /** The selected rows; the whole table when there are no others. */
      deleteRows: () => ReturnType
      deleteColumns: () => ReturnType
      deleteTable: () => ReturnType
      toggleHeader: (which: 'row' | 'column') => ReturnType
      /** Of the selected cells; null takes it away. */
      colorCells: (color: string | null) => ReturnType
      /** Of the column at the caret, or of the one named, in pixels; null lets the text decide. */
      setColumnWidth: (width: number | null, column?: { readonly table: number; readonly index: number }) => ReturnType
    }
  }
}

export const tables = new LoadedLater(async () => {
  const loaded = await import('./table-commands.ts')
  if (Reflect.get(loaded.tableEditingKey, 'key') !== SELECTING.key) throw new Error('tables have another key')
  return { ...loaded, spec: loaded.tableEditing().spec }
})

/** Where ProseMirror's tables look for the state of their plugin: as their own key says, which comes with them. */
const SELECTING = { key: 'selectingCells$' }

export const TableBehaviour = Extension.create({
  name: 'tableBehaviour',
  priority: 800,
  onCreate() {
    void tables.load().catch(() => undefined)
  },
  addKeyboardShortcuts() {
    const go = (direction: 1 | -1) => (): boolean =>
      tables.now?.goToNextCell(direction)(this.editor.state, this.editor.view.dispatch) ?? false
    return {
      // Past the last cell there is another row, as everywhere.
      Tab: () =>
        go(1)() ||
        (tables.now?.isInTable(this.editor.state) === true && this.editor.commands.addRow('after') && go(1)()),
      'Shift-Tab': go(-1),
    }
  },
  addCommands() {
    const now = () => tables.now?.tableCommands
    return {
      addRow: (where) => (props) => now()?.addRow(where)(props) ?? false,
      addColumn: (where) => (props) => now()?.addColumn(where)(props) ?? false,
      moveRow: (by) => (props) => now()?.moveRow(by)(props) ?? false,
      moveColumn: (by) => (props) => now()?.moveColumn(by)(props) ?? false,
      deleteRows: () => (props) => now()?.deleteRows()(props) ?? false,
      deleteColumns: () => (props) => now()?.deleteColumns()(props) ?? false,
      deleteTable: () => (props) => now()?.deleteTable()(props) ?? false,
      toggleHeader: (which) => (props) => now()?.toggleHeader(which)(props) ?? false,
      colorCells: (color) => (props) => now()?.colorCells(color)(props) ?? false,
      setColumnWidth: (width, column) => (props) => now()?.setColumnWidth(width, column)(props) ?? false,
    }
  },
  addProseMirrorPlugins: () => {
    const props = () => tables.now?.spec.props
    const plugin: Plugin<unknown> = new Plugin<unknown>({
      key: SELECTING as unknown as PluginKey,
      state: {
        init: () => null,
        apply: (tr, selecting, before, after) =>
          tables.now?.spec.state?.apply.call(plugin, tr, selecting, before, after) ?? null,
      },
      props: {
        decorations: (state) => props()?.decorations?.call(plugin, state) ?? null,
        handleDOMEvents: {
          mousedown: (view, event) => props()?.handleDOMEvents?.mousedown?.call(plugin, view, event) ?? false,
        },
        createSelectionBetween: (...asked) => props()?.createSelectionBetween?.apply(plugin, asked) ?? null,
        handleTripleClick: (...asked) => props()?.handleTripleClick?.apply(plugin, asked) ?? false,
        handleKeyDown: (...asked) => props()?.handleKeyDown?.apply(plugin, asked) ?? false,
        handlePaste: (...asked) => props()?.handlePaste?.apply(plugin, asked) ?? false,
      },
      // Tables are rectangular by construction: there is nothing to fix after a key, and looking costs a walk.
      appendTransaction: (transactions, before, after) =>
        after.selection.empty ? null : tables.now?.spec.appendTransaction?.call(plugin, transactions, before, after),
    })
    return [plugin]
  },
})
