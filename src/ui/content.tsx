import type { Child } from 'hono/jsx';
import { Icon, type IconName } from './icon.tsx';
import type { Tone } from './tone.ts';

/** The `<h1>` of a page, with a sentence under it and its main actions (`ButtonLink`s) beside it. */
export function PageHeader(props: {
  readonly title: string;
  /** Small text above the title: the kind of object shown. */
  readonly kicker?: string | undefined;
  readonly lead?: Child;
  /** A `StatusTag` beside the title. */
  readonly status?: Child;
  readonly actions?: Child;
}) {
  return (
    <div class="e-page-header">
      <div>
        {props.kicker && <p class="e-kicker">{props.kicker}</p>}
        <h1>{props.title}</h1>
        {props.status && <p class="e-page-header__status">{props.status}</p>}
        {props.lead && <p class="e-lead">{props.lead}</p>}
      </div>
      {props.actions && <div class="e-actions">{props.actions}</div>}
    </div>
  );
}

/** A warm band across the page: the title of a public page, a sentence, and usually a search form. */
export function Hero(props: { readonly title: string; readonly lead?: Child; readonly children?: Child }) {
  return (
    <div class="e-hero">
      <h1>{props.title}</h1>
      {props.lead && <p class="e-lead">{props.lead}</p>}
      {props.children}
    </div>
  );
}

/** A titled part of a page; `id` lets other pages link to it. */
export function Section(props: {
  readonly title: string;
  readonly id?: string | undefined;
  readonly actions?: Child;
  readonly children?: Child;
}) {
  return (
    <section class="e-section" id={props.id}>
      <div class="e-section__header">
        <h2>{props.title}</h2>
        {props.actions && <div class="e-actions">{props.actions}</div>}
      </div>
      {props.children}
    </section>
  );
}

const TONE_WORDS: Readonly<Record<Tone, string>> = {
  success: 'Succès',
  warning: 'Attention',
  danger: 'Erreur',
  info: 'Information',
  neutral: 'Note',
};

/** A message set apart from the text. It is read in place: for one that must interrupt, see the `flash` of `Layout`. */
export function Alert(props: {
  readonly tone?: Tone | undefined;
  readonly title?: string | undefined;
  readonly children?: Child;
}) {
  const tone = props.tone ?? 'info';
  return (
    <div class="ds-alert e-alert" data-color={tone}>
      <Icon name={tone} />
      <div>
        <span class="ds-sr-only">{TONE_WORDS[tone]} : </span>
        {props.title && <p class="e-alert__title">{props.title}</p>}
        <div>{props.children}</div>
      </div>
    </div>
  );
}

/** The state of an object in one or two words, with an icon of its tone. */
export function StatusTag(props: { readonly tone: Tone; readonly label: string }) {
  return (
    <span class="ds-tag e-tag" data-color={props.tone}>
      <Icon name={props.tone} />
      {props.label}
    </span>
  );
}

/** A word that sorts things, without any state. */
export function Tag(props: { readonly label: string; readonly icon?: IconName | undefined }) {
  return (
    <span class="ds-tag e-tag" data-color="neutral">
      {props.icon && <Icon name={props.icon} />}
      {props.label}
    </span>
  );
}

/** A framed thing of a list. With `href` the title is a link, and the whole card can be pressed. */
export function Card(props: {
  readonly title: string;
  readonly href?: string | undefined;
  /** Above the title: a `StatusTag` or a `Tag`. */
  readonly tag?: Child;
  readonly footer?: Child;
  /** Heading level of the title, 3 unless said. */
  readonly level?: 2 | 3 | 4 | undefined;
  readonly children?: Child;
}) {
  const title = props.href ? <a href={props.href}>{props.title}</a> : props.title;
  return (
    <article class={props.href ? 'ds-card e-card e-card--link' : 'ds-card e-card'}>
      {props.tag && <p class="e-card__tag">{props.tag}</p>}
      <Heading level={props.level ?? 3}>{title}</Heading>
      {props.children && <div class="e-card__body">{props.children}</div>}
      {props.footer && <div class="e-card__footer">{props.footer}</div>}
    </article>
  );
}

