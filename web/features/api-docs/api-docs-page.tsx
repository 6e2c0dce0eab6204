/** The API for people: every route by its part, from the same description that the server registers its routes from. */
import {
  API_PARTS,
  type ApiPart,
  curlOf,
  exampleOf,
  isBytes,
  type Json,
  type JsonObject,
  type Operation,
  openApiOf,
  operationDetails,
  PROBLEMS,
  pathTemplate,
  problemsOf,
} from '@dure/api/description'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import type { Translator } from '../language/translate.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import type { Theme } from '../theme/theme.ts'
import styles from './api-docs-page.module.css'
import { type Field, fieldsOf, isObject, nameOf, typeWords } from './schema-words.ts'

type T = Translator['t']

/** @param origin Where this installation is, for the examples. */
export function ApiDocsPage({ theme, t, origin }: { readonly theme: Theme; readonly t: T; readonly origin: string }) {
  const openApi = openApiOf(API_PARTS)
  const components = openApi['components'] as { readonly schemas: JsonObject }
  const paths = openApi['paths'] as Readonly<Record<string, Readonly<Record<string, JsonObject>>>>
  const said = (entry: Operation): JsonObject => paths[pathTemplate(entry)]?.[entry.method.toLowerCase()] ?? {}
  return (
    <>
      <TopBar actions={<PreferencesMenu theme={theme} />}>
        <Link href="/" className={styles.home} aria-label={t('document.home')}>
          <Mark />
        </Link>
        <span className={styles.place}>{t('api.title')}</span>
      </TopBar>
      <main id="content" className={styles.main}>
        <h1 className={styles.title}>{t('api.title')}</h1>
        <p className={styles.text}>
          {t('api.intro')}{' '}
          <a className={styles.link} href="/api/openapi.json">
            /api/openapi.json
          </a>
        </p>
        <nav aria-label={t('api.parts')} className={styles.parts}>
          {API_PARTS.map(({ name }) => (
            <a key={name} className={styles.link} href={`#${anchor(name)}`}>
              {name}
            </a>
          ))}
          <a className={styles.link} href="#errors">
            {t('api.errors')}
          </a>
          <a className={styles.link} href="#schemas">
            {t('api.schemas')}
          </a>
        </nav>
        <section className={styles.section} aria-labelledby="start">
          <h2 id="start" className={styles.heading}>
            {t('api.start')}
          </h2>
          <p className={styles.text}>{t('api.start-text')}</p>
          <Code text={startExample(origin)} label={t('api.example')} />
          <p className={styles.text}>{t('api.writing-text')}</p>
        </section>
        {API_PARTS.map((part) => (
          <Part key={part.name} part={part} said={said} schemas={components.schemas} t={t} origin={origin} />
        ))}
        <section className={styles.section} aria-labelledby="errors">
          <h2 id="errors" className={styles.heading}>
            {t('api.errors')}
          </h2>
          <p className={styles.text}>{t('api.errors-text')}</p>
          <dl className={styles.fields} lang="en">
            {Object.entries(PROBLEMS).map(([kind, { status, means }]) => (
              <Row key={kind} name={kind} note={String(status)}>
                {withCode(means)}
              </Row>
            ))}
          </dl>
        </section>
        <section className={styles.section} aria-labelledby="schemas">
          <h2 id="schemas" className={styles.heading}>
            {t('api.schemas')}
          </h2>
          {Object.entries(components.schemas).map(([name, schema]) => (
            <details key={name} className={styles.entry}>
              <summary className={styles.summary}>
                <code className={styles.path}>{name}</code>
              </summary>
              {/* Inside, so that a link to it opens it. */}
              <div className={styles.body} id={`schema-${name}`}>
                {isObject(schema) && schema['properties'] !== undefined ? (
                  <Fields fields={fieldsOf(schema, components.schemas)} t={t} />
                ) : (
                  <p className={styles.text}>{typeWords(schema, components.schemas)}</p>
                )}
              </div>
            </details>
          ))}
        </section>
      </main>
    </>
  )
}

function Part({
  part: { name, operations },
  said,
  ...rest
}: {
  readonly part: ApiPart
  readonly said: (entry: Operation) => JsonObject
  readonly schemas: JsonObject
  readonly t: T
  readonly origin: string
}) {
  return (
    <section className={styles.section} aria-labelledby={anchor(name)} lang="en">
      <h2 id={anchor(name)} className={styles.heading}>
        {name}
      </h2>
      {Object.entries(operations).map(([id, entry]) => (
        <Entry key={id} id={id} entry={entry} said={said(entry)} {...rest} />
      ))}
    </section>
  )
}

