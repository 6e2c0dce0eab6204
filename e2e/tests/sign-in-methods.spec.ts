/** Ways in besides the first password, as people meet them, with a real mail server and a real identity provider. */
import { createHmac } from 'node:crypto'
import { joinAs, OWNER, signIn } from '@dure/testkit'
import { MailServer } from '@dure/testkit/mail'
import { TestIdentityProvider } from '@dure/testkit/provider'
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
      const provider = await TestIdentityProvider.start({
        olive: { email: OWNER.email, emailVerified: true },
        pia: { email: 'pia@dure.test', emailVerified: true },
        stranger: { email: 'stranger@dure.test', emailVerified: true },
      })
      const deployment = await deploy(1, (port) => {
        provider.sendBackTo(`http://localhost:${port}/api/session/oidc/callback`)
        return {
          DURE_PUBLIC_URL: `http://localhost:${port}`,
          DURE_SMTP_URL: mail.url,
          DURE_MAIL_FROM: 'Dure <dure@dure.test>',
          ...provider.settings,
        }
      })
      const origin = `http://localhost:${deployment.replicas[0].port}`
      await use({ deployment, origin, mail })
      await deployment.stop()
      await mail.stop()
      await provider.stop()
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

/** What an authenticator app shows. @param steps Half minutes from now. */
function codeOf(key: string, steps = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('a second step is turned on with an app, asked for at the next sign-in, and the owner sees it all in the log', async ({
  place: { origin },
  person,
}) => {
  const owner = await signIn(origin)
  const credentials = { name: 'Ann', email: 'ann@dure.test', password: 'a password of Ann' }
  const ann = await person('Ann', { as: { origin, ...(await joinAs(origin, owner, credentials)) }, width: 360 })
  await ann.page.goto(`${origin}/settings`)
  await ann.page.getByRole('button', { name: 'Turn on' }).click()
  await ann.page.locator('input[name=password]').fill(credentials.password)
  await ann.page.getByRole('button', { name: 'Go on' }).click()
  await expect(ann.page.getByRole('img', { name: 'QR code for an authenticator app' })).toBeVisible()
  const key = (await ann.page.locator('code').textContent()) ?? ''
  await ann.page.getByRole('textbox', { name: 'Code' }).fill(codeOf(key, -1))
  await ann.page.getByRole('button', { name: 'Turn on two-step sign-in' }).click()
  await expect(ann.page.getByRole('button', { name: 'I have kept them' })).toBeVisible()
  const codes = ((await ann.page.locator('code').textContent()) ?? '').split('\n')
  expect(codes).toHaveLength(10)
  await ann.page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(ann.page.getByText('It is on. 10 recovery codes are left.')).toBeVisible()

  const again = await person('Ann')
  await again.page.goto(`${origin}/sign-in`)
  await again.page.getByRole('textbox', { name: 'E-mail' }).fill(credentials.email)
  await again.page.getByLabel('Password').fill(credentials.password)
  await again.page.getByRole('button', { name: 'Sign in' }).click()
  await again.page.getByRole('textbox', { name: 'Code' }).fill('000000')
  await again.page.getByRole('button', { name: 'Sign in' }).click()
  await expect(again.page.getByText('The code is wrong')).toBeVisible()
  await again.page.getByRole('textbox', { name: 'Code' }).fill(codes[0] ?? '')
  await again.page.getByRole('button', { name: 'Sign in' }).click()
  await again.page.waitForURL(`${origin}/`)

  const olive = await person('Olive', { as: { origin, ...owner } })
  await olive.page.goto(`${origin}/members`)
  await olive.page.getByRole('button', { name: 'More about Ann' }).click()
  await olive.page.getByRole('menuitem', { name: 'Reset two-step sign-in' }).click()
  await expect(olive.page.getByText('Ann signs in with the password alone')).toBeVisible()
  await again.page.goto(`${origin}/settings`)
  await expect(again.page).toHaveURL(/\/sign-in/)
  await olive.page.getByRole('button', { name: 'More about Ann' }).click()
  await olive.page.getByRole('menuitem', { name: 'What they did' }).click()
  await expect(olive.page.getByRole('listitem').filter({ hasText: 'Second step reset' })).toContainText(
    `${OWNER.name} → Ann`,
  )
  await olive.choose('What', 'Refusals')
  await expect(olive.page.getByRole('listitem').filter({ hasText: 'Refused to sign in' })).toContainText('code')
  await expect(olive.page.getByText('Second step reset')).toBeHidden()
})

test('a passkey is added, named anew, signs in without a password, and is removed', async ({
  place: { origin },
  person,
}) => {
  const owner = await signIn(origin)
  const credentials = { name: 'Kai', email: 'kai@dure.test', password: 'a password of Kai' }
  const kai = await person('Kai', { as: { origin, ...(await joinAs(origin, owner, credentials)) } })
  const devtools = await kai.devtools()
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await kai.page.goto(`${origin}/settings`)
  await kai.page.getByRole('button', { name: 'Add a passkey' }).click()
  await kai.page.getByRole('textbox', { name: 'Name of the passkey' }).fill('my laptop')
  await kai.page.locator('input[name=password]').fill('not the password')
  await kai.page.getByRole('button', { name: 'Make the passkey' }).click()
  await expect(kai.page.getByText('The present password is another one.')).toBeVisible()
  await kai.page.locator('input[name=password]').fill(credentials.password)
  await kai.page.getByRole('button', { name: 'Make the passkey' }).click()
  await kai.page.getByRole('button', { name: 'Rename my laptop' }).click()
  await kai.page.getByRole('textbox', { name: 'Name of the passkey' }).fill('the old laptop')
  await kai.page.getByRole('listitem').getByRole('button', { name: 'Save' }).click()
  await expect(kai.page.getByText('the old laptop')).toBeVisible()

  await kai.page.getByRole('button', { name: /: account$/ }).click()
  await kai.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await kai.page.waitForURL(/\/sign-in/)
  await kai.page.getByRole('button', { name: 'Use a passkey' }).click()
  await kai.page.waitForURL(`${origin}/`)
  await kai.page.goto(`${origin}/settings`)
  await kai.page.getByRole('button', { name: 'Remove the old laptop' }).click()
  await expect(kai.page.getByText('the old laptop')).toBeHidden()
})

test('a token is made, shown once, used, and ended', async ({ place: { origin }, person }) => {
  const owner = await signIn(origin)
  const credentials = { name: 'Theo', email: 'theo@dure.test', password: 'a password of Theo' }
  const theo = await person('Theo', { as: { origin, ...(await joinAs(origin, owner, credentials)) }, dark: true })
  await theo.page.goto(`${origin}/settings`)
  await theo.page.getByRole('textbox', { name: 'What it is for' }).fill('a script')
  await theo.page.getByRole('button', { name: 'Make a token' }).click()
  const token = await theo.page.locator('code', { hasText: 'dure_' }).textContent()
  const ask = (method: string): Promise<Response> =>
    fetch(`${origin}/api/documents`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '{}' } : {}),
    })
  expect([(await ask('GET')).status, (await ask('POST')).status]).toEqual([200, 403])
  await theo.page.reload()
  await expect(theo.page.getByText('dure_')).toBeHidden()
  await expect(theo.page.getByRole('listitem').filter({ hasText: 'a script' })).toContainText('Used just now')
  await theo.page.getByRole('button', { name: 'End a script' }).click()
  await expect(theo.page.getByRole('listitem').filter({ hasText: 'a script' })).toBeHidden()
  expect((await ask('GET')).status).toBe(401)
})

