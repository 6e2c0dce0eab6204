/** The first document of an installation: a real one, to be written over. */
import type { SeedContent } from '@dure/document'

export const WELCOME: Readonly<Record<'en' | 'ko', SeedContent>> = {
  en: {
    title: 'Welcome to Dure',
    blocks: [
      { kind: 'paragraph', text: 'This is a document like any other. Change it as you like.' },
      { kind: 'heading', level: 2, text: 'Write together' },
      {
        kind: 'paragraph',
        text: 'Press Share and copy the link: whoever has it can write here with you, without an account. Everybody sees what everybody types as they type it.',
      },
      { kind: 'heading', level: 2, text: 'Saved means on disk' },
      {
        kind: 'paragraph',
        text: 'Look at the top while you type. When it says Saved, your words are on the disk of this server. If the network goes away, go on: they are kept on this device and sent later.',
      },
      { kind: 'heading', level: 2, text: 'Three things to try' },
      { kind: 'task', text: 'Type / on an empty line for everything a document can hold' },
      { kind: 'task', text: 'Type # and a space for a heading, - for a list, [ ] for a task' },
      { kind: 'task', text: 'Go to the list of documents by the mark in the corner, and start one of your own' },
    ],
  },
  ko: {
    title: '두레에 오신 것을 환영합니다',
    blocks: [
      { kind: 'paragraph', text: '이 문서도 다른 문서와 똑같습니다. 마음껏 고치세요.' },
      { kind: 'heading', level: 2, text: '함께 쓰기' },
      {
        kind: 'paragraph',
        text: '공유를 눌러 링크를 복사해 보내세요. 링크가 있으면 계정이 없어도 여기서 함께 쓸 수 있고, 누가 무엇을 쓰든 쓰는 대로 모두에게 보입니다.',
      },
      { kind: 'heading', level: 2, text: '저장됨은 디스크에 있다는 뜻입니다' },
      {
        kind: 'paragraph',
        text: '쓰면서 위쪽을 보세요. 저장됨이라고 나오면 글이 이 서버의 디스크에 있습니다. 네트워크가 끊겨도 계속 쓰세요. 이 기기에 보관했다가 나중에 보냅니다.',
      },
      { kind: 'heading', level: 2, text: '해 볼 것 세 가지' },
      { kind: 'task', text: '빈 줄에 /를 입력해 문서에 넣을 수 있는 것을 살펴보기' },
      { kind: 'task', text: '#과 빈칸으로 제목, -로 목록, [ ]로 할 일 만들기' },
      { kind: 'task', text: '왼쪽 위 표시를 눌러 문서 목록으로 가서 새 문서 시작하기' },
    ],
  },
}
