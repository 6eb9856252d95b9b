using System.Text.Json.Nodes;

namespace WarpGrad.Fuzz.World;

/// <summary>The teams, people and things that requests are about.</summary>
internal sealed class FuzzWorld
{
    /// <summary>Password of everybody.</summary>
    public const string Password = "fuzz-password-1";

    /// <summary>In the names of all things of the quiet team.</summary>
    public const string ThingCanary = "zanzibarite";

    /// <summary>In the names and e-mail addresses of the quiet team's people, which administrators may see.</summary>
    public const string PersonCanary = "quetzalfeather";

    /// <summary>Role whose caller sends no credentials.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>Role that may see all accounts.</summary>
    public const string Administrator = "administrator";

    /// <summary>Credentials by role.</summary>
    public Dictionary<string, string> Roles { get; } = new() { [Anonymous] = "" };

    /// <summary>The team that most roles are in.</summary>
    public required Realm Main { get; init; }

    /// <summary>A team of the owner that may fall apart.</summary>
    public required Realm Spare { get; init; }

    /// <summary>The team of the outsider.</summary>
    public required Realm Outside { get; init; }

    /// <summary>The team that no role is in: nothing of it may be told.</summary>
    public required Realm Quiet { get; init; }

    /// <summary>A whole run spec that runs quickly.</summary>
    public JsonObject Spec { get; set; } = [];

    /// <summary>Names of all recipes.</summary>
    public IReadOnlyList<string> Recipes { get; set; } = [];

    /// <summary>A good model file.</summary>
    public byte[] ModelFile { get; set; } = [];

    // An administrator who deactivates a team's owner is told the team's name, to find it another.
    private const string OwnerlessTeams = "GET /api/v1/admin/ownerless-teams";

    /// <summary>Texts that no answer to that role may hold.</summary>
    /// <param name="role">Who asks.</param>
    /// <param name="operation">What is asked, as the OpenAPI document has it.</param>
    public static IEnumerable<string> Canaries(string role, string operation) => role switch
    {
        Administrator => operation == OwnerlessTeams ? [] : [ThingCanary],
        _ => [ThingCanary, PersonCanary],
    };
}
