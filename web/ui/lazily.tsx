'use client'
import { type ComponentType, useEffect, useState } from 'react'

/**
 * A component whose code is loaded when it is first shown. Until then, and where it cannot be loaded just now, it is
 * nothing: no page is lost because a part of it that nobody waits for could not be had.
 */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined
  // biome-ignore lint/correctness/noComponentHookFactories: reason: called once a module, beside its imports
  return function Lazily(props: Props) {
    const [Component, setComponent] = useState(() => loaded)
    useEffect(() => {
      if (Component) return
      let gone = false
      load().then(
        (component) => {
          loaded = component
          if (!gone) setComponent(() => component)
        },
        // Shown again, it tries again.
        () => {},
      )
      return () => {
        gone = true
      }
    }, [Component])
    return Component ? <Component {...props} /> : null
  }
}
