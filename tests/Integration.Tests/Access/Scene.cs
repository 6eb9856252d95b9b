using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Access;

/// <summary>A team with a person in every role, an outsider with a team of their own, and things that belong to the team. The Api alone; no worker.</summary>
public sealed class Scene : IAsyncLifetime
{
    private readonly Dictionary<Who, string> _secrets = [];
    private int _count;

    public Product Product { get; private set; } = null!;

    /// <summary>Ids of people by what they are.</summary>
    public Dictionary<Who, Guid> People { get; } = [];

    /// <summary>The team whose things everybody wants.</summary>
    public string Team => TeamSlug(_team);

    /// <summary>The outsider's team.</summary>
    public string OtherTeam { get; private set; } = "";

    /// <summary>Id of the outsider's team.</summary>
    public Guid OtherTeamId { get; private set; }

    private Guid _team;

    public async Task InitializeAsync()
    {
        Product = await Product.StartAsync(workers: false);
        _secrets[Who.Administrator] = Product.Token;
        foreach (var who in new[] { Who.Viewer, Who.Member, Who.Maintainer, Who.Owner, Who.OtherTeam })
            await RegisterAsync(who);
        People[Who.Administrator] = (await Product.Client.Accounts.MeAsync()).Id;
        _team = await NewTeamAsync();
        OtherTeam = "outsiders";
        OtherTeamId = Guid.NewGuid();
        await Sql("""INSERT INTO teams ("Id", "Slug", "Name", "CreatedAt") VALUES ($1, $2, 'Outsiders', now())""", OtherTeamId, OtherTeam);
        await JoinAsync(OtherTeamId, Who.OtherTeam, TeamRole.Owner);
        var owner = WarpGradClient.WithToken(Product.Address, _secrets[Who.Owner]);
        _secrets[Who.ReadToken] = (await owner.Tokens.CreateAsync(new CreateTokenRequest("read", TokenScope.Read))).Secret;
        _secrets[Who.WriteToken] = (await owner.Tokens.CreateAsync(new CreateTokenRequest("write", TokenScope.Write))).Secret;
        var expired = await owner.Tokens.CreateAsync(new CreateTokenRequest("expired", TokenScope.Admin));
        await Sql("""UPDATE api_tokens SET "ExpiresAt" = now() - interval '1 minute' WHERE "Id" = $1""", expired.Token.Id);
        _secrets[Who.ExpiredToken] = expired.Secret;
    }

    public async Task DisposeAsync() => await Product.DisposeAsync();

    /// <summary>A client with the credentials of somebody.</summary>
    public HttpClient As(Who who)
    {
        var http = new HttpClient { BaseAddress = Product.Address };
        if (_secrets.TryGetValue(who, out var secret))
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }

    /// <summary>The secret of somebody's token.</summary>
    public string Secret(Who who) => _secrets[who];

    /// <summary>A name that nothing has yet.</summary>
    public string Fresh(string kind) => $"{kind}-{Interlocked.Increment(ref _count)}";

    /// <summary>A team with everybody in their role.</summary>
    public async Task<Guid> NewTeamAsync()
    {
        var id = Guid.NewGuid();
        await Sql("""INSERT INTO teams ("Id", "Slug", "Name", "CreatedAt") VALUES ($1, $2, 'Team', now())""", id, TeamSlug(id));
        await JoinAsync(id, Who.Viewer, TeamRole.Viewer);
        await JoinAsync(id, Who.Member, TeamRole.Member);
        await JoinAsync(id, Who.Maintainer, TeamRole.Maintainer);
        await JoinAsync(id, Who.Owner, TeamRole.Owner);
        return id;
    }

    /// <summary>A person who never signs in.</summary>
    public async Task<Guid> NewPersonAsync(bool deactivated = false)
    {
        var (id, name) = (Guid.NewGuid(), $"{Fresh("person")}@example.org");
        await Sql(
            """
            INSERT INTO users ("Id", "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled",
                "LockoutEnabled", "AccessFailedCount", "SecurityStamp", "DisplayName", "IsAdministrator", "CreatedAt", "DeactivatedAt")
            VALUES ($1, $2, upper($2), $2, upper($2), false, false, false, true, 0, $3, 'Person', false, now(), CASE WHEN $4 THEN now() END)
            """, id, name, id.ToString("N"), deactivated);
        return id;
    }

