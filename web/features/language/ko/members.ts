/** The people page. */
import type { members as english } from '../en/members.ts'

export const members = {
  'members.title': '사람',
  'members.people': '이 작업 공간의 사람',
  'members.invite': '초대하기',
  'members.invite-text':
    '구성원은 문서를 만들고 작업 공간 모두에게 열린 문서를 봐요. 손님은 공유받은 문서만 봐요. 관리자는 사람을 초대하고 관리하는 일도 해요.',
  'members.make-link': '초대 링크 만들기',
  'members.link-text': '이 링크를 한 사람에게 보내세요. 14일 동안 한 번 쓸 수 있고 다시 보이지 않아요.',
  'members.invite-email': '이메일',
  'members.send-invitation': '초대 메일 보내기',
  'members.invitation-sent': '{email} 주소로 초대 메일을 보냈어요.',
  'members.not-sent': '메일을 보내지 못했어요. 이 링크를 {email} 님에게 직접 보내세요. 14일 동안 한 번만 쓸 수 있어요.',
  'members.actions': '{name} 더 보기',
  'members.make-reset': '비밀번호 링크 만들기',
  'members.reset-title': '{name} 님의 새 비밀번호',
  'members.reset-text':
    '이 링크를 {name} 님에게만 보내세요. 24시간 동안 한 번만 쓸 수 있고, 쓰면 모든 곳에서 로그아웃돼요. 다시 보이지 않아요.',
  'members.role-label': '초대할 역할',
  'members.role.owner': '소유자',
  'members.role.admin': '관리자',
  'members.role.member': '구성원',
  'members.role.guest': '손님',
  'members.guest-title': '구성원에게 열린 곳이에요',
  'members.guest-text': '이 작업 공간의 손님이라 공유받은 문서만 보이고, 함께 일하는 사람은 보이지 않아요.',
  'members.disabled': '사용 중지',
  'members.failed': '잘 되지 않았어요',
  'members.reset-factor': '2단계 인증 초기화',
  'members.factor-reset': '2단계 인증을 껐어요',
  'members.factor-reset-text': '{name} 님은 이제 비밀번호만으로 로그인해요. 모든 곳에서 로그아웃했어요.',
  'members.audit': '활동 기록',
} as const satisfies Record<keyof typeof english, string>
