// Written by `python -m tests.architecture.api_types --write`; edit the views and shapes it describes.

/** Who is signed in. */
export interface AccountSummary {
  id: number;
  username: string;
  role: "owner" | "moderator" | "member";
}

/** Something that was done to look after the site. */
export interface ActView {
  id: number;
  /** `approve`, `hide`, `spam`, `delete`, `hold`, `undo`, `ban`, `unban` or `rules`. */
  act: string;
  /** Who did it, as they are called now; none for the rules of the site, and for somebody who is gone. */
  actor: string | null;
  /** Whether the rules of the site did it. */
  by_rule: boolean;
  comment_id: number | null;
  /** Whom it was about, as they are called now. */
  username: string | null;
  /** The state that the comment was in. */
  before: "shown" | "held" | "hidden" | "spam" | "deleted" | null;
  undoes: number | null;
  undone: boolean;
  at: string;
}

/** Who caused something. */
export interface Actor {
  username: string;
  name: string;
  avatar: Picture | null;
}

/** An answer to a letter. */
export interface AnswerCreate {
  text: string;
}

/** What was answered. */
export interface AnswerView {
  id: number;
  text: string;
  created_at: string;
}

/** A code that shows that the app is set up. */
export interface AppConfirm {
  code: string;
}

/** What an authenticator app is set up with. */
export interface AppEnrolment {
  /** In base 32, to be typed into the app. */
  secret: string;
  /** The same for apps that are opened by an address. */
  uri: string;
  /** The same for apps that read a picture. */
  qr_svg: string;
}

/** Why somebody may no longer take part. */
export interface BanCreate {
  /** For those who look after the site. */
  reason?: string;
}

/** Somebody who may read but not take part. */
export interface BanView {
  account_id: number;
  username: string;
  reason: string;
  created_at: string;
}

/** Somebody of whom you want nothing. */
export interface BlockedPerson {
  id: number;
  person: Actor;
}

/** An entry as lists show it. */
export interface Card {
  collection: string;
  slug: string;
  /** The path of its page, from the root of the site. */
  url: string;
  title: string;
  summary: string;
  published: string | null;
  updated: string | null;
  lang: string;
  /** Reading time in minutes, at least 1. */
  minutes: number;
  words: number;
  tags: Tag[];
  authors: Person[];
  cover: Picture | null;
  video: Video | null;
  /** The front matter that Portico gives no meaning of its own: `role`, `client`, `repo`, `servings` … */
  facts: Record<string, unknown>;
}

/** How to hear of things; what is left out stays as it is. */
export interface ChoicesUpdate {
  mail?: MailChange | null;
  timezone?: string | null;
}

/** The code that came by mail. */
export interface CodeConfirm {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  /** As it stands in the mail; capitals, the hyphen, and O for 0 do not matter. */
  code: string;
  /** Another name, where the one of the registration was taken in the meantime. */
  username?: string | null;
}

/** Where to send a code. */
export interface CodeCreate {
  email: string;
}

/** A code that somebody who is signed in shows as a second factor. */
export interface CodeProof {
  /** Six digits of the app, or one of the recovery codes. */
  code: string;
}

/** A folder of entries. */
export interface Collection {
  /** The folder's name and the first segment of its addresses. */
  name: string;
  title: string;
  description: string;
  url: string;
  count: number;
  tags: Tag[];
  years: Year[];
}

/** Every collection of the site. */
export interface CollectionList {
  items: Collection[];
}

/** Who said something, as far as that can still be told. */
export interface CommentAuthor {
  kind: "member" | "guest" | "deactivated" | "deleted";
  /** Of a guest the name that was imported; of who is gone, words such as `Deleted user`. */
  name: string;
  username: string | null;
  /** The path of their page; none for guests and who is gone. */
  url: string | null;
  avatar: Picture | null;
  role: string | null;
}

/** A new comment. */
export interface CommentCreate {
  /** Markdown: emphasis, code, lists, quotes, links, and mentions such as `@ada`. */
  text: string;
  /** The comment that it answers; none to begin a thread. */
  parent_id?: number | null;
}

/** What a comment said before it was edited. */
export interface CommentEditView {
  /** Markdown. */
  source: string;
  replaced_at: string;
}

/** What a comment is to say from now on. */
export interface CommentUpdate {
  text: string;
}

/** A comment, as whoever asks may see it. */
export interface CommentView {
  id: number;
  parent_id: number | null;
  /** The comment at the top of its thread; none for that one itself. */
  root_id: number | null;
  /** 0 at the top; it may be any number, and pages stop to indent at 6. */
  depth: number;
  /** Others than `shown` come to everybody only where they stand for their replies, without words or author; its author and keepers of the site are shown what was said. */
  state: "shown" | "held" | "hidden" | "spam" | "deleted";
  author: CommentAuthor | null;
  /** Sanitised. Empty where there is nothing to be seen any more. */
  html: string;
  /** The Markdown, for its author alone. */
  source: string | null;
  created_at: string;
  /** When it was last changed, if that was more than 15 minutes after it was written. */
  edited_at: string | null;
  /** How many direct replies everybody can see. */
  replies: number;
  reactions: ReactionCount[];
  /** Whether whoever asks wrote it. */
  own: boolean;
  /** Where it is on the site: `/blog/hello#comment-12`. */
  path: string;
}

/** A request as it arrived, after the proxies. */
export interface Connection {
  /** The address of the site as the request named it, with the scheme and path that proxies told. */
  url: string;
  /** Where the request came from. */
  address: string;
}

/** What a form needs before it can be sent. */
export interface ContactForm {
  topics: string[];
  /** The key to ask Turnstile with, where letters are checked by it. */
  site_key: string | null;
  /** To be sent with the letter, three seconds from now at the earliest; good once, for a day. */
  stamp: string | null;
}

/** What the last sync had to report. */
export interface ContentProblems {
  /** The first of them, by file and line. */
  items: Problem[];
  total: number;
}

/** The part of a picture to keep, as fractions of its width and height as it is shown. */
export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How many pages were shown on a day. */
export interface DayViews {
  day: string;
  views: number;
}

/** A closed account. */
export interface Deactivation {
  /** When it is deleted for good; until then its holder can open it again. */
  deletion_at: string;
}

/** Somebody who wants to leave. */
export interface DeactivationCreate {
  /** Whether what one wrote under other texts stays, without one's name. */
  keep_comments: boolean;
}

/** What was said under something, and the signs under it itself. */
export interface DiscussionView {
  collection: string;
  /** The present ones, also where former ones were asked for. */
  slug: string;
  title: string;
  path: string;
  state: "open" | "closed";
  /** How many comments are shown, replies included. */
  count: number;
  reactions: ReactionCount[];
  threads: Thread[];
  next_cursor: string | null;
}

/** The code that came to the new address. */
export interface EmailConfirm {
  /** The conversation that it belongs to. */
  id: string;
  code: string;
}

/** An entry with everything its page shows. */
export interface Entry {
  collection: string;
  slug: string;
  url: string;
  title: string;
  summary: string;
  published: string | null;
  updated: string | null;
  lang: string;
  minutes: number;
  words: number;
  tags: Tag[];
  authors: Person[];
  cover: Picture | null;
  video: Video | null;
  facts: Record<string, unknown>;
  html: string;
  headings: Heading[];
  /** The address of the original, when this is a copy of something published elsewhere. */
  canonical: string | null;
  /** The next older entry of the collection. */
  previous: Card | null;
  /** The next newer entry of the collection. */
  next: Card | null;
  related: Card[];
}

/** Something that happened to the account. */
export interface EventAnswer {
  id: number;
  kind: string;
  /** What happened, in a few words. */
  title: string;
  detail: string;
  device: string;
  network: string;
  at: string;
}

/** What one came back from a provider with. */
export interface ExchangeCreate {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  /** From the fragment of `/auth/callback`. */
  code: string;
  /** Whether to open the account again, where one has closed it. */
  reactivate?: boolean;
}