/** Cards side by side where there is room, one under the other on a phone. */
export function CardGrid(props: { readonly children?: Child }) {
  return <div class="e-cards">{props.children}</div>;
}

function Heading(props: { readonly level: 2 | 3 | 4; readonly children?: Child }) {
  if (props.level === 2) return <h2 class="e-card__title">{props.children}</h2>;
  if (props.level === 4) return <h4 class="e-card__title">{props.children}</h4>;
  return <h3 class="e-card__title">{props.children}</h3>;
}

export type Description = { readonly term: string; readonly details: Child };

/** Facts about one object: « Adresse », « Téléphone »… A fact without value reads « non renseigné ». */
export function DescriptionList(props: { readonly items: readonly Description[] }) {
  return (
    <dl class="e-facts">
      {props.items.map(({ term, details }) => (
        <div>
          <dt>{term}</dt>
          <dd>{isBlank(details) ? <span class="e-muted">non renseigné</span> : details}</dd>
        </div>
      ))}
    </dl>
  );
}

function isBlank(child: Child): boolean {
  return child === null || child === undefined || child === '';
}

export type KeyFigure = { readonly value: string; readonly label: string; readonly hint?: string | undefined };

const AU_MOINS = 'au moins\u00a0';

/** « au moins 321 »: its words are smaller, or the number would be cut for want of room. */
function auMoins(value: string): Child {
  if (!value.startsWith(AU_MOINS)) return value;
  return (
    <>
      <small>au moins</small> {value.slice(AU_MOINS.length)}
    </>
  );
}

/** Large figures, already written in French (« 1 204 »), each with what it counts. */
export function KeyFigures(props: { readonly items: readonly KeyFigure[] }) {
  return (
    <ul class="e-figures">
      {props.items.map((item) => (
        <li>
          <strong>{auMoins(item.value)}</strong>
          <span>{item.label}</span>
          {item.hint && <small>{item.hint}</small>}
        </li>
      ))}
    </ul>
  );
}

export type Day = {
  /** « lundi 4 mai » */
  readonly label: string;
  readonly items: readonly DayItem[];
};
type DayItem = {
  /** « 9 h – 12 h » */
  readonly time: string;
  readonly title: string;
  readonly href?: string | undefined;
  readonly details?: Child;
  readonly tag?: Child;
};

/** A diary: days one under the other, what happens in each, by time. */
export function DayList(props: { readonly days: readonly Day[] }) {
  return (
    <ol class="e-days">
      {props.days.map((day) => (
        <li>
          <h3>{day.label}</h3>
          <ul>
            {day.items.map((item) => (
              <li class="e-slot">
                <span class="e-slot__time">{item.time}</span>
                <div>
                  {item.href ? <a href={item.href}>{item.title}</a> : <strong>{item.title}</strong>}
                  {item.tag && <> {item.tag}</>}
                  {item.details && <div class="e-muted">{item.details}</div>}
                </div>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

/** Nothing to show yet: why, and what can be done about it. */
export function EmptyState(props: { readonly title: string; readonly children?: Child; readonly action?: Child }) {
  return (
    <div class="e-empty">
      <p class="e-empty__title">{props.title}</p>
      {props.children && <div>{props.children}</div>}
      {props.action && <div class="e-actions">{props.action}</div>}
    </div>
  );
}

/** Says that something is done, and what happens next. It is a page of its own: its title is the `<h1>` unless said. */
export function ConfirmationPage(props: {
  readonly title: string;
  readonly children?: Child;
  readonly next: readonly { readonly href: string; readonly label: string }[];
  /** 3 where it is shown inside another page. */
  readonly level?: 1 | 3 | undefined;
}) {
  return (
    <div class="e-confirmation">
      <div class="e-confirmation__panel">
        <Icon name="success" />
        {props.level === 3 ? <h3>{props.title}</h3> : <h1>{props.title}</h1>}
      </div>
      {props.children}
      <p class="e-confirmation__next">Et maintenant ?</p>
      <ul class="e-links">
        {props.next.map((step) => (
          <li>
            <a href={step.href}>{step.label}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
