/** The origin of Yjs transactions that an editor's person made. Undo tracks all of its instances, each binding has one. */
export class LocalEdit {}
