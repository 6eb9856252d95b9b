using System.Globalization;

namespace WarpGrad.Fuzz;

/// <summary>What to send where.</summary>
/// <param name="Address">Address of a running installation that nobody needs any more.</param>
/// <param name="Token">An administrator's token of scope admin.</param>
/// <param name="Count">How many requests.</param>
/// <param name="Seed">Everything follows from it.</param>
/// <param name="Only">Number of the only request to send; null for all.</param>
/// <param name="Concurrency">Requests at a time.</param>
public sealed record FuzzOptions(Uri Address, string Token, int Count = 20_000, int Seed = 1, int? Only = null, int Concurrency = 8)
{
    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It is not understood.</exception>
    public static FuzzOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new FuzzOptions(new Uri("http://localhost:5080/"), "");
        for (var place = 0; place < arguments.Count; place += 2)
        {
            var value = place + 1 < arguments.Count ? arguments[place + 1] : throw new ArgumentException($"'{arguments[place]}' needs a value.");
            options = arguments[place] switch
            {
                "--address" => options with { Address = new Uri(value) },
                "--token" => options with { Token = value },
                "--count" => options with { Count = Number(value) },
                "--seed" => options with { Seed = Number(value) },
                "--only" => options with { Only = Number(value) },
                "--concurrency" => options with { Concurrency = Number(value) },
                var unknown => throw new ArgumentException($"'{unknown}' is unknown."),
            };
        }

        return options.Token.Length > 0 ? options : throw new ArgumentException("--token is missing.");
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException($"'{text}' is no number.");
}
