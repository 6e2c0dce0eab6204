/** GitHub's alerts, and the tone of callout that each is. */
export const ALERTS: Readonly<Record<string, string>> = {
  NOTE: 'info',
  TIP: 'success',
  WARNING: 'warning',
  CAUTION: 'danger',
  IMPORTANT: 'important',
}
