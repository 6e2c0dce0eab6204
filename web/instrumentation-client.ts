/** What a page starts before React takes it over: the connection of its document. Run once, by Next. */
import { readEarlyMark } from './features/document/early-mark.tsx'

const mark = readEarlyMark(document)
if (mark) void import('./features/document/early-connection.ts').then(({ openEarly }) => openEarly(mark))
