'use client'
/** Oneself in the header: opens a field for the name that the others see. */
import { type FormEvent, useState } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SignInHere } from '../account/sign-in-here.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './name-editor.module.css'
import { initials } from './people.ts'
import { personVariable } from './person-colour.ts'

/** As long as the server lets a name be, less room for a generated one's neighbours: a label is not a letter. */
const MAX_NAME_LENGTH = 40

export function NameEditor({
  name,
  colour,
  onRename,
}: {
  readonly name: string
  readonly colour: number
  readonly onRename: (name: string) => void
}) {
  const { t } = useTranslator()
  const [open, setOpen] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget).get('name')
    onRename(typeof typed === 'string' ? typed : '')
    setOpen(false)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t('presence.name-title')}
      description={t('presence.name-hint')}
      trigger={
        <button type="button" className={styles.trigger} aria-label={t('presence.edit-name', { name })}>
          <Avatar aria-hidden="true" initials={initials(name)} colour={personVariable(colour)} />
        </button>
      }
    >
      <form className={styles.form} onSubmit={submit}>
        <TextField
          name="name"
          label={t('presence.name-label')}
          hideLabel
          defaultValue={name}
          maxLength={MAX_NAME_LENGTH}
          autoComplete="nickname"
          enterKeyHint="done"
        />
        <Button type="submit" kind="primary">
          {t('presence.name-save')}
        </Button>
      </form>
      <p className={styles.guest}>
        {t('presence.guest-hint')} <SignInHere />
      </p>
    </Popover>
  )
}
