using WarpGrad.Fuzz.World;

namespace WarpGrad.Fuzz.Generation;

/// <summary>Real values for parameters and fields, by their names: what a schema calls a string is mostly the address of something.</summary>
internal sealed class Things(FuzzWorld world, Realm realm, Random random)
{
    /// <summary>Chance that a thing comes from another team than the others.</summary>
    private const double Elsewhere = 0.04;

    /// <summary>Team that the request is about.</summary>
    public Realm Realm { get; } = realm;

    /// <summary>A value for a parameter of a path.</summary>
    /// <param name="operation">Operation, such as <c>GET /api/v1/datasets/{id}</c>.</param>
    /// <param name="name">Name of the parameter.</param>
    public string InPath(string operation, string name)
    {
        var last = operation.EndsWith($"{{{name}}}", StringComparison.Ordinal);
        return name switch
        {
            "team" => Realm.Team,
            // What many requests are about is never deleted.
            "model" => Take("model", operation.StartsWith("DELETE", StringComparison.Ordinal) && last),
            "receiver" => Nasty.Pick([world.Main.Team, world.Spare.Team, world.Outside.Team], random),
            "version" => Nasty.Pick(["1", "1", "latest", "production", "2"], random),
            "alias" => Nasty.Pick(["production", "staging", "a-1"], random),
            "user" => Take("user"),
            "checkpoint" => Take("checkpoint"),
            "index" or "n" => random.Next(20).ToString(System.Globalization.CultureInfo.InvariantCulture),
            "id" => Take(Kind(operation)),
            _ => "1",
        };
    }

    /// <summary>A value for a parameter of a query; null where the name says nothing.</summary>
    public string? InQuery(string operation, string name) => name.ToLowerInvariant() switch
    {
        // Neither is waited for long, nor not at all.
        "wait" => Nasty.Pick(["0", "1", "2", "3"], random),
        "limit" or "count" => random.Next(1, 60).ToString(System.Globalization.CultureInfo.InvariantCulture),
        "after" => random.Next(40).ToString(System.Globalization.CultureInfo.InvariantCulture),
        "cursor" => operation.Contains("classes", StringComparison.Ordinal) ? "3" : Take(Nasty.Pick(["run", "dataset", "versionId"], random)),
        "left" or "right" => operation.Contains("versions", StringComparison.Ordinal) ? $"{Realm.Team}/{Take("model")}/1" : Take("run"),
        "version" => Nasty.Pick(["1", "latest", "production"], random),
        "team" => Realm.Team,
        "family" => Nasty.Pick(["sinusoids", "fewShotImages", "maze"], random),
        "from" => "2020-01-01T00:00:00Z",
        "until" => "2100-01-01T00:00:00+02:00",
        "starred" => "true",
        "search" or "tag" or "actor" => Nasty.Pick(["a", "glyph", "sinus", "example"], random),
        "action" => Nasty.Pick(["run", "dataset.create", "team"], random),
        "target" => Take("dataset"),
        _ => null,
    };

    /// <summary>A value for a header; null where the name says nothing.</summary>
    public static string? InHeader(string name) => name switch
    {
        "Tus-Resumable" => "1.0.0",
        "Upload-Length" => "4",
        "Upload-Offset" => "0",
        "Upload-Metadata" => "name VGhpbmc=,size MTY=,color Z3JleQ==",
        _ => null,
    };

    /// <summary>A value for a text field of a body; null where the name says nothing.</summary>
    public string? InBody(string field, int number) => field switch
    {
        "email" => random.Next(3) == 0 ? $"person-{number}@example.org" : "ada@example.org",
        "password" or "currentPassword" or "newPassword" => FuzzWorld.Password,
        "code" => Take("code"),
        "team" => Realm.Team,
        "user" or "userId" => Take("user"),
        "name" or "displayName" or "teamName" => $"Thing {number}",
        "license" => "MIT",
        "recipe" => Nasty.Pick(world.Recipes, random),
        "note" or "message" or "description" => $"Said by request {number}.",
        _ => null,
    };

    /// <summary>A thing of a kind; an id that nothing has where there is none.</summary>
    public string Take(string kind, bool onlyFresh = false)
    {
        var from = random.NextDouble() < Elsewhere ? Nasty.Pick([world.Main, world.Quiet, world.Outside], random) : Realm;
        return from.Pick(kind, random.NextDouble(), onlyFresh) ?? "01890000-0000-7000-8000-000000000000";
    }

    private static string Kind(string operation) => operation.Split('/') switch
    {
        [.., "access-requests", "{id}", _] => "access-request",
        var parts => parts[Array.IndexOf(parts, "{id}") - 1] switch
        {
            "datasets" => "dataset",
            "runs" => "run",
            "tokens" => "token",
            "invitations" => "invitation",
            "adaptations" => "adaptation",
            "model-imports" => "model-import",
            "uploads" => "upload",
            "accounts" => "user",
            var other => other,
        },
    };
}
