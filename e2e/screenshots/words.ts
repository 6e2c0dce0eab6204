/** What is written in the documents of the screenshots, in both languages. */
export interface Words {
  readonly workspace: readonly string[]
  readonly me: string
  readonly other: string
  readonly title: string
  readonly text: string
  /** A line of the text, and what the other one adds to it. */
  readonly todo: string
  readonly typed: string
  readonly labels: Readonly<Record<'cover' | 'upload', string>>
}

const list = (items: readonly (readonly [done: boolean, text: string])[]): string =>
  `<ul data-type="taskList">${items.map(([done, text]) => `<li data-type="taskItem" data-checked="${done}"><p>${text}</p></li>`).join('')}</ul>`
const table = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
  `<table><tr>${head.map((cell) => `<th><p>${cell}</p></th>`).join('')}</tr>${rows.map((row) => `<tr>${row.map((cell) => `<td><p>${cell}</p></td>`).join('')}</tr>`).join('')}</table>`

export const WORDS: Readonly<Record<'en' | 'ko', Words>> = {
  en: {
    workspace: ['Seed orders', 'Village meeting', 'Water and weather'],
    me: 'Mina Kim',
    other: 'Jun Park',
    title: 'Harvest plan',
    text: `<p>Who does what, and <strong>by when</strong>. Ask Jun about the seed.</p><h2>This week</h2>${list([
      [true, 'Mend the gate of the lower field'],
      [false, 'Mow, if it stays dry'],
      [false, 'Bring the sacks to the mill'],
    ])}<h2>Fields</h2>${table([
      ['Field', 'Who', 'Day'],
      ['Lower', 'Mina', 'Tuesday'],
      ['Upper', 'Jun', 'Thursday'],
    ])}<blockquote><p>Many hands, light work.</p></blockquote>`,
    todo: 'Bring the sacks to the mill',
    typed: ' by Friday',
    labels: { cover: 'Add cover', upload: 'Upload' },
  },
  ko: {
    workspace: ['씨앗 주문', '마을 회의', '물과 날씨'],
    me: '김민아',
    other: '박준',
    title: '가을걷이 계획',
    text: `<p>누가 무엇을 <strong>언제까지</strong> 하는지 적어요. 씨앗은 준에게 물어보세요.</p><h2>이번 주</h2>${list([
      [true, '아랫논 울타리 고치기'],
      [false, '날이 개면 벼 베기'],
      [false, '방앗간에 자루 옮기기'],
    ])}<h2>논</h2>${table([
      ['논', '누가', '언제'],
      ['아랫논', '민아', '화요일'],
      ['윗논', '준', '목요일'],
    ])}<blockquote><p>백지장도 맞들면 낫다.</p></blockquote>`,
    todo: '방앗간에 자루 옮기기',
    typed: ' (금요일까지)',
    labels: { cover: '커버 추가', upload: '올리기' },
  },
}
