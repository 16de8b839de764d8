// A certified OpenID provider (npm oidc-provider) for tests: one client, people by any name, and a page
// with two buttons to sign in with. What the tests tell it and ask it lies under /control.
//
// It is run with a port, and the settings as JSON; says on standard output when it listens.

import { Provider } from 'oidc-provider'

const [, , port, told] = process.argv
const settings = JSON.parse(told)
const issuer = `http://${settings.host}:${port}`
const people = new Map()
const requests = []
const redirectUris = new Set(settings.redirect_uris)

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: settings.client_id,
      client_secret: settings.client_secret,
      redirect_uris: settings.redirect_uris,
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
  conformIdTokenClaims: settings.by_userinfo,
  cookies: {
    keys: ['a key for tests'],
    names: { interaction: `interaction-${port}`, resume: `resume-${port}`, session: `session-${port}` },
  },
  features: { devInteractions: { enabled: false } },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, preferred_username: sub, email: `${sub}@example.org`, email_verified: true, ...people.get(sub) }),
  }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  ttl: { Session: 600, Grant: 600, Interaction: 600, AccessToken: 600, IdToken: 600 },
})

// The port of the site is known only once its server runs, so the tests tell where it is.
provider.Client.prototype.redirectUriAllowed = (uri) => redirectUris.has(uri)

async function granted(details) {
  const grant = new provider.Grant({ accountId: details.login, clientId: settings.client_id })
  grant.addOIDCScope('openid email profile')
  return await grant.save()
}

async function interact(context, next) {
  const { path, method } = context
  if (!path.startsWith('/interaction/')) return await next()
  if (method === 'GET') {
    context.type = 'html'
    context.body = `<!doctype html><title>${settings.client_id}</title><form method="post">
      <label>Who are you? <input name="login" autofocus></label>
      <button name="answer" value="yes">Continue</button>
      <button name="answer" value="no">Cancel</button></form>`
    return
  }
  const form = new URLSearchParams(await read(context.req))
  const login = form.get('login')
  const result =
    form.get('answer') === 'no'
      ? { error: 'access_denied', error_description: 'They said no.' }
      : { login: { accountId: login }, consent: { grantId: await granted({ login }) } }
  await provider.interactionFinished(context.req, context.res, result)
  context.respond = false
}

async function control(context, next) {
  if (!context.path.startsWith('/control')) {
    requests.push(`${context.method} ${context.path}`)
    return await next()
  }
  if (context.method === 'POST') {
    const given = JSON.parse(await read(context.req))
    for (const [sub, claims] of Object.entries(given.people ?? {})) people.set(sub, claims)
    for (const uri of given.redirect_uris ?? []) redirectUris.add(uri)
    if (given.forget_requests) requests.length = 0
  }
  context.body = { requests }
}

async function read(stream) {
  const parts = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString()
}

provider.use(control)
provider.use(interact)
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'))
