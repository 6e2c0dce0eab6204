/** Grey lines where text will be. Hidden from screen readers: whoever shows it says what is loading. */
import styles from './skeleton.module.css'

/** @param widths One line each, in percent of the measure; 0 leaves a gap between paragraphs. */
export function SkeletonLines({ widths }: { readonly widths: readonly number[] }) {
  return (
    <svg className={styles.lines} aria-hidden="true" height={widths.length * 30} width="100%">
      {widths.map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: reason: a skeleton's lines never move
        <rect key={line} className={styles.line} x="0" y={line * 30 + 8} width={`${width}%`} height="14" rx="7" />
      ))}
    </svg>
  )
}