/** A file of all that is kept of somebody. */
export interface ExportAnswer {
  id: number;
  state: "waiting" | "running" | "ready" | "failed";
  /** In hundredths. */
  progress: number;
  /** Bytes of the file, once it is there. */
  size: number | null;
  /** Where to fetch it, once it is there. */
  file: string | null;
  created_at: string;
  /** When the file is deleted. */
  expires_at: string | null;
}

/** One's exports that are kept, the newest first. */
export interface ExportList {
  items: ExportAnswer[];
}

/** A comment as it can be imported again. */
export interface ExportedComment {
  id: number;
  origin: string;
  parent: string | null;
  page: string;
  title: string;
  name: string;
  /** Markdown. */
  text: string;
  state: "shown" | "held" | "hidden" | "spam" | "deleted";
  created_at: string;
  edited_at: string | null;
}

/** A code for a sign-in that waits for a second factor. */
export interface FactorCode {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  ticket: string;
  /** Six digits of the app, or one of the recovery codes. */
  code: string;
}

/** The second factors of an account. */
export interface Factors {
  totp: boolean;
  passkeys: number;
  /** How many are left. */
  recovery_codes: number;
  /** Whether the role asks for one. */
  required: boolean;
}

/** One field that is not as it should be. */
export interface FieldError {
  /** Where it stands: a JSON pointer (RFC 6901) with `query` or `body` as its first segment. */
  pointer: string;
  code: string;
  detail: string;
}

/** Something new that is not for everyone yet. */
export interface FlagAnswer {
  name: string;
  /** For how many of a hundred visitors it is on: 0 for nobody, 100 for everyone. */
  share: number;
  /** Who decides when it is settled. */
  owner: string;
  since: string;
  description: string;
}

/** Every flag there is, settled ones are gone. */
export interface FlagList {
  items: FlagAnswer[];
}

/** A heading of an article, as its table of contents lists it. */
export interface Heading {
  /** 2 to 6; the title of the page is 1. */
  level: number;
  /** The anchor, unique within the page. */
  id: string;
  /** Plain text, without markup. */
  text: string;
}

/** How the process that answers is. */
export interface Health {
  report: Report;
  /** Of Portico. */
  version: string;
  python: string;
  /** The number of the process. */
  process: number;
  uptime_seconds: number;
}

/** A search result. */
export interface Hit {
  collection: string;
  slug: string;
  url: string;
  title: string;
  /** The title with the matched words in `<mark>`, safe to insert as HTML. */
  title_html: string;
  /** The passage around the match, with the matched words in `<mark>`, safe to insert as HTML. */
  snippet_html: string;
  published: string | null;
  /** Relevance by bm25, higher is better; comparable only within one answer. */
  score: number;
}

/** Somebody at a provider who can come in. */
export interface IdentityAnswer {
  id: number;
  provider: string;
  label: string;
  /** The address that the provider told of last. */
  email: string | null;
  email_verified: boolean;
  created_at: string;
  last_used_at: string | null;
}

/** The identities that an account can be signed in to by, the oldest first. */
export interface IdentityList {
  items: IdentityAnswer[];
}

/** Comments to take in. */
export interface ImportCreate {
  comments: ImportedComment[];
  /** Whether to keep also what stood under addresses that the site does not have. */
  keep_unknown?: boolean;
}

/** What became of comments from elsewhere. */
export interface ImportResult {
  added: number;
  /** How many were here before. */
  known: number;
  /** Where those stood that were left out. */
  unknown: UnknownPage[];
}

/** A comment from elsewhere. */
export interface ImportedComment {
  /** What it is known by for good; what is here already is passed over. */
  origin: string;
  /** The origin of what it answers, which comes before it. */
  parent?: string | null;
  /** The path of what it stands under, which may be a former one. */
  page: string;
  title?: string;
  name: string;
  /** Markdown. */
  text: string;
  state?: "shown" | "held" | "hidden" | "spam" | "deleted";
  created_at: string;
  edited_at?: string | null;
}

/** Leave for one person to register. */
export interface InvitationCreate {
  /** The only address that it is good for, where it is sent; without one it is good for any. */
  email?: string | null;
  /** How long it is good. */
  days?: number;
}

/** One piece of work in the background. */
export interface JobAnswer {
  id: number;
  kind: string;
  state: "waiting" | "running" | "done" | "parked";
  /** Of the jobs that are due, the highest goes first. */
  priority: number;
  /** How often it was attempted since it was enqueued or last told to run again. */
  attempts: number;
  /** Why the last attempt failed. */
  error: string | null;
  created_at: string;
  /** Before this moment it is not attempted, or not again. */
  run_at: string;
  done_at: string | null;
  /** When it was given up. */
  parked_at: string | null;
}

/** What becomes of a letter. */
export interface LetterChange {
  state: "new" | "read" | "answered" | "spam";
}

/** A letter to the owner. */
export interface LetterCreate {
  /** One of the topics of the form. */
  topic: string;
  name: string;
  /** Where the answer goes. */
  email: string;
  /** Plain text; lines end with a line feed. */
  text: string;
  /** Left empty by people, who do not see it. What is filled in goes to the spam. */
  website?: string;
  /** What the form gave, where it gives one. */
  stamp?: string | null;
  /** What Turnstile gave, where the form names a key of it. */
  token?: string | null;
}

/** A letter in the list of them. */
export interface LetterEntry {
  id: number;
  topic: string;
  name: string;
  email: string;
  /** How it begins. */
  excerpt: string;
  state: "new" | "read" | "answered" | "spam";
  created_at: string;
}

/** The letter is with the owner. */
export interface LetterTaken {
  taken_at: string;
}

/** A whole letter, with what was answered. */
export interface LetterView {
  id: number;
  topic: string;
  name: string;
  email: string;
  text: string;
  state: "new" | "read" | "answered" | "spam";
  /** What told that a person wrote it: Turnstile, the stamp of the form, or its trap alone. */
  checked: "turnstile" | "stamp" | "trap";
  created_at: string;
  answers: AnswerView[];
}

/** A labelled address: navigation, social profiles, buttons. */
export interface Link {
  label: string;
  url: string;
  /** How many entries lie behind it, where that says something. */
  count: number | null;
}

/** An identity that waited for a proof of whose it is. */
export interface LinkCreate {
  ticket: string;
}

/** A link as it is given. */
export interface LinkUpdate {
  /** What the link is called; 40 characters at most. */
  label: string;
  /** An address that begins with `https://`. */
  url: string;
}

/** How the site is, and what it takes up. */
export interface Machine {
  health: Health;
  /** Of the database: `sqlite` or `postgresql`. */
  engine: string;
  database_bytes: number;
  /** Of the disk that holds the var folder. */
  disk_free_bytes: number;
  disk_bytes: number;
  /** When `portico backup` last wrote an archive; none where it never did on this machine. */
  backed_up_at: string | null;
}

/** A passkey that a browser has made: base64url without padding wherever bytes are meant. */
export interface MadeCredential {
  id: string;
  rawId: string;
  type: "public-key";
  response: MadeResponse;
}

/** What a new passkey is. */
export interface MadeResponse {
  clientDataJSON: string;
  attestationObject: string;
  /** How it is reached. */
  transports?: string[];
}

/** One mail that has left or is to leave; its words are not shown. */
export interface MailAnswer {
  id: number;
  /** What it is for, such as `test`. */
  kind: string;
  state: "waiting" | "sent" | "parked";
  recipient: string;
  subject: string;
  message_id: string;
  created_at: string;
  /** When the mail server took it. */
  sent_at: string | null;
  /** The number of the job that delivers it. */
  job: number | null;
  attempts: number;
  /** When it is attempted next, while it waits. */
  next_attempt_at: string | null;
  /** Why the last attempt failed, where it was the mail server in its own words. */
  error: string | null;
}

/** When each is to be mailed; what is left out stays as it is. */
export interface MailChange {
  reply?: "immediate" | "daily" | "none" | null;
  mention?: "immediate" | "daily" | "none" | null;
  reaction?: "immediate" | "daily" | "none" | null;
  comment?: "immediate" | "daily" | "none" | null;
  held?: "immediate" | "daily" | "none" | null;
  report?: "immediate" | "daily" | "none" | null;
}

