/** Ways in besides the first password, as people meet them, with a real mail server. */
import { joinAs, signIn } from '@dure/testkit'
import { MailServer } from '@dure/testkit/mail'
import { type Deployment, deploy } from '../world/deployment.ts'
import { test as base, expect } from '../world/fixtures.ts'

interface Place {
  readonly deployment: Deployment
  /** As people open it: passkeys work under names, not under addresses. */
  readonly origin: string
  readonly mail: MailServer
}

const test = base.extend<object, { readonly place: Place }>({
  place: [
    // biome-ignore lint/correctness/noEmptyPattern: reason: Playwright reads the parameter's pattern to know the needs
    async ({}, use) => {
      const mail = await MailServer.start()
      const deployment = await deploy(1, (port) => ({
        DURE_PUBLIC_URL: `http://localhost:${port}`,
        DURE_SMTP_URL: mail.url,
        DURE_MAIL_FROM: 'Dure <dure@dure.test>',
      }))
      const origin = `http://localhost:${deployment.replicas[0].port}`
      await use({ deployment, origin, mail })
      await deployment.stop()
      await mail.stop()
    },
    { scope: 'worker' },
  ],
})

const linkIn = (text: string): string => text.split(/\s/).find((word) => word.startsWith('http')) ?? ''

test('somebody is invited by e-mail, forgets the password, and chooses another by a link in Korean', async ({
  place: { origin, mail },
  person,
}) => {
  const olive = await person('Olive', { as: { origin, ...(await signIn(origin)) } })
  await olive.page.goto(`${origin}/members`)
  await olive.page.getByRole('textbox', { name: 'E-mail' }).fill('nora@dure.test')
  await olive.page.getByRole('button', { name: 'Send an invitation' }).click()
  await expect(olive.page.getByText('An invitation is on its way to nora@dure.test.')).toBeVisible()

  const nora = await person('Nora', { language: 'ko-KR', width: 360 })
  await nora.page.goto(linkIn((await mail.mailTo('nora@dure.test')).text))
  await nora.page.getByRole('textbox', { name: '이름' }).fill('Nora')
  await nora.page.getByLabel('비밀번호').fill('a password of Nora')
  await nora.page.getByRole('button', { name: '참여' }).click()
  await nora.page.waitForURL(`${origin}/`)

  const again = await person('Nora', { language: 'ko-KR', width: 360 })
  await again.page.goto(`${origin}/sign-in`)
  await again.page.getByRole('link', { name: '비밀번호를 잊으셨나요?' }).click()
  await again.page.waitForURL(`${origin}/reset`)
  await again.page.getByRole('textbox', { name: '이메일' }).fill('nora@dure.test')
  await again.page.getByRole('button', { name: '링크 받기' }).click()
  await expect(again.page.getByText('계정이 있다면 곧 링크가 도착해요')).toBeVisible()
  const link = linkIn((await mail.mailTo('nora@dure.test', 2)).text)
  await again.page.goto(link)
  await again.page.getByLabel('새 비밀번호').fill('another one of hers')
  await again.page.getByRole('button', { name: '비밀번호 정하기' }).click()
  await expect(again.page.getByText('새 비밀번호를 정했어요')).toBeVisible()
  await again.page.getByRole('textbox', { name: '이메일' }).fill('nora@dure.test')
  await again.page.getByLabel('비밀번호').fill('another one of hers')
  await again.page.getByRole('button', { name: '로그인' }).click()
  await again.page.waitForURL(`${origin}/`)
  // The browser that was signed in before is out, and the link is used up.
  await nora.page.goto(`${origin}/settings`)
  await expect(nora.page).toHaveURL(/\/sign-in/)
  await nora.page.goto(link)
  await expect(nora.page.getByRole('heading', { name: '이미 쓴 링크예요' })).toBeVisible()
})

test('an admin hands over a link for a new password', async ({ place: { origin }, person }) => {
  const owner = await signIn(origin)
  await joinAs(origin, owner, { name: 'Gus', email: 'gus@dure.test', password: 'a password of Gus' })
  const olive = await person('Olive', { as: { origin, ...owner }, dark: true })
  await olive.page.goto(`${origin}/members`)
  await olive.page.getByRole('button', { name: 'More about Gus' }).click()
  await olive.page.getByRole('menuitem', { name: 'Make a link for a new password' }).click()
  const dialog = olive.page.getByRole('dialog', { name: 'A new password for Gus' })
  const link = await dialog.locator('code').textContent()
  const gus = await person('Gus')
  await gus.page.goto(link ?? '')
  await expect(gus.page.getByRole('textbox', { name: 'E-mail' })).toHaveValue('gus@dure.test')
  await gus.page.getByLabel('New password').fill('gus has another one')
  await gus.page.getByRole('button', { name: 'Set the password' }).click()
  await expect(gus.page.getByText('Your new password is set.')).toBeVisible()
})
