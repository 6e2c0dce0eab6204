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
} as const
