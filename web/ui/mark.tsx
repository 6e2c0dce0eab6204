/** Dure's mark: ㄷ, the first letter of 두레, closed by a caret into a D. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path
        d="M18 9.5H11.5a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2H18"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.75"
        strokeLinecap="round"
      />
      <path d="M22.75 8.25v15.5" fill="none" stroke="var(--on-accent)" strokeWidth="2.25" strokeLinecap="round" />
    </svg>
  )
}
