using System.Text;
using WarpGrad.Fuzz.Description;
using WarpGrad.Fuzz.World;

namespace WarpGrad.Fuzz.Generation;

/// <summary>Makes a request from its number: the same seed and number make the same request, up to the ids of the world's things.</summary>
internal sealed class RequestMaker
{
    private static readonly string[] Slow = ["password", "/auth/", "/register", "/setup"];
    private static readonly string[] OddMethods = ["PUT", "DELETE", "PATCH", "POST", "GET", "HEAD", "OPTIONS", "TRACE", "FOO"];
    private static readonly string[] OddTypes =
    [
        "", "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=none", "application/problem+json", "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=other", "application/x-www-form-urlencoded", "*/*", "x", "application/json, text/plain",
    ];

    private readonly ApiDocument _document;
    private readonly FuzzWorld _world;
    private readonly int _seed;
    private readonly Operation[] _operations;
    private readonly string[] _roles;

    public RequestMaker(ApiDocument document, FuzzWorld world, int seed)
    {
        (_document, _world, _seed) = (document, world, seed);
        // Hashing a password takes as long as twenty other requests.
        _operations = [.. document.Operations.SelectMany(o => Enumerable.Repeat(o, Slow.Any(part => o.Path.Contains(part, StringComparison.Ordinal)) && o.Method == "POST" ? 1 : o.Bodies.Count > 0 ? 8 : 4))];
        _roles = [.. world.Roles.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The request of that number.</summary>
    public FuzzRequest Make(int number)
    {
        var random = new Random(unchecked(_seed * 1_000_003 + number));
        var operation = Nasty.Pick(_operations, random);
        // Who may do most gets deepest.
        var role = random.Next(4) == 0 ? Deepest(operation) : Nasty.Pick(_roles, random);
        var realm = Realm(operation, random);
        var things = new Things(_world, realm, random);
        // Two requests of five are good; of the others one part is bad, or two.
        var (badBody, badPath, badQuery, odd) = random.Next(100) switch
        {
            < 40 => (false, false, false, false),
            < 72 => (true, false, false, false),
            < 80 => (false, true, false, false),
            < 92 => (false, false, true, false),
            < 96 => (false, false, false, true),
            _ => (true, false, true, true),
        };
        var target = PathMaker.Path(operation, things, badPath, random) + PathMaker.Query(operation, things, badQuery, random);
        var (body, type) = Body(operation, things, badBody, number, random);
        var method = operation.Method;
        if (odd && random.Next(2) == 0)
            method = Nasty.Pick(OddMethods, random);
        if (odd && body is not null && random.Next(2) == 0)
            type = Nasty.Pick(OddTypes, random);
        return new FuzzRequest(number, operation.Name, role, realm.Team, method, target)
        {
            Body = body,
            ContentType = type,
            Headers = [.. Headers(operation, badQuery, random), .. odd ? OddHeaders(random) : []],
        };
    }

    private static string Deepest(Operation operation) =>
        operation.Path.EndsWith("/access-requests", StringComparison.Ordinal) && operation.Method == "POST" ? "outsider"
        : operation.Path.Contains("/admin/", StringComparison.Ordinal) ? FuzzWorld.Administrator
        : "owner";

    private Realm Realm(Operation operation, Random random)
    {
        var roll = random.Next(20);
        // A team that was handed on has lost the owner whom other requests count on.
        if (operation.Path.EndsWith("/transfer", StringComparison.Ordinal) || operation.Path.EndsWith("/accept", StringComparison.Ordinal) || operation.Path.EndsWith("/register", StringComparison.Ordinal) || operation.Path.EndsWith("/look", StringComparison.Ordinal)
            || (operation.Path.EndsWith("/invitations", StringComparison.Ordinal) && roll < 12))
            return _world.Spare;
        return roll < 13 ? _world.Main : roll < 16 ? _world.Quiet : roll < 18 ? _world.Spare : _world.Outside;
    }

    private (byte[]? Body, string Type) Body(Operation operation, Things things, bool bad, int number, Random random)
    {
        if (operation.Bodies.Count == 0)
            return bad && random.Next(4) == 0 ? ("{\"a\":1}"u8.ToArray(), "application/json") : (null, "");
        var (type, schema) = Nasty.Pick([.. operation.Bodies], random);
        if (type == "multipart/form-data")
            return (new FormMaker(_world, random, number).Make(operation.Name, bad), FormMaker.ContentType);
        var good = new JsonMaker(_document, _world, things, random, number).Body(operation.Name, schema);
        if (!bad)
            return (Encoding.UTF8.GetBytes(good?.ToJsonString() ?? "null"), type);
        return random.Next(400) == 0
            ? (Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('x', 2_000_000)}\"}}"), type)
            : (new JsonMutator(random).Mutate(good), type);
    }

    private static IEnumerable<(string, string)> Headers(Operation operation, bool bad, Random random) =>
        from parameter in operation.Parameters
        where parameter.In == "header"
        let good = Things.InHeader(parameter.Name) ?? "a"
        select (parameter.Name, bad && random.Next(3) == 0 ? Nasty.Header(random) : good);

    private static List<(string, string)> OddHeaders(Random random) => random.Next(9) switch
    {
        0 => [("Accept", "text/html;q=x, */*")],
        1 => [("Range", "bytes=5-1")],
        2 => [("If-None-Match", "\"x\"")],
        3 => [("X-Forwarded-For", new string('1', 2000))],
        4 => [("Accept-Encoding", "nonsense")],
        5 => [("Cookie", "warpgrad=nonsense")],
        6 => [("Origin", "https://evil.example"), ("X-HTTP-Method-Override", "DELETE")],
        7 => [("X-Long", new string('x', 9000)), ("X-Longer", new string('x', 30_000))],
        _ => [],
    };
}
