import { expect, test } from 'vitest'
import { type Emoji, findEmoji } from './emoji.ts'

const emoji = (unicode: string, ...words: string[]): Emoji => ({ unicode, label: words[0] ?? '', words })
const ALL = [
  emoji('😀', 'grinning', 'grinningface', '활짝웃는얼굴', 'smile', '미소'),
  emoji('😄', 'smile', 'grinningfacewithsmilingeyes', '미소짓는얼굴'),
  emoji('❤️', 'heart', 'redheart', '빨간하트', 'love', '사랑'),
  emoji('👍', '+1', 'thumbsup', '엄지', '좋아요'),
]
const found = (query: string) => findEmoji(ALL, query).map(({ unicode }) => unicode)

test('an emoji is found by its shortcode first, and by words of both languages', () => {
  expect(found('smile')).toEqual(['😄', '😀'])
  expect(found('하트')).toEqual(['❤️'])
  expect(found('미소'.normalize('NFD'))).toEqual(['😀', '😄'])
  expect(found('thumbs_up')).toEqual(['👍'])
  expect(found('+1')).toEqual(['👍'])
  expect(found('heart:')).toEqual(['❤️'])
  expect(found('zzz')).toEqual([])
})