    /// <summary>A team whose only owner is deactivated, and a member of it who is not.</summary>
    public async Task<(string Team, Guid Heir)> NewOwnerlessTeamAsync()
    {
        var (id, heir) = (Guid.NewGuid(), await NewPersonAsync());
        await Sql("""INSERT INTO teams ("Id", "Slug", "Name", "CreatedAt") VALUES ($1, $2, 'Left alone', now())""", id, TeamSlug(id));
        foreach (var (person, role) in new[] { (heir, TeamRole.Member), (await NewPersonAsync(deactivated: true), TeamRole.Owner) })
            await Sql("""INSERT INTO memberships ("TeamId", "UserId", "Role") VALUES ($1, $2, $3)""", id, person, role.ToString());
        return (TeamSlug(id), heir);
    }

    /// <summary>Address of a team made by <see cref="NewTeamAsync"/>.</summary>
    public static string TeamSlug(Guid id) => $"team-{id:N}"[..20];

    /// <summary>An open invitation to a fresh team that nobody is in.</summary>
    public async Task<string> NewInvitationAsync()
    {
        var team = await Product.Client.Teams.CreateAsync(new CreateTeamRequest(Fresh("Host")));
        return await InviteAsync(team.Slug, TeamRole.Member);
    }

    /// <summary>An open invitation, made by the administrator.</summary>
    public async Task<string> InviteAsync(string team, TeamRole role)
    {
        var answer = await As(Who.Administrator).PostAsJsonAsync($"api/v1/teams/{team}/invitations", new CreateInvitationRequest(role));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<CreatedInvitation>())!.Code;
    }

    /// <summary>A finished run of the team, with a checkpoint, a metric and a picture.</summary>
    public async Task<Guid> NewRunAsync(string state = "Succeeded", Guid? team = null)
    {
        var id = Guid.NewGuid();
        await Sql(
            """
            INSERT INTO runs ("Id", "TeamId", "Name", "State", "Spec", "Seed", "Family", "Step", "TotalSteps", "SoftwareVersion", "LastEvent", "LeaseEpoch",
                "CreatedById", "CreatedBy", "CreatedAt")
            VALUES ($1, $2, 'run', $3, $4::jsonb, 1, 'Sinusoids', 1, 1, '', 1, 1, gen_random_uuid(), 'test', now())
            """, id, team ?? _team, state, SpecOf("sinusoid"));
        await Sql(
            """INSERT INTO run_events ("RunId", "N", "Time", "Kind", "Payload", "Superseded") VALUES ($1, 1, now(), 'picture', $2::jsonb, false)""", id,
            """{ "step": 1, "picture": { "kind": "curve", "supportX": [], "supportY": [], "x": [], "target": [], "fits": [] } }""");
        return id;
    }

    /// <summary>A sweep of the team whose only trial is queued.</summary>
    public async Task<Guid> NewSweepAsync()
    {
        var (id, run) = (Guid.NewGuid(), await NewRunAsync("Queued"));
        await Sql(
            """
            INSERT INTO sweeps ("Id", "TeamId", "Name", "State", "Search", "Family", "Spec", "Axes", "Rungs", "Reduction", "Seed", "CreatedBy", "CreatedAt")
            VALUES ($1, $2, 'sweep', 'Running', 'Grid', 'Sinusoids', $3::jsonb, '[]', '{1}', 3, 1, 'test', now())
            """, id, _team, SpecOf("sinusoid"));
        await Sql("""UPDATE runs SET "SweepId" = $2, "Trial" = 1 WHERE "Id" = $1""", run, id);
        return id;
    }

    /// <summary>An answered estimate of the team.</summary>
    public async Task<Guid> NewEstimateAsync()
    {
        var id = Guid.NewGuid();
        await Sql(
            """INSERT INTO estimates ("Id", "TeamId", "Key", "Spec", "FailureReason", "CreatedAt") VALUES ($1, $2, $3, '{}', 'It failed.', now())""",
            id, _team, id.ToString("N"));
        return id;
    }

    /// <summary>A finished run of the team with a result.</summary>
    /// <param name="name">Name of the run.</param>
    /// <param name="recipe">Recipe that it followed.</param>
    public async Task NewFinishedRunAsync(string name, string recipe)
    {
        var id = await NewRunAsync();
        await Sql(
            """UPDATE runs SET "Name" = $2, "Spec" = $3::jsonb, "Result" = $4::jsonb WHERE "Id" = $1""", id, name, SpecOf(recipe),
            """{ "measure": "error", "score": 0.5, "interval95": 0.1, "loss": 0.5, "tasks": 600, "steps": [0], "scoreByStep": [0.5], "lossByStep": [0.5], "details": {} }""");
    }

    /// <summary>A private model of the outsider's team that was trained on from a model of the team.</summary>
    public async Task NewForkAsync(string model)
    {
        var (run, fork) = (await NewRunAsync(team: OtherTeamId), Guid.NewGuid());
        await Sql("""UPDATE runs SET "Name" = 'their run', "ParentVersionId" = $2 WHERE "Id" = $1""", run, await VersionIdAsync(model));
        await Sql(
            """INSERT INTO models ("Id", "TeamId", "Slug", "Name", "Tags", "Visibility", "CreatedAt") VALUES ($1, $2, $3, 'their model', '{}', 'Private', now())""",
            fork, OtherTeamId, Fresh("fork"));
        await NewVersionAsync(fork, run);
    }

    /// <summary>Id of a model's only version.</summary>
    public Task<Guid> VersionIdAsync(string model) =>
        Product.Database.QueryAsync<Guid>($"""SELECT v."Id" FROM model_versions v JOIN models m ON m."Id" = v."ModelId" WHERE m."Slug" = '{model}'""");

    /// <summary>A checkpoint of a run.</summary>
    public async Task<Guid> NewCheckpointAsync(Guid run)
    {
        var id = Guid.NewGuid();
        await Sql("""INSERT INTO checkpoints ("Id", "RunId", "Step", "BlobId", "CreatedAt") VALUES ($1, $2, 1, $3, now())""", id, run, await NewBlobAsync([1, 2, 3]));
        return id;
    }

    /// <summary>A ready dataset of the team: two classes of two images of 1 × 1 pixel.</summary>
    public async Task<Guid> NewDatasetAsync()
    {
        var (id, version) = (Guid.NewGuid(), Guid.NewGuid());
        await Sql(
            """
            INSERT INTO datasets ("Id", "TeamId", "Name", "Description", "State", "Side", "Color", "Visibility", "CreatedById", "CreatedBy", "CreatedAt")
            VALUES ($1, $2, 'data', '', 'Ready', 28, 'Grey', 'Private', gen_random_uuid(), 'test', now())
            """, id, _team);
        await Sql(
            """
            INSERT INTO dataset_versions ("Id", "DatasetId", "Number", "Hash", "PixelsBlobId", "Channels", "Height", "Width", "Images", "SplitRule", "CreatedAt")
            VALUES ($1, $2, 1, 'hash', $3, 1, 1, 1, 14, 'Shares', now())
            """, version, id, await NewBlobAsync([.. Enumerable.Range(1, 14).Select(pixel => (byte)pixel)]));
        string[] splits = ["Train", "Train", "Train", "Validation", "Validation", "Test", "Test"];
        foreach (var (index, split) in splits.Index())
            await Sql(
                """INSERT INTO dataset_classes ("VersionId", "Index", "Group", "Name", "Split", "FirstImage", "Images") VALUES ($1, $2, '', $3, $4, $5, 2)""",
                version, index, $"class {index}", split, 2 * index);
        return id;
    }

    /// <summary>A model of the team with one version; its file is no model.</summary>
    /// <returns>Its slug.</returns>
    public async Task<string> NewModelAsync(string visibility = "Private")
    {
        var (slug, model, run) = (Fresh("model"), Guid.NewGuid(), await NewRunAsync());
        await Sql(
            """INSERT INTO models ("Id", "TeamId", "Slug", "Name", "Tags", "Visibility", "CreatedAt") VALUES ($1, $2, $3, $3, '{}', $4, now())""",
            model, _team, slug, visibility);
        await NewVersionAsync(model, run);
        return slug;
    }

    /// <summary>Shares a model of the team with the outsider's team.</summary>
    public Task ShareAsync(string model, string grant) => Sql(
        """INSERT INTO model_shares ("ModelId", "TeamId", "Grant", "Since", "By") SELECT "Id", $2, $3, now(), 'test' FROM models WHERE "Slug" = $1""", model, OtherTeamId, grant);

    /// <summary>A pending request of the outsider's team.</summary>
    public async Task<Guid> NewAccessRequestAsync(string model)
    {
        var id = Guid.NewGuid();
        await Sql(
            """
            INSERT INTO access_requests ("Id", "ModelId", "TeamId", "By", "Message", "State", "CreatedAt")
            SELECT $1, "Id", $2, 'test', '', 'Pending', now() FROM models WHERE "Slug" = $3
            """, id, OtherTeamId, model);
        return id;
    }

    /// <summary>A pending request of the team for a model of the outsider's team.</summary>
    public async Task<Guid> NewOwnRequestAsync()
    {
        var (id, model) = (Guid.NewGuid(), Guid.NewGuid());
        await Sql(
            """INSERT INTO models ("Id", "TeamId", "Slug", "Name", "Tags", "Visibility", "CreatedAt") VALUES ($1, $2, $3, 'their model', '{}', 'OnRequest', now())""",
            model, OtherTeamId, Fresh("wanted"));
        await Sql(
            """INSERT INTO access_requests ("Id", "ModelId", "TeamId", "By", "Message", "State", "CreatedAt") VALUES ($1, $2, $3, 'test', '', 'Pending', now())""", id, model, _team);
        return id;
    }

    /// <summary>An adaptation of the team, or a ranking, asked for by somebody who has left.</summary>
    public async Task<Guid> NewAdaptationAsync(string kind = "Once")
    {
        var (id, model) = (Guid.NewGuid(), await NewModelAsync());
        await Sql(
            """
            INSERT INTO adaptations ("Id", "Kind", "TeamId", "ModelVersionId", "State", "Request", "Round", "Examples", "Heavy", "Attempts", "ExpiresAt",
                "CreatedById", "CreatedAt")
            SELECT $1, $4, $2, CASE WHEN $4 = 'Rank' THEN NULL ELSE v."Id" END, 'Done', '\x', 1, 1, false, 1,
                CASE WHEN $4 = 'Keep' THEN now() + interval '1 hour' END, gen_random_uuid(), now()
            FROM model_versions v JOIN models m ON m."Id" = v."ModelId" WHERE m."Slug" = $3
            """, id, _team, model, kind);
        return id;
    }

    /// <summary>A file of the team that waits for a worker.</summary>
    public async Task<Guid> NewModelImportAsync()
    {
        var id = Guid.NewGuid();
        await Sql("""INSERT INTO model_imports ("Id", "TeamId", "Name", "State", "CreatedBy", "CreatedAt") VALUES ($1, $2, 'import', 'Pending', 'test', now())""", id, _team);
        return id;
    }

    /// <summary>An upload of the team of which no byte has come.</summary>
    public async Task<Guid> NewUploadAsync()
    {
        var (id, blob) = (Guid.NewGuid(), Guid.NewGuid());
        await Sql("""INSERT INTO blobs ("Id", "Length", "Hash", "CreatedAt") VALUES ($1, 0, '', now())""", blob);
        await Sql(
            """
            INSERT INTO uploads ("Id", "TeamId", "Metadata", "Length", "Offset", "BlobId", "ExpiresAt", "CreatedBy", "CreatedAt")
            VALUES ($1, $2, 'name YQ==', 3, 0, $3, now() + interval '1 hour', 'test', now())
            """, id, _team, blob);
        return id;
    }

    /// <summary>A worker that has just given a sign of life.</summary>
    public async Task<Guid> NewWorkerAsync()
    {
        var id = Guid.NewGuid();
        await Sql(
            """
            INSERT INTO workers ("Id", "Name", "Host", "ProcessId", "State", "Queues", "Threads", "Device", "DeviceName", "Cores", "MemoryBytes",
                "MemoryUsedBytes", "SoftwareVersion", "TorchVersion", "RuntimeVersion", "SystemVersion", "LeaseTimeout", "StartedAt", "HeartbeatAt")
            VALUES ($1, $1::text, 'host', 1, 'Active', '{training}', 0, 'cpu', '', 1, 1, 1, '', '', '', '', interval '1 hour', now(), now())
            """, id);
        return id;
    }

    /// <summary>Number of entries in the audit log.</summary>
    public Task<long> AuditCountAsync() => Product.Database.QueryAsync<long>("SELECT count(*) FROM audit_entries");

    /// <summary>Runs a statement.</summary>
    public Task Sql(string sql, params object[] values) => Product.Database.ExecuteAsync(sql, values);

    private async Task NewVersionAsync(Guid model, Guid run) => await Sql(
        """
        INSERT INTO model_versions ("Id", "ModelId", "Number", "RunId", "Spec", "Family", "Step", "BlobId", "CreatedBy", "CreatedAt")
        SELECT gen_random_uuid(), $1, 1, "Id", "Spec", "Family", 1, $3, 'test', now() FROM runs WHERE "Id" = $2
        """, model, run, await NewBlobAsync([9, 9, 9]));

    private static string SpecOf(string recipe) => SpecJson.Write(SpecJson.TryRead(Recipes.Find(recipe)!.Spec, out _)!);

    private Task JoinAsync(Guid team, Who who, TeamRole role) =>
        Sql("""INSERT INTO memberships ("TeamId", "UserId", "Role") VALUES ($1, $2, $3)""", team, People[who], role.ToString());

    private async Task<Guid> NewBlobAsync(byte[] bytes)
    {
        var id = Guid.NewGuid();
        var hash = System.Security.Cryptography.SHA256.HashData(bytes);
        await Sql("""INSERT INTO chunks ("Hash", "Bytes") VALUES ($1, $2) ON CONFLICT DO NOTHING""", hash, bytes);
        await Sql("""INSERT INTO blobs ("Id", "Length", "Hash", "CreatedAt") VALUES ($1, $2, $3, now())""", id, (long)bytes.Length, Convert.ToHexStringLower(hash));
        await Sql("""INSERT INTO blob_chunks ("BlobId", "Index", "ChunkHash") VALUES ($1, 0, $2)""", id, hash);
        return id;
    }

    /// <summary>Registers a person as a person would: by an invitation, with a password, in a browser; then takes a token.</summary>
    private async Task RegisterAsync(Who who)
    {
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new System.Net.CookieContainer() }) { BaseAddress = Product.Address };
        browser.DefaultRequestHeaders.Add("X-WarpGrad-Client", "test");
        var code = await NewInvitationAsync();
        var registered = await browser.PostAsJsonAsync("api/v1/invitations/register", new RegisterRequest(code, $"{who}@example.org".ToLowerInvariant(), Product.Password));
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync());
        People[who] = (await registered.Content.ReadFromJsonAsync<Me>(JsonSerializerOptions.Web))!.Id;
        var token = await browser.PostAsJsonAsync("api/v1/tokens", new CreateTokenRequest("all", TokenScope.Admin));
        Assert.True(token.IsSuccessStatusCode, await token.Content.ReadAsStringAsync());
        _secrets[who] = (await token.Content.ReadFromJsonAsync<CreatedToken>(JsonSerializerOptions.Web))!.Secret;
    }
}

/// <summary>Classes of tests that leave the scene as it was for each other; those that listen to the outsiders' feed, or leave more behind, have their own.</summary>
[CollectionDefinition(Name)]
public sealed class SceneCollection : ICollectionFixture<Scene>
{
    public const string Name = "scene";
}

/// <summary>Kinds of callers, as seen from the team at hand.</summary>
public enum Who
{
    Anonymous,
    OtherTeam,
    Viewer,
    Member,
    Maintainer,
    Owner,
    Administrator,
    ReadToken,
    WriteToken,
    ExpiredToken,
}
