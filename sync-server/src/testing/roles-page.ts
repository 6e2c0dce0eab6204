/** `docs/roles.md`, as the tables of the protocol say it. */
import {
  ACTIONS,
  type Action,
  may,
  mayInWorkspace,
  ROLES,
  WORKSPACE_ACTIONS,
  WORKSPACE_ROLES,
  type WorkspaceAction,
} from '@dure/protocol'

const ACTION_WORDS: Readonly<Record<Action, string>> = {
  read: 'open it, read it, see who is there, copy it, keep it at hand',
  comment: 'comment on it',
  write: 'write in it, put files and pages into it, move it among its siblings',
  share: 'share it, and change whom it is shared with, up to one’s own role',
  remove: 'hand it over, move it to the bin, take it away for good',
}

const WORKSPACE_WORDS: Readonly<Record<WorkspaceAction, string>> = {
  'create-documents': 'make documents',
  'see-members': 'see who works here',
  invite: 'invite others, and withdraw invitations',
  'manage-members': 'change what others are here, disable them, take over what the disabled own',
  'read-audit': 'read the audit log',
}

export function rolesPage(): string {
  return `# Who may do what

Two things decide: one’s role on a document, and what one is in the workspace. The tables below are written by a test
from those the server decides by (\`packages/protocol/src/rights-table.ts\`), and the same test tries each cell by every
way in.

## With a document

${table('', ROLES, ACTIONS, (action) => ACTION_WORDS[action], may)}

One’s role is the highest of what each of these gives:

- one owns it (\`owner\`), or a page above it (\`editor\`);
- one was given a role by name, on it or on the nearest page above it that names one;
- its general access: everyone who works in the workspace, or anyone with its link, by whatever role it says. A page
  without a word of its own takes that of the nearest page above it.

Owners and admins of the workspace have no key to what others keep to themselves. What is in the bin opens for nobody:
it is brought back first.

Somebody without an account comes in by a link only, is shown as a guest, and reads, comments or writes as the link says;
sharing, copying, moving and keeping take an account. A token does what its person may, and only reads when its scope is
\`read\`. It never touches what guards the account.

## In the workspace

${table('', WORKSPACE_ROLES, WORKSPACE_ACTIONS, (action) => WORKSPACE_WORDS[action], mayInWorkspace)}

## By every way in

| way in | reads | writes |
| --- | --- | --- |
| the API | each route by the right that its description names | likewise |
| a socket of \`dure.1\` | let in, or closed with a reason | each update is checked: \`refused: read-only\` |
| a socket of a stock y-websocket client | let in, or closed with a reason | closed at the first update that is not allowed |
| a stream, or polls, and posts | let in, or closed with a reason | each update is checked: \`refused: read-only\` |
| files of a document | by the right to read it | by the right to write in it |

A role that is changed or taken holds at once for what is open, by each of these (SPEC DU6).
`
}

function table<Role extends string, Act extends string>(
  corner: string,
  roles: readonly Role[],
  actions: readonly Act[],
  words: (action: Act) => string,
  allowed: (role: Role, action: Act) => boolean,
): string {
  const rows = actions.map((action) => [words(action), ...roles.map((role) => (allowed(role, action) ? 'yes' : '–'))])
  return [[corner, ...roles], ['---', ...roles.map(() => '---')], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
