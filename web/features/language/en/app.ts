/** Every page. */
export const app = {
  'app.name': 'Dure',
  'app.tagline': 'Write together. Saved means saved.',
  'app.description': 'A document editor for writing together. What it calls saved is on disk.',
  'app.skip': 'Skip to the content',

  'preferences.open': 'Appearance and language',
  'preferences.text': 'For this browser: every page of Dure looks and speaks like this at once.',
  'preferences.theme': 'Appearance',
  'preferences.theme.system': 'As the system',
  'preferences.theme.light': 'Light',
  'preferences.theme.dark': 'Dark',
  'preferences.language': 'Language',

  'trouble.not-found.title': 'Nothing grows here',
  'trouble.not-found.text':
    'There is no page at this address. The link may be incomplete, or the document was removed.',
  'trouble.not-found.home': 'Go to all documents',
  'trouble.unreachable.title': 'Dure is not answering',
  'trouble.unreachable.text':
    'The page is here, but the server behind it is not. It may be restarting; your documents are safe on its disk.',
  'trouble.error.title': 'Something went wrong',
  'trouble.error.text': 'Nothing that was saved is lost. Try again, and if it stays, tell whoever runs this server.',
  'trouble.retry': 'Try again',
  'trouble.reference': 'Reference: {digest}',

  'notice.label': 'Notices',
  'notice.close': 'Close',

  'time.now': 'just now',
} as const
