/**
 * What Dure writes to people, in their language: as text, and as HTML that says the same. Nothing of any document is in
 * it; names are those that people gave themselves, so they are escaped and never a link.
 */
import type { MailLanguage } from '@dure/api'

export interface Letter {
  readonly subject: string
  readonly text: string
  readonly html: string
}

interface Words {
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly button: string
  readonly link: string
  /** Why it came, and what to do when it should not have. */
  readonly footer: string
}

export function resetLetter(language: MailLanguage, { name, link, minutes }: ResetFacts): Letter {
  return letterOf(
    language,
    language === 'ko'
      ? {
          subject: '두레 비밀번호 다시 정하기',
          paragraphs: [
            `${name} 님, 안녕하세요.`,
            `아래 링크에서 새 비밀번호를 정하세요. 링크는 ${minutes}분 동안 한 번만 쓸 수 있어요. 새 비밀번호를 정하면 모든 곳에서 로그아웃돼요.`,
          ],
          button: '새 비밀번호 정하기',
          link,
          footer: '직접 요청하지 않았다면 이 메일을 무시하세요. 비밀번호는 그대로예요.',
        }
      : {
          subject: 'Choose a new password for Dure',
          paragraphs: [
            `Hello ${name},`,
            `choose a new password by the link below. It works once, for ${minutes} minutes, and signs you out everywhere.`,
          ],
          button: 'Choose a new password',
          link,
          footer: 'If you did not ask for this, ignore this e-mail: your password stays as it is.',
        },
  )
}

export interface ResetFacts {
  readonly name: string
  readonly link: string
  readonly minutes: number
}

export function invitationLetter(language: MailLanguage, { invitedBy, link, days }: InvitationFacts): Letter {
  return letterOf(
    language,
    language === 'ko'
      ? {
          subject: `${invitedBy} 님이 두레에 초대했어요`,
          paragraphs: [
            `${invitedBy} 님이 두레에서 함께 쓰자고 초대했어요.`,
            `아래 링크에서 계정을 만들어 시작하세요. 링크는 ${days}일 동안 한 번만 쓸 수 있어요.`,
          ],
          button: '초대 수락하기',
          link,
          footer: '누가 보냈는지 모르겠다면 이 메일을 무시하세요.',
        }
      : {
          subject: `${invitedBy} invites you to Dure`,
          paragraphs: [
            `${invitedBy} invites you to write together in Dure.`,
            `Make your account by the link below to begin. It works once, for ${days} days.`,
          ],
          button: 'Accept the invitation',
          link,
          footer: 'If you do not know who sent this, ignore this e-mail.',
        },
  )
}

export interface InvitationFacts {
  readonly invitedBy: string
  readonly link: string
  readonly days: number
}

/** Told to whom an account belongs, because it may not have been them. */
export function passwordChangedLetter(language: MailLanguage, { name, link }: { name: string; link: string }): Letter {
  return letterOf(
    language,
    language === 'ko'
      ? {
          subject: '두레 비밀번호가 바뀌었어요',
          paragraphs: [`${name} 님, 안녕하세요.`, '계정의 비밀번호를 새로 정했고 모든 곳에서 로그아웃했어요.'],
          button: '로그인',
          link,
          footer: '직접 바꾸지 않았다면 바로 관리자에게 알리세요.',
        }
      : {
          subject: 'Your password for Dure has changed',
          paragraphs: [
            `Hello ${name},`,
            'a new password was set for your account, and you have been signed out everywhere.',
          ],
          button: 'Sign in',
          link,
          footer: 'If it was not you, tell whoever runs this installation at once.',
        },
  )
}

function letterOf(language: MailLanguage, { subject, paragraphs, button, link, footer }: Words): Letter {
  const text = [...paragraphs, link, footer].join('\n\n')
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:32px 16px;background:#faf9f6;color:#1f211d;font:16px/1.6 sans-serif">',
    '<div style="max-width:480px;margin:0 auto">',
    ...paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escaped(paragraph)}</p>`),
    `<p style="margin:24px 0"><a href="${escaped(link)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#2a6b49;color:#ffffff;text-decoration:none">${escaped(button)}</a></p>`,
    `<p style="margin:0 0 16px;font-size:14px;color:#55584f;word-break:break-all">${escaped(link)}</p>`,
    `<p style="margin:24px 0 0;font-size:14px;color:#55584f">${escaped(footer)}</p>`,
    '</div></body></html>',
  ].join('\n')
  return { subject, text, html }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
