// Written by `python -m tests.architecture.api_types --write`; edit the views and shapes it describes.

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

/** A request as it arrived, after the proxies. */
export interface Connection {
  /** The address of the site as the request named it, with the scheme and path that proxies told. */
  url: string;
  /** Where the request came from. */
  address: string;
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

/** A labelled address: navigation, social profiles, buttons. */
export interface Link {
  label: string;
  url: string;
  /** How many entries lie behind it, where that says something. */
  count: number | null;
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

/** What the pages of the site are made of, for whoever wants to fetch it early. */
export interface Manifest {
  /** The fonts that every page is set in. */
  fonts: string[];
  /** The small drawings and textures that transitions and scenes are drawn with. */
  sprites: string[];
  /** The first route whose `path` fits a page is the page's. */
  routes: RouteGroup[];
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

/** A bounded part of a list. */
export interface CardPage {
  items: Card[];
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
export interface MailAnswerPage {
  items: MailAnswer[];
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

/** An author as the byline shows them. */
export interface Person {
  slug: string;
  name: string;
  /** The author's page on this site, if there is one. */
  url: string | null;
  avatar: Picture | null;
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

/** The records of a data file, with the fields that the file gives them. */
export interface RecordList {
  items: Record<string, unknown>[];
}

/** Whether this process should be sent requests. */
export interface Report {
  /** Whether every part does its work that requests cannot do without. */
  ready: boolean;
  parts: Part[];
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

/** The most relevant results of a search. */
export interface SearchAnswer {
  items: Hit[];
  /** How many entries match in all. */
  total: number;
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
  /** Positions, engagements and courses of study, as the data file has them. */
  "GET /api/v1/experience": {
    answer: RecordList;
  };
  /** What each page shows first: fonts, sprites, and pictures and films by route. */
  "GET /api/v1/manifest": {
    answer: Manifest;
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
  /** The case studies, the newest first; empty on a site without any. */
  "GET /api/v1/projects": {
    query?: { limit?: number; cursor?: string | null; tag?: string | null; year?: number | null };
    answer: CardPage;
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
  /** Every tag in use, over all collections. */
  "GET /api/v1/tags": {
    answer: TagList;
  };
  /** How often a page was shown, counted some seconds ago. */
  "GET /api/v1/views": {
    query: { path: string };
    answer: ViewsAnswer;
  };
}
