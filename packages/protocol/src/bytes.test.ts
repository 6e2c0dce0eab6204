import fc from 'fast-check'
import * as decoding from 'lib0/decoding'
import { expect, test } from 'vitest'
import { encode, MalformedMessage, Reader, writeVarString, writeVarUint } from './bytes.ts'

test('numbers are those of lib0, both ways', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      const bytes = encode((encoder) => writeVarUint(encoder, value))
      expect(new Reader(bytes).varUint('value')).toBe(value)
      expect(decoding.readVarUint(decoding.createDecoder(bytes))).toBe(value)
    }),
  )
})

test('strings are those of lib0, both ways', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const bytes = encode((encoder) => writeVarString(encoder, value))
      expect(new Reader(bytes).varString('value', 10_000)).toBe(value)
      expect(decoding.readVarString(decoding.createDecoder(bytes))).toBe(value)
    }),
  )
})

test('a number is at most 2^53 - 1 and eight bytes', () => {
  const largest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]
  expect(new Reader(Uint8Array.from(largest)).varUint('value')).toBe(Number.MAX_SAFE_INTEGER)
  const refused = (...bytes: readonly number[]) =>
    expect(() => new Reader(Uint8Array.from(bytes)).varUint('value')).toThrow(MalformedMessage)
  refused(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x10)
  refused(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)
  // Padding that adds nothing is refused beyond eight bytes.
  refused(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00)
  refused(...Array.from({ length: 1_000 }, () => 0x80))
  refused(0x80)
  refused()
})

test('a length that overruns the message, or its own limit, is malformed', () => {
  expect(() => new Reader(Uint8Array.of(3, 1, 2)).varBytes('field', 10)).toThrow('field: 3 bytes announced, 2 left')
  expect(() => new Reader(Uint8Array.of(3, 1, 2, 3)).varBytes('field', 2)).toThrow('field: 3 bytes, at most 2')
  expect(new Reader(Uint8Array.of(3, 1, 2, 3)).varBytes('field', 3)).toEqual(Uint8Array.of(1, 2, 3))
})

test('text must be UTF-8, and a byte order mark is a character of it', () => {
  expect(() => new Reader(Uint8Array.of(1, 0xff)).varString('name', 10)).toThrow('name: not valid UTF-8')
  expect(() => new Reader(Uint8Array.of(3, 0xed, 0xa0, 0x80)).varString('name', 10)).toThrow(MalformedMessage)
  expect(new Reader(Uint8Array.of(3, 0xef, 0xbb, 0xbf)).varString('name', 10)).toBe('\uFEFF')
})

test('bytes that are read are a view, and reads stay within a view', () => {
  const whole = Uint8Array.of(9, 9, 2, 7, 8, 9)
  const reader = new Reader(whole.subarray(2, 5))
  expect(reader.varBytes('field', 10)).toEqual(Uint8Array.of(7, 8))
  expect(reader.remaining).toBe(0)
  reader.end()
  expect(() => new Reader(whole.subarray(2, 4)).varBytes('field', 10)).toThrow(MalformedMessage)
})
