/** The home page. */
import type { home as english } from '../en/home.ts'

export const home = {
  'home.title': '문서',
  'home.new': '새 문서',
  'home.creating': '여는 중…',
  'home.untitled': '제목 없음',
  'home.edited': '{when} 수정',
  'home.more': '더 보기',
  'home.loading': '불러오는 중…',
  'home.empty.title': '아직 빈 밭이에요',
  'home.empty.text': '문서를 만들고 링크를 보내 함께 써 보세요. 쓰는 대로 모두 저장돼요.',
  'home.create-failed': '문서를 만들지 못했어요',
  'home.more-failed': '다음 문서를 불러오지 못했어요',
  'home.try-again': '사라진 내용은 없어요. 연결을 확인하고 다시 시도해 주세요.',

  'home.empty.guest-text': '아직 공유받은 문서가 없어요. 다른 사람이 공유하면 여기에 나타나요.',
} as const satisfies Record<keyof typeof english, string>
