# The sync server: its sources as they stand (Node runs TypeScript) and the packages it uses in production.
# Build it from the root of the repository: docker build -f docker/sync-server.Dockerfile .

FROM node:24-bookworm-slim AS packages
WORKDIR /app
ENV CI=true
# Manifests first: as long as they stay, so does the layer with the packages.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/api/package.json packages/api/
COPY packages/backplane/package.json packages/backplane/
COPY packages/document/package.json packages/document/
COPY packages/protocol/package.json packages/protocol/
COPY packages/store/package.json packages/store/
COPY sync-server/package.json sync-server/
RUN --mount=type=cache,id=dure-npm,target=/root/.npm \
    --mount=type=cache,id=dure-pnpm,target=/pnpm \
    npx -y pnpm@12.21.0 install --frozen-lockfile --store-dir /pnpm --prod --filter @dure/sync-server...

FROM node:24-bookworm-slim
ENV NODE_ENV=production PORT=3000 HOST=0.0.0.0 DURE_DATA_DIR=/data
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=packages /app .
COPY packages/api/src packages/api/src
COPY packages/backplane/src packages/backplane/src
COPY packages/document/src packages/document/src
COPY packages/protocol/src packages/protocol/src
COPY packages/store/src packages/store/src
COPY sync-server/src sync-server/src
USER node
VOLUME /data
EXPOSE 3000
# The engine kills what is left 10 s after SIGTERM unless told otherwise; closing sockets in slices takes up to that.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "sync-server/src/main.ts"]