/** When each is mailed. */
export interface MailChoices {
  reply: "immediate" | "daily" | "none";
  mention: "immediate" | "daily" | "none";
  reaction: "immediate" | "daily" | "none";
  comment: "immediate" | "daily" | "none";
  held: "immediate" | "daily" | "none";
  report: "immediate" | "daily" | "none";
}

/** What the pages of the site are made of, for whoever wants to fetch it early. */
export interface Manifest {
  /** The fonts that every page is set in. */
  fonts: string[];
  /** The small drawings and textures that transitions and scenes are drawn with. */
  sprites: string[];
  /** The first route whose `path` fits a page is the page's. */
  routes: RouteGroup[];
}

/** What only the holder of an account is told. */
export interface Me {
  id: number;
  username: string;
  role: "owner" | "moderator" | "member";
  state: "active" | "suspended" | "deactivated" | "anonymised";
  email: string | null;
  has_password: boolean;
  /** Where the account can be signed in by as well, such as `github`. */
  providers: string[];
  factors: Factors;
  /** The session that asks; none for a program. */
  session: string | null;
  /** Until when dangerous changes need no further proof. */
  proved_until: string | null;
  created_at: string;
}

/** A comment as those see it who look after the site. */
export interface ModerationEntry {
  comment: CommentView;
  /** Why it waits: `first-comment`, `held-word`, `links`, `judged-spam` where a check takes it for spam, `reports`, or `undone` after an act was. */
  held_for: string | null;
  /** Of what it stands under. */
  title: string;
  /** The beginning of the comment that it answers, as plain text. */
  answers: string;
  /** Whether its author is. */
  banned: boolean;
  /** How often it was edited, also where that is not marked. */
  edits: number;
  /** How many other comments came from the same network within 30 days. */
  from_network: number;
  /** Those that nobody decided on; 20 at most. */
  reports: ReportView[];
  /** The number of the last act on it, to undo it by. */
  last_act: number | null;
}

/** An account that was made, and the link with which its holder chooses a password. */
export interface NewPerson {
  person: PersonAnswer;
  link: string;
  expires_at: string;
}

/** How you hear of things. */
export interface NotificationChoices {
  mail: MailChoices;
  /** Where your day begins, as the IANA database names it; none while you have not said, which is UTC. */
  timezone: string | null;
}

/** Something that happened and concerns you. */
export interface NotificationView {
  id: number;
  /** `comment`, `held` and `report` are for those who look after the site. */
  kind: "reply" | "mention" | "reaction" | "comment" | "held" | "report";
  /** The last who did it; none for whoever has no account. */
  actor: Actor | null;
  /** How many did the same before. */
  others: number;
  /** Where on the site it leads. */
  path: string;
  /** Of the page that it happened on. */
  title: string;
  /** How what was written begins. */
  excerpt: string;
  created_at: string;
  read: boolean;
}

/** The person whose site this is. */
export interface Owner {
  name: string;
  email: string;
  role: string;
  location: string;
  sentence: string;
  avatar: Picture | null;
}

/** How often a page was shown. */
export interface PageViews {
  path: string;
  views: number;
}

