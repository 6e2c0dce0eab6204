/** How the web is built. Nothing here talks to the network, so a build works offline. */
import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const workspaceRoot = fileURLToPath(new URL('..', import.meta.url))

/** Sent with every answer, static files included; the content security policy is made per request in proxy.ts. */
const securityHeaders = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'x-frame-options', value: 'DENY' },
  // A document's address is its key for whoever has the link: never tell it to other sites.
  { key: 'referrer-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
]

/**
 * The frame that draws diagrams (web/diagram) has no origin of its own and may load nothing but its two scripts: what
 * somebody wrote as a diagram runs against this policy, not against a page of Dure. Only our own pages may frame it.
 */
const diagramHeaders = [
  {
    key: 'content-security-policy',
    value:
      "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; sandbox allow-scripts; frame-ancestors 'self'",
  },
  { key: 'x-frame-options', value: 'SAMEORIGIN' },
  // To whoever has no origin, our own server is another one; these are a library's scripts, the same for everybody.
  { key: 'cross-origin-resource-policy', value: 'cross-origin' },
]

const config: NextConfig = {
  output: 'standalone',
  // The workspace's packages lie above this folder; without these the standalone output lacks them.
  outputFileTracingRoot: workspaceRoot,
  turbopack: {
    root: workspaceRoot,
    resolveAlias: {
      'next/dist/compiled/buffer': { browser: './build/no-buffer.ts' },
      '@tiptap/pm/history': { browser: './build/no-history.ts' },
    },
  },
  transpilePackages: ['@dure/api', '@dure/client', '@dure/document', '@dure/editor', '@dure/protocol'],
  // Types are a check of their own (`npm test`); the first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // The sync server owns the public port and pipes to us, so in development the page's origin is not ours.
  allowedDevOrigins: ['localhost', '127.0.0.1'],
  headers: () =>
    Promise.resolve([
      { source: '/:path*', headers: securityHeaders },
      { source: '/diagram/:path*', headers: diagramHeaders },
    ]),
}

export default config
