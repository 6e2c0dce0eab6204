/** Ways in besides e-mail and password, and what is done when these are lost. */
export const access = {
  'access.back': 'Back to signing in',
  'access.forgot.link': 'Forgot your password?',
  'access.forgot.title': 'Choose a new password',
  'access.forgot.text': 'Say the e-mail of your account. A link to choose a new password comes to it.',
  'access.forgot.no-mail':
    'This installation sends no e-mail. Ask its owner or an admin: they can make you a link, on the page of people.',
  'access.forgot.button': 'Send the link',
  'access.forgot.sent':
    'If {email} has an account here, a link is on its way. It works once, for 30 minutes. Look among unwanted mail, too.',
  'access.reset.title': 'Choose a new password',
  'access.reset.text': 'It signs you out everywhere; then sign in with it.',
  'access.reset.button': 'Set the password',
  'access.reset.done': 'Your new password is set. Sign in with it.',
  'access.reset.gone-title': 'This link has been used',
  'access.reset.gone-text': 'It was used already or has run out. Ask for another one.',
  'access.problem.unknown-reset': 'This link was used already or has run out. Ask for another one.',
  'access.code': 'Code',
  'access.code.hint': 'The six digits of your app, or one of your recovery codes.',
  'access.passkey.use': 'Use a passkey',
  'access.provider.continue': 'Continue with {name}',
  'access.provider.none': 'This installation has no other provider to sign in with. Use your e-mail and password.',
  'access.provider.unreachable':
    'The provider you wanted to sign in with does not answer. Try again in a moment, or use your password.',
  'access.provider.cancelled': 'Signing in was cancelled.',
  'access.provider.expired': 'That took too long, or was begun in another window. Try again.',
  'access.provider.failed': 'Signing in by the provider did not work. Try again, or use your password.',
  'access.provider.domain': 'Your e-mail there is not among those that may sign in here.',
  'access.provider.unverified': 'The provider does not vouch for your e-mail. Have it verified there first.',
  'access.provider.unproven':
    'There is an account with this e-mail. Sign in with its password, then connect the provider in the settings.',
  'access.provider.no-account': 'You have no account here yet. Ask an owner or admin to invite you.',
  'access.provider.disabled': 'Your account here is disabled. Ask an owner or admin.',
  'access.provider.taken': 'That account of the provider is connected to somebody else here.',
  'access.provider.other-email': 'The e-mail there is another one than that of your account.',
  'access.problem.wrong-code': 'The code is wrong, has run out, or was used before. Wait for the next one.',
  'access.problem.wrong-passkey': 'This passkey does not let anybody in here.',
  'access.problem.no-passkeys-here': 'Passkeys work where Dure is opened by its name over https.',
  'access.problem.passkey-cancelled': 'No passkey was used. Try again, or sign in with your password.',
  'access.problem.sign-in-again': 'Sign out and in again, then do it within ten minutes.',
  'access.problem.last-way-in':
    'It is the only way in that your account has. Set a password first, by a link for a new one.',
} as const
