/** The share dialog. */
import type { sharing as english } from '../en/sharing.ts'

export const sharing = {
  'share.title': '공유',
  'share.button': '공유. 공개 범위: {reach}',
  'share.people': '접근할 수 있는 사람',
  'share.general': '공개 범위',
  'share.general-role': '할 수 있는 일',
  'share.reach.restricted': '여기 적힌 사람만',
  'share.reach.workspace': '작업 공간의 모든 사람',
  'share.reach.link': '링크가 있는 모든 사람',
  'share.role.owner': '소유자',
  'share.role.editor': '편집자',
  'share.role.commenter': '댓글 작성자',
  'share.role.viewer': '보기만',
  'share.role-label': '역할',
  'share.role-of': '{name} 님의 역할',
  'share.remove': '제거',
  'share.add': '추가',
  'share.add-label': '공유할 사람의 이메일',
  'share.add-placeholder': '이메일',
  'share.link-hint.restricted': '위에 적힌 사람만 링크로 열 수 있습니다.',
  'share.link-hint.workspace': '위에 적힌 사람과 작업 공간의 모든 사람이 링크로 열 수 있습니다.',
  'share.link-hint.link': '링크가 있으면 누구나 계정 없이 열 수 있습니다.',
  'share.invitation':
    '{email}은(는) 아직 계정이 없습니다. 이 링크를 보내세요. 14일 동안 한 번 쓸 수 있고 이 문서를 엽니다.',
  'share.invitation-mailed': '{email} 님은 아직 계정이 없어요. 초대 메일을 보냈어요.',
  'share.copy-invitation': '초대 링크 복사',
  'share.copy-failed-hint': '직접 선택해서 복사하세요.',
  'share.failed': '공유를 바꾸지 못했습니다',
  'share.problem.is-owner': '이 문서의 소유자입니다.',
} as const satisfies Record<keyof typeof english, string>
