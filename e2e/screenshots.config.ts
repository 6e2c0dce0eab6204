/** `npx playwright test -c screenshots.config.ts` in e2e, after a build of the web: makes the pictures of docs/images. */
import tests from './playwright.config.ts'

export default { ...tests, testDir: 'screenshots' }
