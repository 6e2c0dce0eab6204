/** The home page. */
export const home = {
  'home.title': 'Documents',
  'home.new': 'New document',
  'home.creating': 'Opening…',
  'home.untitled': 'Untitled',
  'home.edited': 'Edited {when}',
  'home.more': 'Show more',
  'home.loading': 'Loading…',
  'home.empty.title': 'A fresh field',
  'home.empty.text': 'Start a document, send its link, and write in it together. Every change is kept as you type.',
  'home.create-failed': 'The document could not be created',
  'home.more-failed': 'The next documents could not be loaded',
  'home.try-again': 'Nothing is lost. Check the connection and try again.',

  'home.empty.guest-text': 'Nothing has been shared with you yet. What others share appears here.',
} as const
