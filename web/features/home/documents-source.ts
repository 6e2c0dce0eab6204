/** What the home page has to show: documents, or the fact that the server behind it does not answer. */
import { askApi } from '../api/ask-api.ts'

/** Documents asked for at a time: about two screens. */
export const PAGE_SIZE = 30

export const findDocuments = () => askApi('home', (api) => api.listDocuments({ limit: PAGE_SIZE }))
