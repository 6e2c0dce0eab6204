/** The settings page. */
import type { settings as english } from '../en/settings.ts'

export const settings = {
  'settings.profile': '프로필',
  'settings.profile-text': '이름은 커서 옆과 공유한 문서에 보여요.',
  'settings.save': '저장',
  'settings.saved': '저장했어요',
  'settings.failed': '잘 되지 않았어요',
  'settings.password': '비밀번호',
  'settings.password-text': '비밀번호를 바꾸면 다른 곳에서는 모두 로그아웃돼요.',
  'settings.current-password': '현재 비밀번호',
  'settings.new-password': '새 비밀번호',
  'settings.change-password': '비밀번호 바꾸기',
  'settings.password-changed': '비밀번호를 바꿨어요',
  'settings.password-changed-text': '다른 브라우저는 모두 로그아웃했어요.',
  'settings.signed-in': '로그인한 곳',
  'settings.signed-in-text': '모르는 곳은 로그아웃하세요. 거기서 열려 있는 문서도 바로 닫혀요.',
  'settings.this-browser': '지금 이곳',
  'settings.some-browser': '프로그램',
  'settings.used': '{when} 사용',
  'settings.end-session': '로그아웃',
  'settings.end-all': '모든 곳에서 로그아웃',
} as const satisfies Record<keyof typeof english, string>
