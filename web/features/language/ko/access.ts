/** Ways in besides e-mail and password, and what is done when these are lost. */
import type { access as english } from '../en/access.ts'

export const access = {
  'access.back': '로그인으로 돌아가기',
  'access.forgot.link': '비밀번호를 잊으셨나요?',
  'access.forgot.title': '비밀번호 다시 정하기',
  'access.forgot.text': '계정 이메일을 입력하면 새 비밀번호를 정하는 링크를 보내 드려요.',
  'access.forgot.no-mail':
    '여기서는 메일을 보내지 않아요. 소유자나 관리자에게 부탁하면 사람 페이지에서 링크를 만들어 줄 수 있어요.',
  'access.forgot.button': '링크 받기',
  'access.forgot.sent':
    '{email} 계정이 있다면 곧 링크가 도착해요. 30분 동안 한 번만 쓸 수 있어요. 스팸함도 확인해 보세요.',
  'access.reset.title': '새 비밀번호 정하기',
  'access.reset.text': '정하고 나면 모든 곳에서 로그아웃돼요. 새 비밀번호로 로그인하세요.',
  'access.reset.button': '비밀번호 정하기',
  'access.reset.done': '새 비밀번호를 정했어요. 로그인하세요.',
  'access.reset.gone-title': '이미 쓴 링크예요',
  'access.reset.gone-text': '이미 썼거나 기한이 지났어요. 링크를 다시 받으세요.',
  'access.problem.unknown-reset': '이미 썼거나 기한이 지난 링크예요. 다시 받으세요.',
} as const satisfies Record<keyof typeof english, string>
