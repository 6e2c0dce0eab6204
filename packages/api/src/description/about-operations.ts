/** The API about itself. */
import { API_ROUTES } from '../routes.ts'
import { operation } from './operation.ts'

export const aboutOperations = {
  describe: operation({
    method: 'GET',
    path: API_ROUTES.openApi,
    does: 'Describes this API as OpenAPI 3.1',
    who: 'anybody',
    answer: { bytes: 'application/json' },
  }),
  docs: operation({
    method: 'GET',
    path: API_ROUTES.docs,
    does: 'Leads to this description as a page',
    who: 'anybody',
    answer: 'redirect',
  }),
} as const