test('somebody signs in by another provider, a stranger is told why not, and an account is connected', async ({
  place: { origin },
  person,
}) => {
  const atProvider = async (page: import('@playwright/test').Page, login: string): Promise<void> => {
    await page.getByPlaceholder('Enter any login').fill(login)
    await page.getByPlaceholder('and password').fill('any')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
  }
  const olive = await person('Olive')
  await olive.page.goto(`${origin}/settings`)
  await olive.page.getByRole('link', { name: 'Continue with Village ID' }).click()
  await atProvider(olive.page, 'olive')
  await olive.page.waitForURL(`${origin}/settings`)
  await expect(olive.page.getByRole('heading', { name: 'Settings' })).toBeVisible()

  const stranger = await person('Stranger')
  await stranger.page.goto(`${origin}/sign-in`)
  await stranger.page.getByRole('link', { name: 'Continue with Village ID' }).click()
  await atProvider(stranger.page, 'stranger')
  await expect(stranger.page.getByText('You have no account here yet.')).toBeVisible()

  const owner = await signIn(origin)
  const credentials = { name: 'Pia', email: 'pia@dure.test', password: 'a password of Pia' }
  const pia = await person('Pia', { as: { origin, ...(await joinAs(origin, owner, credentials)) } })
  await pia.page.goto(`${origin}/settings`)
  await pia.page.getByRole('link', { name: 'Connect' }).click()
  await atProvider(pia.page, 'pia')
  await expect(pia.page.getByRole('button', { name: 'Disconnect' })).toBeVisible()
})
