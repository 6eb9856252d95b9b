# One file for all services: docker compose picks the stage (migrate, api, worker).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN ./scripts/publish.sh

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
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
ENTRYPOINT ["dotnet", "WarpGrad.Api.dll"]

FROM runtime AS worker
WORKDIR /app/jobs
COPY --from=build /source/artifacts/publish/jobs .
ENTRYPOINT ["dotnet", "WarpGrad.Jobs.dll"]
