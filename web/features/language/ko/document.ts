/** The page of a document, and the people on it. */
import type { document as english } from '../en/document.ts'

export const document = {
  'document.home': '모든 문서',
  'document.title-label': '제목',
  'document.body-label': '문서 본문',
  'document.placeholder': '내용을 적거나 / 를 눌러 보세요…',
  'document.block-placeholder': '내용을 적거나 / 를 눌러 보세요',
  'document.loading': '문서를 여는 중…',
  'document.copy-link': '링크 복사',
  'document.link-copied': '링크를 복사했어요',
  'document.link-copied-hint': '링크를 연 사람은 누구나 여기서 함께 쓸 수 있어요.',
  'document.copy-failed': '링크를 복사하지 못했어요',
  'document.copy-failed-hint': '주소 표시줄에서 직접 복사해 주세요.',

  'ended.unknown.title': '문서가 여기 없어요',
  'ended.unknown.text': '삭제됐을 수 있어요. 아래에 저장되지 않은 글이 있다면 떠나기 전에 복사해 두세요.',
  'ended.sign-in.title': '로그인해야 계속할 수 있습니다',
  'ended.sign-in.text':
    '로그아웃되었거나 이 문서가 더는 손님에게 열려 있지 않습니다. 페이지를 다시 불러와 로그인하세요. 저장되지 않은 것은 이 기기에 남아 있습니다.',
  'ended.forbidden.title': '이 문서를 열 수 없어요',
  'ended.forbidden.text': '열 수 있는 사람에게 공유를 요청해 주세요.',
  'ended.outdated.title': '새 버전의 두레가 준비됐어요',
  'ended.outdated.text': '새로고침하면 이어서 쓸 수 있어요.',
  'ended.replaced.title': '서버에서 문서가 바뀌었어요',
  'ended.replaced.text':
    '지금 보이는 것은 바뀌기 전의 내용이에요. 이 기기에 남아 홈 화면의 목록에서 볼 수 있고, 새 문서와 섞이지 않았어요.',
  'ended.other.title': '연결이 끝났어요',
  'ended.other.text': '서버가 연결을 닫았고 자동으로는 다시 연결하지 않아요. 새로고침해서 다시 시도해 주세요.',

  'ended.reload': '새로고침',
  'ended.reconnect': '지금 다시 연결',

  'presence.label': '지금 함께 있는 사람',
  'presence.you': '{name} (나)',
  'presence.more': '{count}명 더',
  'presence.joined': '{name} 님이 들어왔어요',
  'presence.left': '{name} 님이 나갔어요',
  'presence.someone': '누군가',
  'presence.name-title': '내 이름',
  'presence.name-hint': '다른 사람에게 내 커서 옆에 보여요.',
  'presence.name-label': '이름',
  'presence.name-save': '완료',
  'presence.edit-name': '내 이름: {name}. 이름 바꾸기',

  'keys.title': '키보드 단축키',
  'keys.marks': '서식',
  'keys.blocks': '블록',
  'keys.writing': '글쓰기',
  'keys.slash': '블록 메뉴 (낱말을 시작하는 자리에서)',
  'keys.toolbar': '도구 모음으로, 돌아올 때는 Esc',
  'keys.save': '저장됐는지 확인',
  'keys.list': '이 목록',
  'document.view-only': '보기 전용',
  'document.forbidden-as': '{email}(으)로 로그인했습니다. 링크를 보낸 사람에게 문서를 공유해 달라고 하세요.',
  'presence.guest-hint': '손님으로 참여하고 있습니다.',
  'presence.guest': '{name} (손님)',
} as const satisfies Record<keyof typeof english, string>
