/** What is kept on this device, pages without a network, new versions. */
export const kept = {
  'kept.title': 'Kept on this device',
  'kept.text': 'These open in this browser even without a network.',
  'kept.changed': 'Changed {when}',
  'kept.unsent.one': '{count} change not sent yet',
  'kept.unsent.other': '{count} changes not sent yet',
  'kept.set-aside': 'Earlier version, replaced on the server',
  'kept.show-all.one': 'Show all {count}',
  'kept.show-all.other': 'Show all {count}',
  'kept.remove': 'Remove “{title}” from this device',
  'kept.remove-title': 'Remove from this device?',
  'kept.remove-text': '“{title}” will no longer open here without a network. What was saved stays on the server.',
  'kept.remove-warning.one': '{count} change is on this device only. Removing the copy loses it for good.',
  'kept.remove-warning.other': '{count} changes are on this device only. Removing the copy loses them for good.',
  'kept.copy-text': 'Copy the text',
  'kept.text-copied': 'Text copied',
  'kept.copy-failed': 'The text could not be copied',
  'kept.copy-failed-hint': 'Open the document and copy it from there.',
  'kept.keep': 'Keep it',
  'kept.remove-yes': 'Remove',
  'kept.remove-anyway': 'Remove and lose them',
  'kept.removed': 'Removed from this device',
  'kept.remove-failed': 'The copy could not be removed',
  'kept.remove-failed-hint': 'The browser did not let go of it. Close other tabs of Dure and try again.',

  'kept.leave-title.one': 'Keep {count} document on this device?',
  'kept.leave-title.other': 'Keep {count} documents on this device?',
  'kept.leave-text':
    'Kept documents open again when you sign in here, even without a network. On a computer that others use, remove them.',
  'kept.leave-warning.one': '{count} change is on this device only. It is lost if you remove it.',
  'kept.leave-warning.other': '{count} changes are on this device only. They are lost if you remove them.',
  'kept.leave-stay': 'Stay signed in',
  'kept.leave-keep': 'Keep and sign out',
  'kept.leave-remove': 'Remove and sign out',

  'offline.title': 'Dure cannot be reached',
  'offline.text': 'Write on in what is kept here. Your changes are sent as soon as the connection is back.',
  'offline.nothing-kept':
    'Nothing is kept on this device yet. Documents that you open are, and then open without a network too.',
  'offline.not-kept.title': 'Waiting for Dure',
  'offline.not-kept.text':
    'This document is not kept on this device, so it opens as soon as the server can be reached. We keep trying.',

  'version.newer': 'A newer version of Dure is ready',
  'version.newer-hint': 'Reload the page when it suits you. Your changes are kept.',
  'version.reload': 'Reload',
} as const
