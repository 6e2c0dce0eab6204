/** The page about the API. */
export const apiDocs = {
  'api.title': 'API',
  'api.intro':
    'Everything the interface does, a program can do. Make a token in the settings, and send it with each request. The same as OpenAPI:',
  'api.start': 'Start',
  'api.start-text': 'Make a document, and see it in the list:',
  'api.writing-text':
    'What is in a document is read and written at /sync/<id>, by any y-websocket client: docs/api.md in the source has a script of ten lines.',
  'api.parts': 'Parts',
  'api.errors': 'Errors',
  'api.errors-text':
    'An error is answered as problem details (RFC 9457). Its type ends in one of these, and stays the same.',
  'api.schemas': 'What is sent',
  'api.path': 'Path',
  'api.query': 'Query',
  'api.headers': 'Headers',
  'api.body': 'Body',
  'api.answer': 'Answer',
  'api.no-answer': 'Nothing (204).',
  'api.redirect': 'Another address (302).',
  'api.problems': 'Errors',
  'api.example': 'Example',
  'api.required': 'required',
} as const