function Entry({
  id,
  entry,
  said,
  schemas,
  t,
  origin,
}: {
  readonly id: string
  readonly entry: Operation
  readonly said: JsonObject
  readonly schemas: JsonObject
  readonly t: T
  readonly origin: string
}) {
  const body = jsonOf(said['requestBody'])
  const parameters = Array.isArray(said['parameters']) ? (said['parameters'] as readonly JsonObject[]) : []
  const inPlace = (place: string): readonly Field[] =>
    parameters
      .filter((each) => each['in'] === place)
      .map((each) => ({
        name: String(each['name']),
        type: parameterWords(each, schemas),
        required: each['required'] === true,
      }))
  return (
    <details className={styles.entry} id={id}>
      <summary className={styles.summary}>
        <span className={styles.method}>{entry.method}</span>
        <code className={styles.path}>{pathTemplate(entry)}</code>
        <span className={styles.does}>{entry.does}</span>
      </summary>
      <div className={styles.body}>
        <p className={styles.text}>{withCode(operationDetails(entry))}</p>
        <Group title={t('api.path')} fields={inPlace('path')} t={t} />
        <Group title={t('api.query')} fields={inPlace('query')} t={t} />
        <Group title={t('api.headers')} fields={inPlace('header')} t={t} />
        <Group title={t('api.body')} fields={fieldsOf(body, schemas)} t={t} />
        <h3 className={styles.label}>{t('api.answer')}</h3>
        <p className={styles.text}>{answerWords(entry, said, schemas, t)}</p>
        <h3 className={styles.label}>{t('api.problems')}</h3>
        <p className={styles.codes}>
          {problemsOf(entry).map((kind) => (
            <code key={kind}>{`${PROBLEMS[kind].status} ${kind}`}</code>
          ))}
        </p>
        <h3 className={styles.label}>{t('api.example')}</h3>
        <Code
          text={curlOf(entry, body === undefined ? undefined : exampleOf(body, schemas), origin)}
          label={`${t('api.example')}: ${entry.does}`}
        />
      </div>
    </details>
  )
}

/** What a part of the path is says its name; of everything else its type is worth knowing. */
function parameterWords({ in: place, description, schema }: JsonObject, schemas: JsonObject): string {
  const words = typeof description === 'string' ? description : ''
  return place === 'path' ? words : [typeWords(schema, schemas), words].filter(Boolean).join('. ')
}

function Group({ title, fields, t }: { readonly title: string; readonly fields: readonly Field[]; readonly t: T }) {
  if (fields.length === 0) return null
  return (
    <>
      <h3 className={styles.label}>{title}</h3>
      <Fields fields={fields} t={t} />
    </>
  )
}

function Fields({ fields, t }: { readonly fields: readonly Field[]; readonly t: T }) {
  return (
    <dl className={styles.fields}>
      {fields.map(({ name, type, required }) => (
        <Row key={name} name={name} note={required ? t('api.required') : ''}>
          {withCode(type)}
        </Row>
      ))}
    </dl>
  )
}

function Row({ name, note, children }: { readonly name: string; readonly note: string; readonly children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt className={styles.name}>
        <code>{name}</code>
        {note === '' ? null : <span className={styles.note}>{note}</span>}
      </dt>
      <dd className={styles.meaning}>{children}</dd>
    </div>
  )
}

/** It scrolls by itself on a narrow page, and by the keyboard. */
function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: reason: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable).
    <section className={styles.code} tabIndex={0} aria-label={label}>
      <pre>
        <code>{text}</code>
      </pre>
    </section>
  )
}

function answerWords(entry: Operation, said: JsonObject, schemas: JsonObject, t: T): ReactNode {
  const { answer, status = 200 } = entry
  if (answer === 'nothing') return t('api.no-answer')
  if (answer === 'redirect') return t('api.redirect')
  if (isBytes(answer)) return answer.bytes
  const responses = isObject(said['responses']) ? said['responses'] : {}
  const schema = jsonOf(responses[String(status)])
  const named = nameOf(schema)
  const words = named === undefined ? typeWords(schema, schemas) : <a href={`#schema-${named}`}>{named}</a>
  return (
    <>
      {status} {words}
    </>
  )
}

/** The schema of a body or an answer that is JSON. */
function jsonOf(holder: Json | undefined): Json | undefined {
  const content = isObject(holder) ? holder['content'] : undefined
  const json = isObject(content) ? content['application/json'] : undefined
  return isObject(json) ? json['schema'] : undefined
}

/** What stands between backticks is code. */
const withCode = (text: string): ReactNode =>
  text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))

const anchor = (name: string): string => `part-${name.toLowerCase().replaceAll(' ', '-')}`

const startExample = (origin: string): string => `export DURE_TOKEN=dure_…

curl -X POST ${origin}/api/documents \\
  -H "Authorization: Bearer $DURE_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -H "Idempotency-Key: $(uuidgen)" \\
  -d '{}'

curl '${origin}/api/documents?limit=10' \\
  -H "Authorization: Bearer $DURE_TOKEN"`
