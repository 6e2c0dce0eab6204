/** Every page. */
import type { app as english } from '../en/app.ts'

export const app = {
  'app.name': '두레',
  'app.tagline': '함께 쓰는 문서. 저장됐다면, 정말 저장된 거예요.',
  'app.description': '함께 쓰는 문서 편집기예요. 저장됐다고 표시되면 디스크에 기록된 거예요.',
  'app.skip': '본문으로 건너뛰기',

  'preferences.open': '화면과 언어',
  'preferences.text': '이 브라우저에서 두레의 모든 화면에 바로 적용돼요.',
  'preferences.theme': '화면',
  'preferences.theme.system': '시스템 설정',
  'preferences.theme.light': '밝게',
  'preferences.theme.dark': '어둡게',
  'preferences.language': '언어',

  'trouble.not-found.title': '여기엔 아무것도 없어요',
  'trouble.not-found.text': '이 주소에는 페이지가 없어요. 링크가 잘렸거나 문서가 삭제됐을 수 있어요.',
  'trouble.not-found.home': '모든 문서로 가기',
  'trouble.unreachable.title': '두레 서버가 응답하지 않아요',
  'trouble.unreachable.text': '서버가 다시 시작하는 중일 수 있어요. 문서는 서버의 디스크에 안전하게 있어요.',
  'trouble.error.title': '문제가 생겼어요',
  'trouble.error.text': '저장된 내용은 그대로 있어요. 다시 시도해 보고, 계속되면 서버 관리자에게 알려 주세요.',
  'trouble.retry': '다시 시도',
  'trouble.reference': '참조 번호: {digest}',

  'notice.label': '알림',
  'notice.close': '닫기',

  'time.now': '방금',
} as const satisfies Record<keyof typeof english, string>
