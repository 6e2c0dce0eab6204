/** What one build of the web consists of. `web/build/finish-build.mjs` writes this module anew beside the built worker. */

/** Next's name for the build; it stands in every page of it. */
export const BUILD_ID: string = ''

/** Paths of the scripts and styles, each named by its content. */
export const ASSETS: readonly string[] = []
