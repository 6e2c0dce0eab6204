/** The page about the API. */
export const apiDocs = {
  'api.title': 'API 안내',
  'api.intro':
    '화면에서 하는 일은 프로그램으로도 모두 할 수 있어요. 설정에서 토큰을 만들어 요청마다 함께 보내세요. 경로 설명은 영어로 되어 있어요. 같은 내용의 OpenAPI:',
  'api.start': '시작하기',
  'api.start-text': '문서를 만들고 목록에서 확인해 보세요.',
  'api.writing-text':
    '문서 내용은 /sync/<id>에서 y-websocket 클라이언트로 읽고 써요. 소스의 docs/api.md에 열 줄짜리 예제가 있어요.',
  'api.parts': '차례',
  'api.errors': '오류',
  'api.errors-text': '오류는 문제 정보(RFC 9457)로 알려요. type의 끝은 아래 중 하나이고 바뀌지 않아요.',
  'api.schemas': '주고받는 값',
  'api.path': '경로',
  'api.query': '쿼리',
  'api.headers': '헤더',
  'api.body': '본문',
  'api.answer': '응답',
  'api.no-answer': '내용 없음(204)',
  'api.redirect': '다른 주소로 이동(302)',
  'api.problems': '오류',
  'api.example': '예시',
  'api.required': '필수',
} as const
