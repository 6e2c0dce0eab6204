# The web: Next's standalone server, which carries only the modules it uses.
# Build it from the root of the repository: docker build -f docker/web.Dockerfile .

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV CI=true NEXT_TELEMETRY_DISABLED=1
# Manifests first: as long as they stay, so does the layer with the packages.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/api/package.json packages/api/
COPY packages/client/package.json packages/client/
COPY packages/document/package.json packages/document/
COPY packages/editor/package.json packages/editor/
COPY packages/protocol/package.json packages/protocol/
COPY packages/testkit/package.json packages/testkit/
COPY web/package.json web/
RUN --mount=type=cache,id=dure-npm,target=/root/.npm \
    --mount=type=cache,id=dure-pnpm,target=/pnpm \
    npx -y pnpm@12.21.0 install --frozen-lockfile --store-dir /pnpm --filter @dure/web... --filter dure
COPY tsconfig.base.json ./
COPY packages packages
COPY web web
RUN node web/node_modules/next/dist/bin/next build web && node web/build/finish-build.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000 HOSTNAME=0.0.0.0
WORKDIR /app
COPY --from=build --chown=node:node /app/web/.next/standalone .
USER node
EXPOSE 3000
# Whether Next answers at all; a page may depend on the sync server, which has a check of its own.
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/icon.svg').then((r)=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
CMD ["node", "web/server.js"]
