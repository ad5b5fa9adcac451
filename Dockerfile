# Two stages: the first builds and gathers what is needed, the second holds nothing but that: no shell, no npm, no package
# manager. The root file system may be read-only.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json schema.graphql ./
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts
# Node.js with the libraries it is linked to, its user, and what tells scanners which packages those are from.
RUN set -eu; \
    mkdir -p /rootfs/etc /rootfs/var/lib/dpkg/status.d; \
    cp --parents -L /usr/local/bin/node $(ldd /usr/local/bin/node | grep -o '/[^ ]*') /etc/os-release /rootfs; \
    grep '^node:' /etc/passwd > /rootfs/etc/passwd; \
    grep '^node:' /etc/group > /rootfs/etc/group; \
    echo 'hosts: files dns' > /rootfs/etc/nsswitch.conf; \
    for package in libc6 libgcc-s1 libstdc++6; do \
      dpkg --status "$package" > "/rootfs/var/lib/dpkg/status.d/$package"; \
    done

FROM scratch
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="authentik-graphql-gateway" \
      org.opencontainers.image.description="GraphQL for authentik: tokens, users and groups over its REST API, with the caller's own rights" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /rootfs/ /
COPY --from=build /app/package.json /app/schema.graphql /app/
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
WORKDIR /app
# A container without AUTHENTIK_URL must fail, not answer with made-up people.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 SANDBOX=false
USER 1000:1000
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["/usr/local/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node", "/app/dist/cli.js"]
CMD ["serve"]
