using System.Net.Http.Json;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Contracts.Uploads;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Access;

/// <summary>Every endpoint of the OpenAPI document, with what it takes to use it. A new endpoint needs a row here.</summary>
public static class Endpoints
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<Endpoint> All { get; } =
    [
        .. Accounts(), .. Administration(), .. Teams(), .. Joining(), .. Tokens(), .. Audit(), .. Datasets(), .. Uploads(), .. Runs(), .. Models(), .. Sharing(), .. Adaptations(),
    ];

    private static Endpoint Row(string operation, Need need, Func<Scene, string> path, Func<object>? body = null) =>
        new(operation, need, (scene, _) => Task.FromResult(new Call(path(scene), body is null ? null : Json(body()))));

    private static Endpoint Row(string operation, Need need, Func<Scene, Task<string>> path, Func<object>? body = null) =>
        new(operation, need, async (scene, _) => new Call(await path(scene), body is null ? null : Json(body())));

    private static JsonContent Json(object body) => JsonContent.Create(body, body.GetType());

    private static IEnumerable<Endpoint> Accounts() =>
    [
        Row("GET /api/v1/setup", Need.Nothing, _ => "api/v1/setup"),
        Row("POST /api/v1/setup", Need.Nothing, _ => "api/v1/setup", () => new SetupRequest("eve@example.org", Product.Password, "Eve")) with { Answer = 409 },
        Row("POST /api/v1/auth/sign-in", Need.Nothing, _ => "api/v1/auth/sign-in", () => new SignInRequest(Product.Email, Product.Password)),
        Row("POST /api/v1/auth/sign-out", Need.SignedIn, _ => "api/v1/auth/sign-out") with { IsAudited = false },
        Row("POST /api/v1/auth/sign-out-everywhere", Need.SignedInToManage, _ => "api/v1/auth/sign-out-everywhere"),
        Row("POST /api/v1/auth/reset-password", Need.Nothing, _ => "api/v1/auth/reset-password", () => new ResetPasswordRequest(Guid.NewGuid(), "forged", "another-password")) with { Answer = 400 },
        Row("GET /api/v1/me", Need.SignedIn, _ => "api/v1/me"),
        Row("PATCH /api/v1/me", Need.SignedInToManage, _ => "api/v1/me", () => new ChangeMeRequest("Somebody")),
        new("POST /api/v1/me/password", Need.SignedInToManage, (_, _) => Task.FromResult(new Call("api/v1/me/password", Json(new ChangePasswordRequest(Product.Password, Product.Password))))),
    ];

    private static IEnumerable<Endpoint> Administration() =>
    [
        Row("GET /api/v1/admin/accounts", Need.Administrator, _ => "api/v1/admin/accounts"),
        Row("POST /api/v1/admin/accounts/{id}/password-reset", Need.Administrator, s => $"api/v1/admin/accounts/{s.People[Who.Viewer]}/password-reset"),
        Row("POST /api/v1/admin/accounts/{id}/unlock", Need.Administrator, s => $"api/v1/admin/accounts/{s.People[Who.Viewer]}/unlock"),
        Row("PUT /api/v1/admin/accounts/{id}/administrator", Need.Administrator, async s => $"api/v1/admin/accounts/{await s.NewPersonAsync()}/administrator"),
        Row("DELETE /api/v1/admin/accounts/{id}/administrator", Need.Administrator, async s => $"api/v1/admin/accounts/{await s.NewPersonAsync()}/administrator"),
        Row("POST /api/v1/admin/accounts/{id}/deactivate", Need.Administrator, async s => $"api/v1/admin/accounts/{await s.NewPersonAsync()}/deactivate"),
        Row("POST /api/v1/admin/accounts/{id}/reactivate", Need.Administrator, async s => $"api/v1/admin/accounts/{await s.NewPersonAsync()}/reactivate"),
        Row("GET /api/v1/admin/ownerless-teams", Need.Administrator, _ => "api/v1/admin/ownerless-teams"),
        new("POST /api/v1/admin/ownerless-teams/{team}/owner", Need.Administrator, async (s, _) =>
        {
            var (team, heir) = await s.NewOwnerlessTeamAsync();
            return new Call($"api/v1/admin/ownerless-teams/{team}/owner", Json(new NameOwnerRequest(heir)));
        }),
        Row("GET /api/v1/admin/health", Need.Administrator, _ => "api/v1/admin/health"),
        Row("GET /api/v1/admin/storage", Need.Administrator, _ => "api/v1/admin/storage"),
        Row("GET /api/v1/admin/workers", Need.Administrator, _ => "api/v1/admin/workers"),
        Row("POST /api/v1/admin/workers/{id}/drain", Need.Administrator, async s => $"api/v1/admin/workers/{await s.NewWorkerAsync()}/drain"),
        Row("GET /api/v1/admin/audit", Need.Administrator, _ => "api/v1/admin/audit"),
        Row("GET /health", Need.Administrator, _ => "health"),
        Row("GET /metrics", Need.Administrator, _ => "metrics") with { IsDescribed = false },
    ];

    private static IEnumerable<Endpoint> Teams() =>
    [
        Row("GET /api/v1/teams", Need.SignedIn, _ => "api/v1/teams"),
        Row("POST /api/v1/teams", Need.SignedInToManage, _ => "api/v1/teams", () => new CreateTeamRequest("New")),
        Row("GET /api/v1/teams/{team}", Need.Viewer, s => $"api/v1/teams/{s.Team}"),
        Row("PATCH /api/v1/teams/{team}", Need.Owner, async s => $"api/v1/teams/{await FreshTeam(s)}", () => new ChangeTeamRequest("Renamed")),
        Row("DELETE /api/v1/teams/{team}", Need.Owner, async s => $"api/v1/teams/{await FreshTeam(s)}"),
        Row("GET /api/v1/teams/{team}/members", Need.Viewer, s => $"api/v1/teams/{s.Team}/members"),
        Row("PUT /api/v1/teams/{team}/members/{user}", Need.Owner, async s => $"api/v1/teams/{await FreshTeam(s)}/members/{s.People[Who.Viewer]}", () => new ChangeRoleRequest(TeamRole.Member)),
        new("DELETE /api/v1/teams/{team}/members/{user}", Need.Owner, async (s, who) =>
            new Call($"api/v1/teams/{await FreshTeam(s)}/members/{s.People[who == Who.Viewer ? Who.Member : Who.Viewer]}")),
        new("POST /api/v1/teams/{team}/transfer", Need.Owner, async (s, _) =>
            new Call($"api/v1/teams/{await FreshTeam(s)}/transfer", Json(new TransferTeamRequest(s.People[Who.Viewer])))),
        Row("GET /api/v1/teams/{team}/invitations", Need.Owner, s => $"api/v1/teams/{s.Team}/invitations"),
        Row("POST /api/v1/teams/{team}/invitations", Need.Owner, s => $"api/v1/teams/{s.Team}/invitations", () => new CreateInvitationRequest()),
        new("DELETE /api/v1/teams/{team}/invitations/{id}", Need.Owner, async (s, _) =>
        {
            var made = await s.As(Who.Owner).PostAsJsonAsync($"api/v1/teams/{s.Team}/invitations", new CreateInvitationRequest());
            return new Call($"api/v1/teams/{s.Team}/invitations/{(await made.Content.ReadFromJsonAsync<CreatedInvitation>())!.Invitation.Id}");
        }),
    ];

    private static async Task<string> FreshTeam(Scene scene) => Scene.TeamSlug(await scene.NewTeamAsync());

    private static IEnumerable<Endpoint> Joining() =>
    [
        new("POST /api/v1/invitations/look", Need.Nothing, async (s, _) => new Call("api/v1/invitations/look", Json(new InvitationCodeRequest(await s.NewInvitationAsync())))) { IsAudited = false },
        new("POST /api/v1/invitations/register", Need.Nothing, async (s, _) =>
            new Call("api/v1/invitations/register", Json(new RegisterRequest(await s.NewInvitationAsync(), $"{s.Fresh("new")}@example.org", Product.Password)))),
        new("POST /api/v1/invitations/accept", Need.SignedInToManage, async (s, who) =>
        {
            // The administrator is in every team that the administrator founds.
            var code = who == Who.Administrator ? await FromOwnerAsync(s) : await s.NewInvitationAsync();
            return new Call("api/v1/invitations/accept", Json(new InvitationCodeRequest(code)));
        }),
    ];

    private static async Task<string> FromOwnerAsync(Scene scene)
    {
        var made = await scene.As(Who.Owner).PostAsJsonAsync($"api/v1/teams/{await FreshTeam(scene)}/invitations", new CreateInvitationRequest());
        return (await made.Content.ReadFromJsonAsync<CreatedInvitation>())!.Code;
    }

    private static IEnumerable<Endpoint> Tokens() =>
    [
        Row("GET /api/v1/tokens", Need.SignedIn, _ => "api/v1/tokens"),
        Row("POST /api/v1/tokens", Need.SignedInToManage, _ => "api/v1/tokens", () => new CreateTokenRequest("made")),
        new("DELETE /api/v1/tokens/{id}", Need.SignedInToManage, async (s, who) =>
        {
            // Nobody may revoke what is not theirs, so each revokes a token of their own; those who have none get somebody else's.
            var made = await s.As(Owns(who) ? who : Who.Owner).PostAsJsonAsync("api/v1/tokens", new CreateTokenRequest("to go"));
            return new Call($"api/v1/tokens/{(await made.Content.ReadFromJsonAsync<CreatedToken>())!.Token.Id}");
        }),
        Row("GET /api/v1/teams/{team}/tokens", Need.Owner, s => $"api/v1/teams/{s.Team}/tokens"),
        Row("POST /api/v1/teams/{team}/tokens", Need.Owner, s => $"api/v1/teams/{s.Team}/tokens", () => new CreateServiceTokenRequest("robot")),
        new("DELETE /api/v1/teams/{team}/tokens/{id}", Need.Owner, async (s, _) =>
        {
            var made = await s.As(Who.Owner).PostAsJsonAsync($"api/v1/teams/{s.Team}/tokens", new CreateServiceTokenRequest("robot"));
            return new Call($"api/v1/teams/{s.Team}/tokens/{(await made.Content.ReadFromJsonAsync<CreatedToken>())!.Token.Id}");
        }),
    ];

    private static bool Owns(Who who) => who is not (Who.Anonymous or Who.ReadToken or Who.WriteToken or Who.ExpiredToken);

    private static IEnumerable<Endpoint> Audit() =>
    [
        Row("GET /api/v1/teams/{team}/audit", Need.OwnerToRead, s => $"api/v1/teams/{s.Team}/audit"),
        Row("GET /api/v1/teams/{team}/audit/export", Need.OwnerToRead, s => $"api/v1/teams/{s.Team}/audit/export"),
    ];

    private static IEnumerable<Endpoint> Datasets() =>
    [
        new("POST /api/v1/teams/{team}/datasets", Need.Member, (s, _) => Task.FromResult(new Call($"api/v1/teams/{s.Team}/datasets", Upload("x.zip")))),
        Row("POST /api/v1/teams/{team}/datasets/generated", Need.Member, s => $"api/v1/teams/{s.Team}/datasets/generated", () => new CreateGlyphsRequest("glyphs")),
        Row("GET /api/v1/teams/{team}/datasets", Need.Viewer, s => $"api/v1/teams/{s.Team}/datasets"),
        Row("GET /api/v1/datasets/shared", Need.SignedIn, _ => "api/v1/datasets/shared"),
        Row("GET /api/v1/datasets/{id}", Need.Viewer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}"),
        Row("PATCH /api/v1/datasets/{id}", Need.Member, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}", () => new ChangeDatasetRequest("renamed")),
        Row("DELETE /api/v1/datasets/{id}", Need.Maintainer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}"),
        Row("GET /api/v1/datasets/{id}/classes", Need.Viewer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}/classes"),
        Row("GET /api/v1/datasets/{id}/classes/{index}/samples", Need.Viewer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}/classes/0/samples"),
        Row("GET /api/v1/datasets/{id}/episode", Need.Viewer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}/episode?ways=2&shots=1&queries=1"),
        Row("POST /api/v1/datasets/{id}/splits", Need.Member, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}/splits", () => new ChangeSplitsRequest(1, [new SplitMove(ClassSplit.Test, Class: 0)])),
        Row("GET /api/v1/datasets/{id}/images/{n}", Need.Viewer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}/images/0"),
    ];

    private static MultipartFormDataContent Upload(string name) => new() { { new StringContent("made"), "name" }, { new ByteArrayContent([1, 2, 3]), "file", name } };

    private static IEnumerable<Endpoint> Uploads() =>
    [
        Row("GET /api/v1/teams/{team}/uploads", Need.Member, s => $"api/v1/teams/{s.Team}/uploads"),
        new("POST /api/v1/teams/{team}/uploads", Need.Member, async (s, _) =>
            Tus($"api/v1/teams/{Scene.TeamSlug(await s.NewTeamAsync())}/uploads", null, (TusHeaders.Length, "3"), (TusHeaders.Metadata, "name YQ=="))),
        Row("OPTIONS /api/v1/teams/{team}/uploads", Need.Nothing, s => $"api/v1/teams/{s.Team}/uploads"),
        Row("GET /api/v1/uploads/{id}", Need.Member, async s => $"api/v1/uploads/{await s.NewUploadAsync()}"),
        Row("OPTIONS /api/v1/uploads/{id}", Need.Nothing, async s => $"api/v1/uploads/{await s.NewUploadAsync()}"),
        new("HEAD /api/v1/uploads/{id}", Need.Member, async (s, _) => Tus($"api/v1/uploads/{await s.NewUploadAsync()}")),
        new("PATCH /api/v1/uploads/{id}", Need.Member, async (s, _) => Tus($"api/v1/uploads/{await s.NewUploadAsync()}", Part(), (TusHeaders.Offset, "0"))),
        new("DELETE /api/v1/uploads/{id}", Need.Member, async (s, _) => Tus($"api/v1/uploads/{await s.NewUploadAsync()}")),
    ];

    private static Call Tus(string path, HttpContent? body = null, params (string, string)[] headers) =>
        new(path, body) { Headers = [(TusHeaders.Resumable, TusHeaders.Version), .. headers] };

    private static ByteArrayContent Part() => new([1, 2, 3]) { Headers = { { "Content-Type", TusHeaders.PartType } } };

    private static IEnumerable<Endpoint> Runs() =>
    [
        Row("GET /api/v1/recipes", Need.SignedIn, _ => "api/v1/recipes"),
        Row("GET /api/v1/run-spec/fields", Need.SignedIn, _ => "api/v1/run-spec/fields"),
        Row("POST /api/v1/teams/{team}/runs", Need.Member, s => $"api/v1/teams/{s.Team}/runs", () => new { recipe = "sinusoid" }),
        Row("GET /api/v1/teams/{team}/runs", Need.Viewer, s => $"api/v1/teams/{s.Team}/runs"),
        Row("GET /api/v1/runs/{id}", Need.Viewer, async s => $"api/v1/runs/{await s.NewRunAsync()}"),
        Row("GET /api/v1/runs/{id}/metrics", Need.Viewer, async s => $"api/v1/runs/{await s.NewRunAsync()}/metrics"),
        Row("GET /api/v1/runs/{id}/events", Need.Viewer, async s => $"api/v1/runs/{await s.NewRunAsync()}/events"),
        Row("GET /api/v1/runs/{id}/picture", Need.Viewer, async s => $"api/v1/runs/{await s.NewRunAsync()}/picture"),
        Row("GET /api/v1/runs/{id}/checkpoints", Need.Viewer, async s => $"api/v1/runs/{await s.NewRunAsync()}/checkpoints"),
        new("GET /api/v1/runs/{id}/checkpoints/{checkpoint}", Need.Viewer, async (s, _) =>
        {
            var run = await s.NewRunAsync();
            return new Call($"api/v1/runs/{run}/checkpoints/{await s.NewCheckpointAsync(run)}");
        }),
        Row("POST /api/v1/runs/{id}/cancel", Need.Member, async s => $"api/v1/runs/{await s.NewRunAsync("Queued")}/cancel"),
        Row("POST /api/v1/runs/{id}/pause", Need.Member, async s => $"api/v1/runs/{await s.NewRunAsync("Queued")}/pause"),
        Row("POST /api/v1/runs/{id}/resume", Need.Member, async s => $"api/v1/runs/{await s.NewRunAsync("Paused")}/resume"),
        Row("POST /api/v1/runs/{id}/retry", Need.Member, async s => $"api/v1/runs/{await s.NewRunAsync("Failed")}/retry"),
        Row("POST /api/v1/runs/{id}/priority", Need.Member, async s => $"api/v1/runs/{await s.NewRunAsync("Queued")}/priority", () => new { priority = "high" }),
        Row("PATCH /api/v1/runs/{id}", Need.Member, async s => $"api/v1/runs/{await s.NewRunAsync()}", () => new ChangeRunRequest("renamed", ["tagged"])),
        Row("DELETE /api/v1/runs/{id}", Need.Maintainer, async s => $"api/v1/runs/{await s.NewRunAsync()}"),
        new("POST /api/v1/teams/{team}/runs/bulk", Need.Member, async (s, _) => new Call(
            $"api/v1/teams/{s.Team}/runs/bulk", JsonContent.Create(new { action = "pause", runs = new[] { await s.NewRunAsync("Queued") } }))),
        Row("POST /api/v1/runs/{id}/clone", Need.Member, async s => $"api/v1/runs/{await s.NewRunAsync()}/clone"),
        Row("POST /api/v1/teams/{team}/runs/estimate", Need.Member, s => $"api/v1/teams/{s.Team}/runs/estimate?wait=0", () => new { recipe = "sinusoid" }) with { IsAudited = false },
        Row("GET /api/v1/run-estimates/{id}", Need.Viewer, async s => $"api/v1/run-estimates/{await s.NewEstimateAsync()}"),
        Row("POST /api/v1/teams/{team}/sweeps", Need.Member, s => $"api/v1/teams/{s.Team}/sweeps", () => new { recipe = "sinusoid", axes = new[] { new { path = "seed", values = new[] { 1, 2 } } } }),
        Row("GET /api/v1/teams/{team}/sweeps", Need.Viewer, s => $"api/v1/teams/{s.Team}/sweeps"),
        Row("GET /api/v1/sweeps/{id}", Need.Viewer, async s => $"api/v1/sweeps/{await s.NewSweepAsync()}"),
        Row("POST /api/v1/sweeps/{id}/stop", Need.Member, async s => $"api/v1/sweeps/{await s.NewSweepAsync()}/stop"),
        Row("GET /api/v1/compare/runs", Need.Viewer, async s => $"api/v1/compare/runs?left={await s.NewRunAsync()}&right={await s.NewRunAsync()}"),
    ];

    private static IEnumerable<Endpoint> Models() =>
    [
        Row("GET /api/v1/models", Need.SignedIn, _ => "api/v1/models"),
        Row("GET /api/v1/teams/{team}/models", Need.Viewer, s => $"api/v1/teams/{s.Team}/models"),
        new("POST /api/v1/teams/{team}/models/import", Need.Member, (s, _) => Task.FromResult(new Call($"api/v1/teams/{s.Team}/models/import", Upload("x.safetensors")))),
        Row("GET /api/v1/model-imports/{id}", Need.Viewer, async s => $"api/v1/model-imports/{await s.NewModelImportAsync()}"),
        OfModel("GET /api/v1/models/{team}/{model}", Need.Viewer, ""),
        OfModel("PATCH /api/v1/models/{team}/{model}", Need.Member, "", () => new ChangeModelRequest("renamed")),
        OfModel("DELETE /api/v1/models/{team}/{model}", Need.Maintainer, ""),
        OfModel("GET /api/v1/models/{team}/{model}/versions/{version}", Need.Viewer, "/versions/1"),
        OfModel("GET /api/v1/models/{team}/{model}/versions/{version}/checkpoint", Need.Viewer, "/versions/latest/checkpoint"),
        OfModel("GET /api/v1/models/{team}/{model}/versions/{version}/card", Need.Viewer, "/versions/1/card"),
        OfModel("GET /api/v1/models/{team}/{model}/lineage", Need.Viewer, "/lineage"),
        OfModel("PUT /api/v1/models/{team}/{model}/aliases/{alias}", Need.Member, "/aliases/production", () => new AliasRequest(1)),
        new("DELETE /api/v1/models/{team}/{model}/aliases/{alias}", Need.Member, async (s, _) =>
        {
            var model = await s.NewModelAsync();
            await s.As(Who.Owner).PutAsJsonAsync($"api/v1/models/{s.Team}/{model}/aliases/production", new AliasRequest(1));
            return new Call($"api/v1/models/{s.Team}/{model}/aliases/production");
        }),
        OfModel("PUT /api/v1/models/{team}/{model}/star", Need.ViewerToWrite, "/star"),
        new("DELETE /api/v1/models/{team}/{model}/star", Need.ViewerToWrite, async (s, who) =>
        {
            var model = await s.NewModelAsync();
            await s.As(who).PutAsync($"api/v1/models/{s.Team}/{model}/star", null);
            return new Call($"api/v1/models/{s.Team}/{model}/star");
        }) { IsAudited = false },
        new("POST /api/v1/models/{team}/{model}/versions/{version}/fork", Need.Member, async (s, _) =>
            new Call($"api/v1/models/{s.Team}/{await s.NewModelAsync()}/versions/1/fork", Json(new ForkRequest(s.Team)))),
        new("GET /api/v1/compare/versions", Need.Viewer, async (s, _) =>
        {
            var model = await s.NewModelAsync();
            return new Call($"api/v1/compare/versions?left={s.Team}/{model}/1&right={s.Team}/{model}/latest");
        }),
    ];

    private static Endpoint OfModel(string operation, Need need, string rest, Func<object>? body = null) =>
        Row(operation, need, async s => $"api/v1/models/{s.Team}/{await s.NewModelAsync()}{rest}", body);

    private static IEnumerable<Endpoint> Sharing() =>
    [
        OfModel("PUT /api/v1/models/{team}/{model}/visibility", Need.Maintainer, "/visibility", () => new VisibilityRequest(Visibility.Public)),
        OfModel("GET /api/v1/models/{team}/{model}/shares", Need.Maintainer, "/shares"),
        OfModel("PUT /api/v1/models/{team}/{model}/shares/{receiver}", Need.Maintainer, "/shares/outsiders", () => new ShareRequest(Grant.Adapt)),
        new("DELETE /api/v1/models/{team}/{model}/shares/{receiver}", Need.Maintainer, async (s, who) =>
        {
            var model = await s.NewModelAsync();
            // To the outsider a share would make the model known, so it is shared with another team.
            await s.As(Who.Owner).PutAsJsonAsync($"api/v1/models/{s.Team}/{model}/shares/{Product.Team}", new ShareRequest());
            if (who == Who.Administrator)
                await s.Sql("""DELETE FROM model_shares USING models WHERE models."Id" = "ModelId" AND models."Slug" = $1""", model);
            return new Call($"api/v1/models/{s.Team}/{model}/shares/{Product.Team}");
        }),
        // Asking takes a team of one's own that may ask, and a model that is to be asked for: AccessRequestTests has the rest.
        new("POST /api/v1/models/{team}/{model}/access-requests", Need.Member, async (s, _) =>
            new Call($"api/v1/models/{s.Team}/{await s.NewModelAsync()}/access-requests", Json(new AccessRequestRequest(s.Team)))) { Answer = 409 },
        OfModel("GET /api/v1/models/{team}/{model}/access-requests", Need.Viewer, "/access-requests"),
        Row("GET /api/v1/teams/{team}/access-requests", Need.Maintainer, s => $"api/v1/teams/{s.Team}/access-requests"),
        Row("GET /api/v1/teams/{team}/access-requests/sent", Need.Viewer, s => $"api/v1/teams/{s.Team}/access-requests/sent"),
        Row("POST /api/v1/access-requests/{id}/withdraw", Need.Member, async s => $"api/v1/access-requests/{await s.NewOwnRequestAsync()}/withdraw"),
        Row("GET /api/v1/teams/{team}/receivers", Need.Maintainer, s => $"api/v1/teams/{s.Team}/receivers"),
        OfRequest("approve", new ShareRequest(Grant.Adapt)),
        OfRequest("decline", null),
        Row("PUT /api/v1/datasets/{id}/visibility", Need.Maintainer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}/visibility", () => new VisibilityRequest(Visibility.Public)),
        Row("GET /api/v1/datasets/{id}/shares", Need.Maintainer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}/shares"),
        Row("PUT /api/v1/datasets/{id}/shares/{receiver}", Need.Maintainer, async s => $"api/v1/datasets/{await s.NewDatasetAsync()}/shares/outsiders", () => new ShareRequest()),
        new("DELETE /api/v1/datasets/{id}/shares/{receiver}", Need.Maintainer, async (s, who) =>
        {
            var data = await s.NewDatasetAsync();
            if (who is not (Who.OtherTeam or Who.Administrator))
                await s.As(Who.Owner).PutAsJsonAsync($"api/v1/datasets/{data}/shares/outsiders", new ShareRequest());
            return new Call($"api/v1/datasets/{data}/shares/outsiders");
        }),
    ];

    private static Endpoint OfRequest(string answer, object? body) => new($"POST /api/v1/models/{{team}}/{{model}}/access-requests/{{id}}/{answer}", Need.Maintainer, async (s, _) =>
    {
        var model = await s.NewModelAsync();
        return new Call($"api/v1/models/{s.Team}/{model}/access-requests/{await s.NewAccessRequestAsync(model)}/{answer}", body is null ? null : Json(body));
    });

    private static IEnumerable<Endpoint> Adaptations() =>
    [
        new("POST /api/v1/models/{team}/{model}/adapt-and-predict", Need.Viewer, async (s, _) => new Call(
            $"api/v1/models/{s.Team}/{await s.NewModelAsync()}/adapt-and-predict?wait=0",
            Json(new AdaptAndPredictRequest { Support = [new SupportExample { X = [0], Y = [1] }], Query = [new QueryExample { X = [0.5] }] }))) { IsAudited = false },
        Row("GET /api/v1/adaptations/{id}", Need.Viewer, async s => $"api/v1/adaptations/{await s.NewAdaptationAsync()}"),
        Row("GET /api/v1/teams/{team}/adaptations", Need.Viewer, s => $"api/v1/teams/{s.Team}/adaptations"),
        new("POST /api/v1/models/{team}/{model}/adaptations", Need.Viewer, async (s, _) => new Call(
            $"api/v1/models/{s.Team}/{await s.NewModelAsync()}/adaptations?wait=0",
            Json(new CreateAdaptationRequest { Support = [new SupportExample { X = [0], Y = [1] }] }))),
        new("POST /api/v1/adaptations/{id}/predict", Need.Viewer, async (s, _) => new Call(
            $"api/v1/adaptations/{await s.NewAdaptationAsync("Keep")}/predict?wait=0", Json(new PredictRequest { Query = [new QueryExample { X = [0.5] }] }))) { IsAudited = false },
        // Whoever keeps an adaptation may change it; these are kept by somebody else.
        new("POST /api/v1/adaptations/{id}/support", Need.Maintainer, async (s, _) => new Call(
            $"api/v1/adaptations/{await s.NewAdaptationAsync("Keep")}/support?wait=0", Json(new AddSupportRequest { Support = [new SupportExample { X = [0], Y = [1] }] }))),
        Row("DELETE /api/v1/adaptations/{id}", Need.Maintainer, async s => $"api/v1/adaptations/{await s.NewAdaptationAsync("Keep")}"),
        Row("POST /api/v1/teams/{team}/models/rank", Need.Viewer, s => $"api/v1/teams/{s.Team}/models/rank?wait=0", () => new RankModelsRequest
        {
            Support = [.. new[] { "a", "a", "b", "b" }.Select(label => new SupportExample { Label = label, Image = [1] })],
        }) with { IsAudited = false },
        Row("GET /api/v1/rankings/{id}", Need.Viewer, async s => $"api/v1/rankings/{await s.NewAdaptationAsync("Rank")}"),
        new("POST /api/v1/models/{team}/{model}/inspect", Need.Viewer, async (s, _) => new Call(
            $"api/v1/models/{s.Team}/{await s.NewModelAsync()}/inspect?wait=0", Json(new InspectModelRequest()))) { IsAudited = false },
        Row("GET /api/v1/inspections/{id}", Need.Viewer, async s => $"api/v1/inspections/{await s.NewAdaptationAsync("Inspect")}"),
    ];
}
