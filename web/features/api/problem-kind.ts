/** The stable name of what the API found wrong, e.g. `wrong-credentials`; undefined when it was not the API that failed. */
export function problemKind(error: unknown): string | undefined {
  // By shape: its class comes with the API's client, which is loaded when it is first needed.
  return error instanceof Error && 'kind' in error && typeof error.kind === 'string' ? error.kind : undefined
}
