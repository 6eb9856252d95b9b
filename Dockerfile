# One file for all services: docker compose picks the stage (migrate, api, worker).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# cpu, or cuda for workers on GPUs: the same switch as for ./warpgrad.
ARG WARPGRAD_TORCH=cpu
WORKDIR /source
COPY . .
RUN ./scripts/publish.sh

# Nothing in a container is written but /tmp, and nobody in it is root.
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
COPY --from=build /source/scripts/healthy.sh /app/healthy.sh
ENV DOTNET_EnableDiagnostics=0
USER app

FROM runtime AS migrate
WORKDIR /app/migrate
COPY --from=build /source/artifacts/publish/migrate .
ENTRYPOINT ["dotnet", "WarpGrad.Migrations.dll"]

FROM runtime AS api
COPY --from=build /source/artifacts/publish/web /app/web
WORKDIR /app/api
COPY --from=build /source/artifacts/publish/api .
ENV ASPNETCORE_URLS=http://+:5080 Web__Root=/app/web
EXPOSE 5080
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s CMD ["/app/healthy.sh", "api"]
ENTRYPOINT ["dotnet", "WarpGrad.Api.dll"]

FROM runtime AS worker
WORKDIR /app/jobs
COPY --from=build /source/artifacts/publish/jobs .
# Fresh memory comes 2 MiB at a time, as it does for workers that ./warpgrad starts.
ENV Worker__SignOfLife=/tmp/sign-of-life GLIBC_TUNABLES=glibc.malloc.hugetlb=1
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s CMD ["/app/healthy.sh", "worker"]
ENTRYPOINT ["dotnet", "WarpGrad.Jobs.dll"]
