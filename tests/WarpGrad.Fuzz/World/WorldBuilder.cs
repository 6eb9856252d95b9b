using System.Text.Json.Nodes;

namespace WarpGrad.Fuzz.World;

/// <summary>Makes the world through the public API.</summary>
internal sealed class WorldBuilder
{
    private static readonly string[] Ends = ["succeeded", "failed", "cancelled"];
    private readonly ApiCaller _api;
    private readonly string _administrator;
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];

    private WorldBuilder(ApiCaller api, string administrator) => (_api, _administrator) = (api, administrator);

    /// <summary>Makes everything.</summary>
    public static Task<FuzzWorld> BuildAsync(HttpClient http, string administrator, TextWriter output) =>
        new WorldBuilder(new ApiCaller(http), administrator).BuildAsync(output);

    private async Task<FuzzWorld> BuildAsync(TextWriter output)
    {
        var me = await _api.CallAsync("GET", "me", _administrator);
        var world = new FuzzWorld
        {
            Main = new Realm(Text(me["teams"]![0]!["slug"])),
            Spare = new Realm(await TeamAsync("Spare", _administrator)),
            Outside = new Realm(await TeamAsync("Outside", _administrator)),
            Quiet = new Realm(await TeamAsync("Quiet", _administrator)),
        };
        world.Roles[FuzzWorld.Administrator] = _administrator;
        await AddPeopleAsync(world);
        var keeper = await AddKeeperAsync(world.Quiet, Text(me["id"]));
        await output.WriteLineAsync("people are there; training the models");
        var quiet = FillAsync(world.Quiet, keeper, FuzzWorld.ThingCanary);
        await FillAsync(world.Main, world.Roles["owner"], "open");
        await quiet;
        await AddQuietThingsAsync(world.Quiet, keeper);
        await AddSharingAsync(world);
        return world;
    }

    private async Task AddPeopleAsync(FuzzWorld world)
    {
        foreach (var role in new[] { "viewer", "member", "maintainer", "owner" })
            (_, world.Roles[role]) = await JoinAsync(world.Main.Team, role, role);
        foreach (var guest in new[] { "guest-1", "guest-2" })
            world.Main.Add("user", (await JoinAsync(world.Main.Team, "member", guest)).Id);
        (_, world.Roles["outsider"]) = await JoinAsync(world.Outside.Team, "owner", "outsider");

        var owner = world.Roles["owner"];
        world.Roles["read token"] = await TokenAsync("tokens", owner, "read");
        world.Roles["write token"] = await TokenAsync("tokens", owner, "write");
        world.Roles["service token"] = await TokenAsync($"teams/{world.Main.Team}/tokens", owner, "write");
        var revoked = await _api.CallAsync("POST", "tokens", owner, new JsonObject { ["name"] = "revoked", ["scope"] = "admin", ["expiresInDays"] = 1 });
        await _api.CallAsync("DELETE", $"tokens/{Text(revoked["token"]!["id"])}", owner);
        // No call makes a token that has expired; one that was revoked is found as little.
        world.Roles["ended token"] = Text(revoked["secret"]);
    }

    private async Task<string> AddKeeperAsync(Realm quiet, string administratorId)
    {
        var (id, keeper) = await JoinAsync(quiet.Team, "owner", FuzzWorld.PersonCanary);
        quiet.Add("user", id);
        await _api.CallAsync("DELETE", $"teams/{quiet.Team}/members/{administratorId}", keeper);
        await _api.CallAsync("PATCH", $"teams/{quiet.Team}", keeper, new JsonObject { ["name"] = $"The {FuzzWorld.ThingCanary} team" });
        return keeper;
    }

    /// <summary>A dataset, two models with their runs, an adaptation.</summary>
    private async Task FillAsync(Realm realm, string token, string name)
    {
        var dataset = Text((await _api.CallAsync("POST", $"teams/{realm.Team}/datasets/generated", token, new JsonObject
        {
            ["name"] = $"Glyphs {name}",
            ["description"] = $"Practice glyphs, {name}",
            ["alphabets"] = 3,
            ["characters"] = 6,
            ["drawers"] = 4,
            ["side"] = 16,
        }))["id"]);
        await _api.WaitAsync($"datasets/{dataset}", token, d => Text(d["state"]) == "ready");
        realm.Add("dataset", dataset);
        await TrainAsync(realm, token, "sinusoid", Bodies.QuickOverrides(null));
        await TrainAsync(realm, token, "omniglot-5way", Bodies.QuickOverrides(dataset));
        var curves = realm.Pick("curves", 0)!;
        var adapted = await _api.CallAsync("POST", $"models/{realm.Team}/{curves}/adapt-and-predict?wait=100", token, Bodies.Curve());
        realm.Add("adaptation", Text(adapted["adaptationId"]));
        foreach (var model in new[] { curves, realm.Pick("images", 0)! })
            await _api.CallAsync("PUT", $"models/{realm.Team}/{model}/aliases/production", token, new JsonObject { ["version"] = 1 });
        realm.Add("alias", "production");
    }

    private async Task TrainAsync(Realm realm, string token, string recipe, JsonObject overrides)
    {
        var run = Text((await _api.CallAsync("POST", $"teams/{realm.Team}/runs", token, new JsonObject
        {
            ["name"] = $"Tiny {recipe}",
            ["recipe"] = recipe,
            ["overrides"] = overrides,
        }))["id"]);
        var done = await _api.WaitAsync($"runs/{run}", token, r => Ends.Contains(Text(r["summary"]!["state"])));
        var model = done["summary"]!["model"] ?? throw new InvalidOperationException($"The run ended without a model: {done.ToJsonString()}");
        realm.Add("run", run);
        realm.Add("model", Text(model["slug"]));
        realm.Add(recipe == "sinusoid" ? "curves" : "images", Text(model["slug"]));
        foreach (var checkpoint in (await _api.CallAsync("GET", $"runs/{run}/checkpoints", token)).AsArray())
            realm.Add("checkpoint", Text(checkpoint!["id"]));
        var version = await _api.CallAsync("GET", $"models/{realm.Team}/{Text(model["slug"])}/versions/1", token);
        realm.Add("versionId", Text(version["summary"]!["id"]));
    }

    /// <summary>Everything that has a text of its own gets the canary.</summary>
    private async Task AddQuietThingsAsync(Realm quiet, string keeper)
    {
        var named = $"The {FuzzWorld.ThingCanary} thing";
        foreach (var kind in new[] { "curves", "images" })
            await _api.CallAsync("PATCH", $"models/{quiet.Team}/{quiet.Pick(kind, 0)}", keeper, new JsonObject
            {
                ["name"] = named,
                ["description"] = named,
                ["license"] = "MIT",
                ["tags"] = new JsonArray(FuzzWorld.ThingCanary),
            });
        var run = await _api.CallAsync("POST", $"teams/{quiet.Team}/runs", keeper, new JsonObject
        {
            ["name"] = named,
            ["recipe"] = "sinusoid",
            ["overrides"] = Bodies.QuickOverrides(null),
        });
        await _api.CallAsync("POST", $"runs/{Text(run["id"])}/cancel", keeper);
        quiet.Add("run", Text(run["id"]));
        var invitation = await _api.CallAsync("POST", $"teams/{quiet.Team}/invitations", keeper, new JsonObject { ["note"] = named });
        quiet.Add("invitation", Text(invitation["invitation"]!["id"]));
        var service = await _api.CallAsync("POST", $"teams/{quiet.Team}/tokens", keeper, new JsonObject { ["name"] = named, ["expiresInDays"] = 7 });
        quiet.Add("token", Text(service["token"]!["id"]));
    }

    private async Task AddSharingAsync(FuzzWorld world)
    {
        var (main, owner) = (world.Main, world.Roles["owner"]);
        var detail = await _api.CallAsync("GET", $"runs/{main.Pick("run", 0)}", owner);
        world.Spec = detail["spec"]!.DeepClone().AsObject();
        world.Recipes = [.. (await _api.CallAsync("GET", "recipes", owner)).AsArray().Select(recipe => Text(recipe!["name"]))];
        world.ModelFile = await _api.DownloadAsync($"models/{main.Team}/{main.Pick("curves", 0)}/versions/1/checkpoint", owner);
        var asked = $"models/{main.Team}/{main.Pick("images", 0)}";
        await _api.CallAsync("PUT", $"{asked}/visibility", owner, new JsonObject { ["visibility"] = "onRequest" });
        var request = await _api.CallAsync("POST", $"{asked}/access-requests", world.Roles["outsider"],
            new JsonObject { ["team"] = world.Outside.Team, ["message"] = "please" });
        main.Add("access-request", Text(request["id"]));
    }

    private async Task<string> TeamAsync(string name, string token) =>
        Text((await _api.CallAsync("POST", "teams", token, new JsonObject { ["name"] = $"{name} {_mark}" }))["slug"]);

    private async Task<(string Id, string Token)> JoinAsync(string team, string role, string name)
    {
        var invitation = await _api.CallAsync("POST", $"teams/{team}/invitations", _administrator, new JsonObject { ["role"] = role, ["expiresInDays"] = 1 });
        return await _api.RegisterAsync(Text(invitation["code"]), $"{name}-{_mark}@example.org", name);
    }

    private async Task<string> TokenAsync(string path, string owner, string scope) =>
        Text((await _api.CallAsync("POST", path, owner, new JsonObject { ["name"] = $"{scope} token", ["scope"] = scope, ["expiresInDays"] = 7 }))["secret"]);

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