/** A bounded part of a list. */
export interface ActViewPage {
  items: ActView[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface BanViewPage {
  items: BanView[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface BlockedPersonPage {
  items: BlockedPerson[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface CardPage {
  items: Card[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface CommentViewPage {
  items: CommentView[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface EventAnswerPage {
  items: EventAnswer[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface ExportedCommentPage {
  items: ExportedComment[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface JobAnswerPage {
  items: JobAnswer[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface LetterEntryPage {
  items: LetterEntry[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface LetterViewPage {
  items: LetterView[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface MailAnswerPage {
  items: MailAnswer[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface ModerationEntryPage {
  items: ModerationEntry[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface NotificationViewPage {
  items: NotificationView[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface PersonAnswerPage {
  items: PersonAnswer[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** A bounded part of a list. */
export interface SavedItemPage {
  items: SavedItem[];
  /** Give it as `cursor` to get the items that follow; none on the last page. */
  next_cursor: string | null;
}

/** One thing that Portico leans on. */
export interface Part {
  name: string;
  ready: boolean;
  /** How long it took to answer. */
  milliseconds: number;
  /** How it is, in words. */
  sentence: string;
}

/** A link that lets somebody do one thing, once. */
export interface PassAnswer {
  link: string;
  expires_at: string;
}

/** What a passkey answered to a question. */
export interface PasskeyAnswer {
  /** The one that came with the question. */
  ticket: string;
  credential: SignedCredential;
}

/** A passkey that a browser has made. */
export interface PasskeyCreate {
  ticket: string;
  credential: MadeCredential;
  /** By which its holder knows it; by default the browser that made it. */
  name?: string | null;
}

/** The passkeys of the account, the newest first. */
export interface PasskeyList {
  items: PasskeySummary[];
}

/** A passkey that was added. */
export interface PasskeyMade {
  passkey: PasskeySummary;
  /** For the day it is lost; empty where the account has some. They are told here and never again. */
  recovery_codes: string[];
}

/** What a browser is to ask a passkey. */
export interface PasskeyQuestion {
  /** For `PublicKeyCredential.parseRequestOptionsFromJSON`, or `parseCreationOptionsFromJSON`. */
  options: Record<string, unknown>;
  /** To be sent back with the answer, once, within five minutes. */
  ticket: string;
}

/** What a passkey answered, to come in. */
export interface PasskeySignIn {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  /** The one that came with the question. */
  ticket: string;
  credential: SignedCredential;
}

/** A passkey of the account. */
export interface PasskeySummary {
  id: number;
  name: string;
  /** Whether it is kept in more than one place. */
  backed_up: boolean;
  created_at: string;
  last_used_at: string | null;
}

/** A new password for whoever is signed in. */
export interface PasswordChange {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  password: string;
}

/** The code that came by mail, and the new password. */
export interface PasswordReset {
  code: string;
  password: string;
}

/** An author as the byline shows them. */
export interface Person {
  slug: string;
  name: string;
  /** The author's page on this site, if there is one. */
  url: string | null;
  avatar: Picture | null;
}

/** Somebody as those see them who look after the site. */
export interface PersonAnswer {
  id: number;
  /** None once the account is anonymised. */
  username: string | null;
  email: string | null;
  role: "owner" | "moderator" | "member";
  state: "active" | "suspended" | "deactivated" | "anonymised";
  created_at: string;
  /** When they last used a session that is on; none where none is. */
  last_seen_at: string | null;
  /** When a closed account is deleted for good. */
  deletion_at: string | null;
}

/** What becomes of somebody; what is left out stays as it is. */
export interface PersonChange {
  role?: "owner" | "moderator" | "member" | null;
  /** `suspended` shuts an account, `active` opens it again. */
  state?: "active" | "suspended" | null;
}

/** Somebody to make an account for. */
export interface PersonCreate {
  username: string;
  email: string;
  role?: "owner" | "moderator" | "member";
}

/** An image of known size with its smaller and better compressed variants. */
export interface Picture {
  url: string;
  /** Intrinsic width in pixels. */
  width: number;
  /** Intrinsic height in pixels. */
  height: number;
  alt: string;
  /** Variants, the best compressed format first; empty for vector and animated images. */
  sources: PictureSource[];
}

/** One format of a picture in several widths. */
export interface PictureSource {
  media_type: string;
  /** Candidates as in the HTML `srcset` attribute: `/media/…-640.webp 640w, …`. */
  srcset: string;
}

/** Something wrong with the content, said so that its author can mend it. */
export interface Problem {
  /** The file, relative to the site folder. */
  path: string;
  /** The line in the file, counted from 1; none where the whole file is meant. */
  line: number | null;
  /** A stable name of the kind of problem, such as `unknown-component`. */
  code: string;
  /** What is wrong, in a sentence. */
  message: string;
  /** What to do about it. */
  hint: string;
  /** An error keeps the file (or its newest version) off the site; a warning does not. */
  severity: "error" | "warning";
}

/** A failure, as RFC 9457 has it. */
export interface ProblemDocument {
  /** A URI that names the kind of problem. */
  type: string;
  /** The kind of problem in a few words. */
  title: string;
  status: number;
  /** A stable name of the kind of problem, for programs. */
  code: string;
  /** What happened and what to do about it. */
  detail: string;
  /** Leads to the log line of this request. */
  request_id: string;
  /** Every field that is not valid, for `invalid` problems. */
  errors: FieldError[];
}

/** Where else somebody is on the web. */
export interface ProfileLink {
  label: string;
  url: string;
}

/** What of a profile changes; whatever is left out stays as it is. */
export interface ProfileUpdate {
  /** 64 characters at most, on one line; empty for the username. */
  name?: string | null;
  /** 500 characters at most. */
  bio?: string | null;
  links?: LinkUpdate[] | null;
}

/** What everybody may know of a member, the same for whoever looks. */
export interface ProfileView {
  username: string;
  /** The username of whoever gave no other. */
  name: string;
  /** Plain text; lines end with a line feed. */
  bio: string;
  /** `owner`, `moderator` or `member`. */
  role: string;
  joined: string;
  avatar: Picture | null;
  banner: Picture | null;
  links: ProfileLink[];
  recent: Recent[];
}

/** What shows once more who somebody is. */
export interface Proof {
  password: string;
}

/** Somebody has an account with this address, and signs in to it before it is linked. */
export interface ProofNeededAnswer {
  state: "proof-needed";
  /** Links the identity, once that somebody has signed in. */
  ticket: string;
  /** The address, as the provider told it. */
  email: string;
  /** The address, so far covered that it can be shown. */
  email_hint: string;
  /** How that account can be signed in to. */
  ways: ("password" | "code" | "passkey")[];
}

/** A provider that one can come in by. */
export interface ProviderAnswer {
  name: string;
  label: string;
}

/** How many people gave one kind of sign. */
export interface ReactionCount {
  kind: "thumbs-up" | "heart" | "party" | "thinking" | "eyes";
  count: number;
  /** Whether whoever asks is one of them. */
  mine: boolean;
}

/** The signs under something, after one was given or taken back. */
export interface Reactions {
  reactions: ReactionCount[];
}

/** The code for signing in that came by mail. */
export interface ReactivationByCode {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  code: string;
}

/** Somebody who wants their account back. */
export interface ReactivationCreate {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  /** The address or the username. */
  login: string;
  password: string;
}

/** How far somebody has read. */
export interface ReadMark {
  /** The latest notification that they saw. */
  up_to: number;
}

/** What somebody did of one kind: how often, and the last of it. */
export interface Recent {
  /** Such as `comments` or `notes`. */
  kind: string;
  count: number;
  items: RecentItem[];
}

/** Something that somebody wrote here lately. */
export interface RecentItem {
  url: string;
  /** Of the page that it belongs to. */
  title: string;
  excerpt: string;
  at: string;
}

/** The records of a data file, with the fields that the file gives them. */
export interface RecordList {
  items: Record<string, unknown>[];
}

/** Codes that let one in, once each; told here and never again. */
export interface RecoveryCodes {
  recovery_codes: string[];
}

/** Somebody who goes on. */
export interface RefreshCreate {
  /** The refresh token, from clients that keep it themselves; a browser sends its cookie instead. */
  refresh_token?: string | null;
}

/** Somebody who wants to join. */
export interface RegistrationCreate {
  email: string;
  /** 3 to 30 of the letters a to z, digits, _ and -. */
  username: string;
  /** 12 to 256 characters. */
  password: string;
  /** Where joining takes one. */
  invitation?: string | null;
}

/** Whether this process should be sent requests. */
export interface Report {
  /** Whether every part does its work that requests cannot do without. */
  ready: boolean;
  parts: Part[];
}

/** Why a comment should not stand. */
export interface ReportCreate {
  reason: "spam" | "abuse" | "off-topic" | "other";
  note?: string;
}

/** A reader's word that a comment should not stand. */
export interface ReportView {
  reason: string;
  note: string;
  /** Who told; none for somebody who is gone. */
  username: string | null;
  created_at: string;
}

/** A picture or film that a page shows. */
export interface RouteAsset {
  /** The path of the page. */
  page: string;
  kind: "image" | "video";
  /** The original; a film, or a picture for browsers that know none of the formats in `srcset`. */
  url: string;
  /** The format of the candidates in `srcset`, or of the film. */
  media_type: string;
  /** Candidates of the best compressed format, as in the HTML `srcset` attribute; may be empty. */
  srcset: string;
  /** How wide the page shows it, as in the HTML `sizes` attribute. */
  sizes: string;
  /** Whether it stands in the first screen of its page. */
  early: boolean;
  /** The theme that shows it, where the other one shows another picture. */
  scheme: "light" | "dark" | null;
}

/** The pages of one kind, with what they show. */
export interface RouteGroup {
  /** `home`, `about`, a collection, or `article:` and a collection. */
  name: string;
  /** The path of the page, or with `/*` at its end that of all pages below it. */
  path: string;
  assets: RouteAsset[];
}

/** What is held back until a keeper of the site has looked. */
export interface Rules {
  /** Whether that goes for everything by people of whom no comment is shown yet. */
  hold_first: boolean;
  /** Words and phrases; found as whole words, whatever their case, accents and letters that look alike. */
  words: string[];
  /** How many links a comment may have without being held back. */
  most_links: number;
}

/** What is held back until somebody has looked. */
export interface RulesUpdate {
  /** Whether that goes for everything by people of whom no comment is shown yet. */
  hold_first: boolean;
  /** Words and phrases; found as whole words, whatever their case, accents and letters that look alike. */
  words: string[];
  /** How many links a comment may have without being held back. */
  most_links: number;
}

/** The private feed of what somebody saved. */
export interface SavedFeedLink {
  /** Whoever has it can read the list; making a new one ends it. */
  url: string;
}

/** Something that whoever asks has saved. */
export interface SavedItem {
  collection: string;
  slug: string;
  title: string;
  /** None where it is no longer published. */
  path: string | null;
  saved_at: string;
}

/** Whether whoever asks has saved something. */
export interface SavedStatus {
  saved: boolean;
}

/** The most relevant results of a search. */
export interface SearchAnswer {
  items: Hit[];
  /** How many entries match in all. */
  total: number;
}

/** Somewhere that one is signed in. */
export interface SessionAnswer {
  id: string;
  method: string;
  device: string;
  network: string;
  created_at: string;
  last_used_at: string;
  /** Whether it is the one that asks. */
  current: boolean;
}

/** Everywhere that one is signed in, the last used first. */
export interface SessionList {
  items: SessionAnswer[];
}

/** Whether somebody is in, or what is still to be shown. */
export interface SignIn {
  state: "signed-in" | "second-factor";
  account: AccountSummary | null;
  /** Names the sign-in that waits for a second factor. */
  ticket: string | null;
  /** What that may be. */
  methods: ("passkey" | "totp" | "recovery")[];
  /** Only where tokens travel in the body. */
  access_token: string | null;
  refresh_token: string | null;
  /** Seconds until the access token has to be refreshed. */
  expires_in: number | null;
}

/** Somebody who wants in. */
export interface SignInCreate {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  /** The address or the username. */
  login: string;
  password: string;
}

/** The answer of a passkey: base64url without padding wherever bytes are meant. */
export interface SignedCredential {
  id: string;
  rawId: string;
  type: "public-key";
  response: SignedResponse;
}

/** What a passkey has signed. */
export interface SignedResponse {
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  userHandle?: string | null;
}

/** The site as a whole. */
export interface SiteAnswer {
  title: string;
  tagline: string;
  description: string;
  /** The language of the site, as BCP 47 writes it. */
  lang: string;
  /** The zone in which the site's days begin, as the IANA database names it. */
  timezone: string;
  /** The public address. */
  url: string;
  owner: Owner;
  navigation: Link[];
  social: Link[];
  collections: Collection[];
  /** Changes whenever the content does. */
  version: string;
}

/** How many pages were shown to visitors that another site led here. */
export interface SiteViews {
  /** Its host. */
  site: string;
  views: number;
}

/** What waits for whoever asks. */
export interface Summary {
  waiting: WaitingAnswer[];
}

/** A tag and the number of published entries that carry it. */
export interface Tag {
  slug: string;
  name: string;
  url: string;
  count: number;
}

/** Every tag in use, the most used first. */
export interface TagList {
  items: Tag[];
}

/** A mail that shows whether mails arrive. */
export interface TestMailCreate {
  /** The address to send it to. */
  recipient: string;
}

/** A comment at the top with the first of what was said below it. */
export interface Thread {
  comment: CommentView;
  /** In the order in which they came, each after what it answers; `parent_id` makes a tree of them. */
  replies: CommentView[];
  /** Give it as `cursor` to `GET /api/v1/comments/{id}/replies` to get the replies that follow. */
  more: string | null;
}

/** A sign-in that waits for a second factor. */
export interface Ticket {
  ticket: string;
}

/** A token for a program; what it is itself is told once, when it is made. */
export interface TokenAnswer {
  id: number;
  name: string;
  /** Its last characters. */
  ending: string;
  scopes: ("read" | "write")[];
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  /** The token, in the answer that made it and never again. */
  token: string | null;
}

/** A token for a program. */
export interface TokenCreate {
  name: string;
  /** `read` for what changes nothing, `write` for the rest. */
  scopes: ("read" | "write")[];
  expires_in_days?: number;
}

/** The tokens for programs, the newest first. */
export interface TokenList {
  items: TokenAnswer[];
}

/** How much the site is read. No visitor is told from another, so there is nothing to say of countries. */
export interface TrafficAnswer {
  first: string;
  last: string;
  /** On all of these days together. */
  views: number;
  /** On as many days before them. */
  views_before: number;
  /** Every day, the first of them first. */
  by_day: DayViews[];
  /** The twenty that were shown most. */
  pages: PageViews[];
  /** The twenty that led here most. */
  sites: SiteViews[];
}

/** The token of the link that went to the old address. */
export interface UndoToken {
  token: string;
}

/** An address that the site does not have. */
export interface UnknownPage {
  page: string;
  /** How many stood under it. */
  comments: number;
}

/** How much is new. */
export interface Unread {
  /** At most 100: nobody counts further. */
  unread: number;
}

/** The bytes are there. */
export interface UploadConfirm {
  confirm_token: string;
  /** Default: the middle of the picture. */
  crop?: Crop | null;
}

/** A picture that is to be sent. */
export interface UploadCreate {
  /** `content` is for the owner of the site. */
  purpose: "avatar" | "banner" | "note" | "content";
  content_type: "image/jpeg" | "image/png" | "image/webp" | "image/avif" | "image/gif";
  /** Bytes. */
  size: number;
}

/** The picture that was made of an upload. */
export interface UploadKept {
  purpose: "avatar" | "banner" | "note" | "content";
  url: string;
  picture: Picture;
}

/** How to send a picture. */
export interface UploadPublic {
  /** Where to send the bytes, within five minutes. */
  url: string;
  method: string;
  /** What the request must say beside its length. */
  headers: Record<string, string>;
  key: string;
  /** Proves, when the bytes are there, which they are; good for ten minutes. */
  confirm_token: string;
  /** Of the confirm token. */
  expires_at: string;
}

/** A conversation by mail that has begun. */
export interface VerificationAnswer {
  id: string;
  expires_at: string;
  /** When another code can be asked for. */
  resend_at: string;
  resends_left: number;
}

/** A short silent film used as a cover. */
export interface Video {
  url: string;
  media_type: string;
  poster: Picture | null;
}

/** How often a page was shown. */
export interface ViewsAnswer {
  path: string;
  /** 0 as well for a page that does not exist. */
  views: number;
}

/** Where to send the person. */
export interface VisitAnswer {
  url: string;
}

/** Somebody who is to be sent to a provider. */
export interface VisitCreate {
  /** To come in, or to link the account that one is signed in to. */
  purpose?: "sign-in" | "link";
  /** Where to go on afterwards; a path of this site. */
  return_to?: string;
  /** Whether all of it happens in a window of its own. */
  popup?: boolean;
  /** Where joining takes one. */
  invitation?: string | null;
}

/** How much of something waits. */
export interface WaitingAnswer {
  label: string;
  /** Of the page where it is dealt with. */
  path: string;
  count: number;
}

/** How one can join and come in. */
export interface Ways {
  /** Whether everybody may join, whoever was invited, or nobody. */
  registration: "open" | "invitation" | "closed";
  providers: ProviderAnswer[];
  passkeys: boolean;
}

/** The first owner of a site. */
export interface WelcomeCreate {
  /** `cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves. */
  deliver?: "cookie" | "body";
  /** From the link that `portico serve` prints on a site without an owner. */
  token: string;
  email: string;
  username: string;
  password: string;
}

/** A year and the number of entries published in it. */
export interface Year {
  year: number;
  count: number;
}

/** Everything that the API can be asked: what each operation takes, and what it answers. */
export interface Operations {
  /** The achievements, as the data file has them. */
  "GET /api/v1/achievements": {
    answer: RecordList;
  };
  /** Ask for a code to sign in with. The answer is the same whether or not the address has an account. */
  "POST /api/v1/auth/codes": {
    body: CodeCreate;
    answer: VerificationAnswer;
  };
  /** Undo a change of address with the link that went to the old one; a new password is needed then. */
  "POST /api/v1/auth/email-undo": {
    body: UndoToken;
    answer: undefined;
  };
  /** Come in with what a visit to a provider earned: once, in the browser that made it. */
  "POST /api/v1/auth/exchange": {
    body: ExchangeCreate;
    answer: SignIn | ProofNeededAnswer;
  };
  /** Link the identity that waited for this: its person has just signed in to the account it belongs to. */
  "POST /api/v1/auth/exchange/link": {
    body: LinkCreate;
    answer: undefined;
  };
  /** Come in by passkey; no second factor is asked for, as having and unlocking one are two. */
  "POST /api/v1/auth/passkeys": {
    body: PasskeySignIn;
    answer: SignIn;
  };
  /** Ask what to sign in with a passkey, whichever the visitor chooses. */
  "POST /api/v1/auth/passkeys/options": {
    answer: PasskeyQuestion;
  };
  /** Ask where to send somebody who wants to come in by way of a provider. */
  "POST /api/v1/auth/providers/{provider}/start": {
    path: { provider: string };
    body: VisitCreate;
    answer: VisitAnswer;
  };
  /** Open one's closed account again and come in, by address or username and password. */
  "POST /api/v1/auth/reactivations": {
    body: ReactivationCreate;
    answer: SignIn;
  };
  /** Go on: the next pair of tokens for a refresh token, which is good once. */
  "POST /api/v1/auth/refresh": {
    body: RefreshCreate;
    answer: SignIn;
  };
  /** Ask to join: a code is mailed that has to be confirmed. */
  "POST /api/v1/auth/registrations": {
    body: RegistrationCreate;
    answer: VerificationAnswer;
  };
  /** Ask for a code to choose a new password with. The answer is the same for every address. */
  "POST /api/v1/auth/resets": {
    body: CodeCreate;
    answer: VerificationAnswer;
  };
  /** Come in, when half of the sign-in is done, by a code of the app or a recovery code: five tries. */
  "POST /api/v1/auth/second-factor": {
    body: FactorCode;
    answer: SignIn;
  };
  /** Come in, when half of the sign-in is done, by a passkey of its account. */
  "POST /api/v1/auth/second-factor/passkey": {
    body: PasskeySignIn;
    answer: SignIn;
  };
  /** Ask what to finish a sign-in with a passkey of its account. */
  "POST /api/v1/auth/second-factor/passkey/options": {
    body: Ticket;
    answer: PasskeyQuestion;
  };
  /** Come in by address or username and password; where a second factor is on, it is asked for next. */
  "POST /api/v1/auth/sign-in": {
    body: SignInCreate;
    answer: SignIn;
  };
  /** Leave: this session ends. */
  "POST /api/v1/auth/sign-out": {
    answer: undefined;
  };
  /** Leave everywhere: all sessions end, this one too, and every access token with them. */
  "POST /api/v1/auth/sign-out-everywhere": {
    answer: undefined;
  };
  /** Bring the code back, to join or to sign in. A wrong one costs one of five tries. */
  "POST /api/v1/auth/verifications/{conversation}/confirm": {
    path: { conversation: string };
    body: CodeConfirm;
    answer: SignIn;
  };
  /** Choose a new password with the code that came by mail; every session of the account ends. */
  "POST /api/v1/auth/verifications/{conversation}/password": {
    path: { conversation: string };
    body: PasswordReset;
    answer: undefined;
  };
  /** Open one's closed account again and come in, by the code for signing in that came by mail. */
  "POST /api/v1/auth/verifications/{conversation}/reactivation": {
    path: { conversation: string };
    body: ReactivationByCode;
    answer: SignIn;
  };
  /** Ask for another code, with which the one before is good no more. */
  "POST /api/v1/auth/verifications/{conversation}/resend": {
    path: { conversation: string };
    answer: VerificationAnswer;
  };
  /** How one can join this site and come in. */
  "GET /api/v1/auth/ways": {
    answer: Ways;
  };
  /** Make the first owner of the site, with the token of the link that starting it printed. */
  "POST /api/v1/auth/welcome": {
    body: WelcomeCreate;
    answer: SignIn;
  };
  /** Take your comment back. Replies to it stay, below a place that says nothing any more. */
  "DELETE /api/v1/comments/{number}": {
    path: { number: number };
    answer: undefined;
  };
  /** The thread that holds a comment: the one at its top, then the nearest that lead down to it. */
  "GET /api/v1/comments/{number}": {
    path: { number: number };
    answer: Thread;
  };
  /** Have your comment say something else; after 15 minutes it is marked as edited. It may be held anew. */
  "PATCH /api/v1/comments/{number}": {
    path: { number: number };
    body: CommentUpdate;
    answer: CommentView;
  };
  /** What a comment said before, the latest first: for its author, and keepers of the site. */
  "GET /api/v1/comments/{number}/edits": {
    path: { number: number };
    answer: CommentEditView[];
  };
  /** Take a sign back; where there is none nothing changes. */
  "DELETE /api/v1/comments/{number}/reactions/{kind}": {
    path: { number: number; kind: string };
    answer: Reactions;
  };
  /** Give a comment a sign; giving it twice changes nothing. */
  "PUT /api/v1/comments/{number}/reactions/{kind}": {
    path: { number: number; kind: string };
    answer: Reactions;
  };
  /** All replies below a comment at the top, in the order in which they came: each after what it answers. */
  "GET /api/v1/comments/{number}/replies": {
    path: { number: number };
    query?: { limit?: number; cursor?: string | null };
    answer: CommentViewPage;
  };
  /** Tell those who look after the site that a comment should not stand; twice is as once. */
  "POST /api/v1/comments/{number}/reports": {
    path: { number: number };
    body: ReportCreate;
    answer: undefined;
  };
  /** Write to the owner. Once it is taken the letter is kept, whatever becomes of the mail about it. */
  "POST /api/v1/contact": {
    body: LetterCreate;
    answer: LetterTaken;
  };
  /** What a form needs before it can be sent. */
  "GET /api/v1/contact/form": {
    answer: ContactForm;
  };
  /** Letters to the owner, the newest first. */
  "GET /api/v1/contact/messages": {
    query?: { limit?: number; cursor?: string | null; state?: "new" | "read" | "answered" | "spam" | null; q?: string | null };
    answer: LetterEntryPage;
  };
  /** Everything that the inbox holds, spam and answers included, the oldest first. */
  "GET /api/v1/contact/messages/export": {
    query?: { limit?: number; cursor?: string | null };
    answer: LetterViewPage;
  };
  /** Forget a letter and what was answered. */
  "DELETE /api/v1/contact/messages/{number}": {
    path: { number: number };
    answer: undefined;
  };
  /** One letter with its answers. Reading it here does not mark it as read. */
  "GET /api/v1/contact/messages/{number}": {
    path: { number: number };
    answer: LetterView;
  };
  /** Mark a letter as read, unread or answered, or as spam or none. */
  "PATCH /api/v1/contact/messages/{number}": {
    path: { number: number };
    body: LetterChange;
    answer: LetterView;
  };
  /** Answer a letter by mail. */
  "POST /api/v1/contact/messages/{number}/answers": {
    path: { number: number };
    body: AnswerCreate;
    answer: LetterView;
  };
  /** Every collection, with its tags and years. */
  "GET /api/v1/content": {
    answer: CollectionList;
  };
  /** The entries of a collection, the newest first. */
  "GET /api/v1/content/{collection}": {
    path: { collection: string };
    query?: { limit?: number; cursor?: string | null; tag?: string | null; year?: number | null };
    answer: CardPage;
  };
  /** One entry with its rendered body and its neighbours. */
  "GET /api/v1/content/{collection}/{slug}": {
    path: { collection: string; slug: string };
    answer: Entry;
  };
  /** What readers say about something, a page of threads at a time, each with the first of its replies. */
  "GET /api/v1/discussions/{collection}/{slug}": {
    path: { collection: string; slug: string };
    query?: { limit?: number; cursor?: string | null; sort?: "newest" | "oldest" | "most-reacted" };
    answer: DiscussionView;
  };
  /** Say something about it, or answer what somebody said. */
  "POST /api/v1/discussions/{collection}/{slug}": {
    path: { collection: string; slug: string };
    body: CommentCreate;
    answer: CommentView;
  };
  /** Positions, engagements and courses of study, as the data file has them. */
  "GET /api/v1/experience": {
    answer: RecordList;
  };
  /** What each page shows first: fonts, sprites, and pictures and films by route. */
  "GET /api/v1/manifest": {
    answer: Manifest;
  };
  /** Who is signed in, with what nobody else is told. */
  "GET /api/v1/me": {
    answer: Me;
  };
  /** Show no avatar any more; its files are removed. */
  "DELETE /api/v1/me/avatar": {
    answer: undefined;
  };
  /** Show no banner any more; its files are removed. */
  "DELETE /api/v1/me/banner": {
    answer: undefined;
  };
  /** Of whom you want nothing. */
  "GET /api/v1/me/blocks": {
    query?: { limit?: number; cursor?: string | null };
    answer: BlockedPersonPage;
  };
  /** Hear of somebody again. */
  "DELETE /api/v1/me/blocks/{username}": {
    path: { username: string };
    answer: undefined;
  };
  /** Hear nothing more of somebody, nor see what you were told of them; they are not told. */
  "PUT /api/v1/me/blocks/{username}": {
    path: { username: string };
    answer: undefined;
  };
  /** Close one's account: it is deleted for good after thirty days, and can be opened again until then. */
  "POST /api/v1/me/deactivation": {
    body: DeactivationCreate;
    answer: Deactivation;
  };
  /** Ask for another address: a code is mailed there that has to be confirmed. */
  "POST /api/v1/me/email": {
    body: CodeCreate;
    answer: VerificationAnswer;
  };
  /** Take the new address with the code that came there; the old one is told, and can undo it for a day. */
  "POST /api/v1/me/email/confirm": {
    body: EmailConfirm;
    answer: undefined;
  };
  /** What happened to one's account that bears on who can use it, the latest first. */
  "GET /api/v1/me/events": {
    query?: { limit?: number; cursor?: string | null };
    answer: EventAnswerPage;
  };
  /** One's files that are there or on the way, the newest first. */
  "GET /api/v1/me/exports": {
    answer: ExportList;
  };
  /** Have all that is kept about one gathered into a file; a mail says when it is there. */
  "POST /api/v1/me/exports": {
    answer: ExportAnswer;
  };
  /** How far a file has come. */
  "GET /api/v1/me/exports/{number}": {
    path: { number: number };
    answer: ExportAnswer;
  };
  /** What one's account can be signed in to by at other sites, the oldest first. */
  "GET /api/v1/me/identities": {
    answer: IdentityList;
  };
  /** Unlink an identity from one's account, unless one could not come in any more. */
  "DELETE /api/v1/me/identities/{number}": {
    path: { number: number };
    answer: undefined;
  };
  /** When you are written to about what happened, and where your day begins. */
  "GET /api/v1/me/notification-choices": {
    answer: NotificationChoices;
  };
  /** Choose when you are written to; what is left out stays as it is. */
  "PATCH /api/v1/me/notification-choices": {
    body: ChoicesUpdate;
    answer: NotificationChoices;
  };
  /** What happened that concerns you, the latest first. */
  "GET /api/v1/me/notifications": {
    query?: { limit?: number; cursor?: string | null; unread?: boolean };
    answer: NotificationViewPage;
  };
  /** How much of it you have not read. */
  "GET /api/v1/me/notifications/count": {
    answer: Unread;
  };
  /** Mark everything as read up to the one that you saw last. */
  "PUT /api/v1/me/notifications/read": {
    body: ReadMark;
    answer: undefined;
  };
  /** Remove one from the list. */
  "DELETE /api/v1/me/notifications/{number}": {
    path: { number: number };
    answer: undefined;
  };
  /** Mark one as read. */
  "PUT /api/v1/me/notifications/{number}/read": {
    path: { number: number };
    answer: undefined;
  };
  /** One's passkeys, the newest first. */
  "GET /api/v1/me/passkeys": {
    answer: PasskeyList;
  };
  /** Add a passkey; with the first second factor of an account come its recovery codes. */
  "POST /api/v1/me/passkeys": {
    body: PasskeyCreate;
    answer: PasskeyMade;
  };
  /** Ask what to make a passkey with. */
  "POST /api/v1/me/passkeys/options": {
    answer: PasskeyQuestion;
  };
  /** Remove a passkey, unless one could not come in any more. */
  "DELETE /api/v1/me/passkeys/{number}": {
    path: { number: number };
    answer: undefined;
  };
  /** Choose another password: this session goes on with new tokens, and all others end. */
  "PUT /api/v1/me/password": {
    body: PasswordChange;
    answer: SignIn;
  };
  /** Change what your profile says; whatever is left out stays as it is. */
  "PATCH /api/v1/me/profile": {
    body: ProfileUpdate;
    answer: ProfileView;
  };
  /** Show once more who one is, by password; dangerous changes are then open for ten minutes. */
  "POST /api/v1/me/proof": {
    body: Proof;
    answer: undefined;
  };
  /** Show a second factor once more, by a code: the rooms of the studio are then open for twelve hours. */
  "POST /api/v1/me/proof/code": {
    body: CodeProof;
    answer: undefined;
  };
  /** Show once more who one is, by passkey; dangerous changes are then open for ten minutes. */
  "POST /api/v1/me/proof/passkey": {
    body: PasskeyAnswer;
    answer: undefined;
  };
  /** Ask what to show once more with a passkey who one is. */
  "POST /api/v1/me/proof/passkey/options": {
    answer: PasskeyQuestion;
  };
  /** Make new recovery codes; the old ones are good no more. */
  "POST /api/v1/me/recovery-codes": {
    answer: RecoveryCodes;
  };
  /** Have no private feed any more. */
  "DELETE /api/v1/me/saved-feed": {
    answer: undefined;
  };
  /** Make a private feed of what you save, for a feed reader. The one before is good no more. */
  "POST /api/v1/me/saved-feed": {
    answer: SavedFeedLink;
  };
  /** Everywhere that one is signed in, the last used first. */
  "GET /api/v1/me/sessions": {
    answer: SessionList;
  };
  /** Sign out somewhere else, or here. */
  "DELETE /api/v1/me/sessions/{session_id}": {
    path: { session_id: string };
    answer: undefined;
  };
  /** One's tokens for programs, the newest first. */
  "GET /api/v1/me/tokens": {
    answer: TokenList;
  };
  /** Make a token for a program; what it is, is told here and never again. */
  "POST /api/v1/me/tokens": {
    body: TokenCreate;
    answer: TokenAnswer;
  };
  /** End a token for a program. */
  "DELETE /api/v1/me/tokens/{number}": {
    path: { number: number };
    answer: undefined;
  };
  /** Switch the codes of an app off. */
  "DELETE /api/v1/me/totp": {
    answer: undefined;
  };
  /** Begin to set up an authenticator app; it counts once a code of it is confirmed. */
  "POST /api/v1/me/totp": {
    answer: AppEnrolment;
  };
  /** Switch the codes of an app on, by one of them; new recovery codes come with it. */
  "POST /api/v1/me/totp/confirm": {
    body: AppConfirm;
    answer: RecoveryCodes;
  };
  /** All that was ever done to look after the site, the latest first. */
  "GET /api/v1/moderation/acts": {
    query?: { limit?: number; cursor?: string | null };
    answer: ActViewPage;
  };
  /** Bring a comment back to the state before an act, if that was the last thing that happened to it. */
  "POST /api/v1/moderation/acts/{number}/undo": {
    path: { number: number };
    answer: ModerationEntry;
  };
  /** Who may read but no longer take part. */
  "GET /api/v1/moderation/bans": {
    query?: { limit?: number; cursor?: string | null };
    answer: BanViewPage;
  };
  /** Let somebody take part again; what became spam by the ban alone waits again. */
  "DELETE /api/v1/moderation/bans/{username}": {
    path: { username: string };
    answer: undefined;
  };
  /** Have somebody take no part any more; what waited of theirs becomes spam. */
  "PUT /api/v1/moderation/bans/{username}": {
    path: { username: string };
    body: BanCreate;
    answer: BanView;
  };
  /** Comments in a state, the latest first, with all that deciding about them takes. */
  "GET /api/v1/moderation/comments": {
    query?: { limit?: number; cursor?: string | null; state?: "held" | "reported" | "shown" | "hidden" | "spam"; q?: string | null };
    answer: ModerationEntryPage;
  };
  /** Have everybody see a comment; whom it concerns hears of it now. */
  "POST /api/v1/moderation/comments/{number}/approve": {
    path: { number: number };
    answer: ModerationEntry;
  };
  /** Delete what a comment says for good; its replies stay. */
  "POST /api/v1/moderation/comments/{number}/delete": {
    path: { number: number };
    answer: undefined;
  };
  /** Have only its author and keepers of the site see a comment. */
  "POST /api/v1/moderation/comments/{number}/hide": {
    path: { number: number };
    answer: ModerationEntry;
  };
  /** Hide a comment as an advertisement. */
  "POST /api/v1/moderation/comments/{number}/spam": {
    path: { number: number };
    answer: ModerationEntry;
  };
  /** What is held back until somebody has looked. */
  "GET /api/v1/moderation/rules": {
    answer: Rules;
  };
  /** Hold back other things from now on; what is shown already stays. */
  "PUT /api/v1/moderation/rules": {
    body: RulesUpdate;
    answer: Rules;
  };
  /** All comments, in whatever state, each after what it answers. */
  "GET /api/v1/ops/comments": {
    query?: { limit?: number; cursor?: string | null };
    answer: ExportedCommentPage;
  };
  /** Take in comments from elsewhere, each once, with the names and moments that they had. */
  "POST /api/v1/ops/comments/imports": {
    body: ImportCreate;
    answer: ImportResult;
  };
  /** This very request, as Portico sees it. */
  "GET /api/v1/ops/connection": {
    answer: Connection;
  };
  /** What is new and not for everyone yet, and for how many it is on. */
  "GET /api/v1/ops/flags": {
    answer: FlagList;
  };
  /** Give the health of the process that answers, with its version and age. */
  "GET /api/v1/ops/health": {
    answer: Health;
  };
  /** Make a link with which one person can register, and send it where an address is given. */
  "POST /api/v1/ops/invitations": {
    body: InvitationCreate;
    answer: PassAnswer;
  };
  /** Work in the background, the newest first. */
  "GET /api/v1/ops/jobs": {
    query?: { limit?: number; cursor?: string | null; state?: "waiting" | "running" | "done" | "parked" | null; kind?: string | null };
    answer: JobAnswerPage;
  };
  /** Forget a job that was given up; one that delivers a mail goes with its mail. */
  "DELETE /api/v1/ops/jobs/{number}": {
    path: { number: number };
    answer: undefined;
  };
  /** One piece of work. */
  "GET /api/v1/ops/jobs/{number}": {
    path: { number: number };
    answer: JobAnswer;
  };
  /** Have a job run now that was given up or waits for a later time. */
  "POST /api/v1/ops/jobs/{number}/runs": {
    path: { number: number };
    answer: JobAnswer;
  };
  /** Mails that have left or are to leave, the newest first. */
  "GET /api/v1/ops/mails": {
    query?: { limit?: number; cursor?: string | null; state?: "waiting" | "sent" | "parked" | null };
    answer: MailAnswerPage;
  };
  /** Send a mail to an address, to see that mails arrive. */
  "POST /api/v1/ops/mails": {
    body: TestMailCreate;
    answer: MailAnswer;
  };
  /** Forget a mail that was given up, and the job that was to deliver it. */
  "DELETE /api/v1/ops/mails/{number}": {
    path: { number: number };
    answer: undefined;
  };
  /** One mail, without its words. */
  "GET /api/v1/ops/mails/{number}": {
    path: { number: number };
    answer: MailAnswer;
  };
  /** Send a mail again that was given up or has been sent. */
  "POST /api/v1/ops/mails/{number}/deliveries": {
    path: { number: number };
    answer: MailAnswer;
  };
  /** People whose name or address holds some words, the newest first. */
  "GET /api/v1/ops/people": {
    query?: { limit?: number; cursor?: string | null; q?: string | null; role?: "owner" | "moderator" | "member" | null; state?: "active" | "suspended" | "deactivated" | "anonymised" | null };
    answer: PersonAnswerPage;
  };
  /** Make an account, with a link for its holder to choose a password. */
  "POST /api/v1/ops/people": {
    body: PersonCreate;
    answer: NewPerson;
  };
  /** Delete somebody's account for good, and all that is theirs. */
  "DELETE /api/v1/ops/people/{username}": {
    path: { username: string };
    query?: { keep_comments?: boolean };
    answer: undefined;
  };
  /** One account. */
  "GET /api/v1/ops/people/{username}": {
    path: { username: string };
    answer: PersonAnswer;
  };
  /** Give somebody another role, suspend their account or open it again. */
  "PATCH /api/v1/ops/people/{username}": {
    path: { username: string };
    body: PersonChange;
    answer: PersonAnswer;
  };
  /** Take every second factor from somebody who has lost them, and sign them out everywhere. */
  "DELETE /api/v1/ops/people/{username}/factors": {
    path: { username: string };
    answer: undefined;
  };
  /** Make a link with which somebody chooses a new password, to hand to them. */
  "POST /api/v1/ops/people/{username}/resets": {
    path: { username: string };
    answer: PassAnswer;
  };
  /** Sign somebody out everywhere. */
  "DELETE /api/v1/ops/people/{username}/sessions": {
    path: { username: string };
    answer: undefined;
  };
  /** People whose name or address holds some words, the newest first. */
  "GET /api/v1/people": {
    query?: { limit?: number; cursor?: string | null; q?: string | null; role?: "owner" | "moderator" | "member" | null; state?: "active" | "suspended" | "deactivated" | "anonymised" | null };
    answer: PersonAnswerPage;
  };
  /** Give somebody else another role, suspend their account or open it again; takes a recent proof. */
  "PATCH /api/v1/people/{number}": {
    path: { number: number };
    body: PersonChange;
    answer: PersonAnswer;
  };
  /** The case studies, the newest first; empty on a site without any. */
  "GET /api/v1/projects": {
    query?: { limit?: number; cursor?: string | null; tag?: string | null; year?: number | null };
    answer: CardPage;
  };
  /** Take a sign back from an article; where there is none nothing changes. */
  "DELETE /api/v1/reactions/{kind}/{collection}/{slug}": {
    path: { kind: string; collection: string; slug: string };
    answer: Reactions;
  };
  /** Give an article itself a sign; giving it twice changes nothing. */
  "PUT /api/v1/reactions/{kind}/{collection}/{slug}": {
    path: { kind: string; collection: string; slug: string };
    answer: Reactions;
  };
  /** What you saved, the last first; what is no longer published has no path. */
  "GET /api/v1/saved": {
    query?: { limit?: number; cursor?: string | null; collection?: string | null };
    answer: SavedItemPage;
  };
  /** Save it no more, be it published still or not; where it was not saved nothing changes. */
  "DELETE /api/v1/saved/{collection}/{slug}": {
    path: { collection: string; slug: string };
    answer: SavedStatus;
  };
  /** Whether you saved it. */
  "GET /api/v1/saved/{collection}/{slug}": {
    path: { collection: string; slug: string };
    answer: SavedStatus;
  };
  /** Save it; saving it twice changes nothing. */
  "PUT /api/v1/saved/{collection}/{slug}": {
    path: { collection: string; slug: string };
    answer: SavedStatus;
  };
  /** Entries that hold every word of the query, the most relevant first. */
  "GET /api/v1/search": {
    query: { q: string; kind?: string | null; tag?: string | null; year?: number | null; limit?: number; offset?: number };
    answer: SearchAnswer;
  };
  /** The site as a whole: title, owner, navigation, collections. */
  "GET /api/v1/site": {
    answer: SiteAnswer;
  };
  /** The skills, as the data file has them. */
  "GET /api/v1/skills": {
    answer: RecordList;
  };
  /** What the last sync had to report, with the line and what to do about it. */
  "GET /api/v1/studio/content-problems": {
    answer: ContentProblems;
  };
  /** What is new and not for everyone yet, and for how many it is on. */
  "GET /api/v1/studio/flags": {
    answer: FlagList;
  };
  /** How the site is, what it takes up, and when it was last backed up. */
  "GET /api/v1/studio/health": {
    answer: Machine;
  };
  /** Work in the background, the newest first. */
  "GET /api/v1/studio/jobs": {
    query?: { limit?: number; cursor?: string | null; state?: "waiting" | "running" | "done" | "parked" | null; kind?: string | null };
    answer: JobAnswerPage;
  };
  /** Have a job run now that was given up or waits for a later time. */
  "POST /api/v1/studio/jobs/{number}/runs": {
    path: { number: number };
    answer: JobAnswer;
  };
  /** Mails that have left or are to leave, the newest first. */
  "GET /api/v1/studio/mails": {
    query?: { limit?: number; cursor?: string | null; state?: "waiting" | "sent" | "parked" | null };
    answer: MailAnswerPage;
  };
  /** Send a mail again that was given up or has been sent. */
  "POST /api/v1/studio/mails/{number}/deliveries": {
    path: { number: number };
    answer: MailAnswer;
  };
  /** How much waits for whoever asks: everything for the owner, what others wrote for a moderator. */
  "GET /api/v1/studio/summary": {
    answer: Summary;
  };
  /** How much the site is read, by day, by page, and by the sites that led to it. */
  "GET /api/v1/studio/traffic": {
    query?: { days?: "7" | "30" | "90" | "365" };
    answer: TrafficAnswer;
  };
  /** Every tag in use, over all collections. */
  "GET /api/v1/tags": {
    answer: TagList;
  };
  /** Ask for leave to send a picture: where to, and how. */
  "POST /api/v1/uploads": {
    body: UploadCreate;
    answer: UploadPublic;
  };
  /** Say that the bytes are there; the picture is made, and shown where it was meant for. */
  "POST /api/v1/uploads/confirm": {
    body: UploadConfirm;
    answer: UploadKept;
  };
  /** Send the bytes of a picture, where the storage is this server's; the address is the leave to. */
  "PUT /api/v1/uploads/slots/{token}": {
    path: { token: string };
    answer: undefined;
  };
  /** What everybody may know of a member. */
  "GET /api/v1/users/{username}": {
    path: { username: string };
    answer: ProfileView;
  };
  /** How often a page was shown, counted some seconds ago. */
  "GET /api/v1/views": {
    query: { path: string };
    answer: ViewsAnswer;
  };
}
