using System.Text;

namespace WarpGrad.Cli.Notes;

/// <summary>Writes notes on an API: for each part a table of all its calls, and a block with those that only read.</summary>
internal static class Notes
{
    // What the template gives a value.
    private static readonly string[] Given = ["team", "model", "version"];

    /// <summary>The page.</summary>
    /// <param name="language">Language of the calls.</param>
    /// <param name="operations">The calls.</param>
    public static string Write(Language language, IReadOnlyList<Operation> operations)
    {
        var calls = new StringBuilder();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in operations.GroupBy(operation => operation.Tag))
        {
            calls.Append($"## {part.Key}\n\n| call | what it does | body, or `?` behind the address |\n|---|---|---|\n");
            foreach (var operation in part)
                calls.Append($"| {Code(language.Call(operation))} | {operation.Summary} | {Extras(operation)} |\n");
            if (Block(language, operations, [.. part], known) is { Length: > 0 } block)
                calls.Append($"\n```{language.Fence}\n{block}```\n");
            calls.Append('\n');
        }

        return language.Page(calls.ToString());
    }

    private static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"``{text}``" : $"`{text}`";

    private static string Extras(Operation operation) => string.Join("; ", new[]
    {
        operation.Fields,
        operation.Query.Count > 0 ? "`?` " + string.Join(", ", operation.Query.Select(part => part.Name)) : "",
    }.Where(text => text.Length > 0));

    private static string Block(Language language, IReadOnlyList<Operation> all, IReadOnlyList<Operation> part, HashSet<string> known)
    {
        var block = new StringBuilder();
        foreach (var operation in part.Where(operation => operation.ReadsJson && !operation.Query.Any(query => query.Required)))
        {
            var needed = operation.Places.Where(place => !Given.Contains(place.Place)).ToList();
            if (needed.Any(place => place.Place != "id" || ListOf(all, place.Collection) is null))
                continue;
            foreach (var (_, collection) in needed.Where(place => known.Add(place.Collection)))
                block.Append($"{language.KeepFirst(ListOf(all, collection)!, collection)}\n");
            block.Append($"{language.Statement(operation)}\n");
        }

        return block.ToString();
    }

    /// <summary>The call that lists a collection of the team, where every team has something in it.</summary>
    private static Operation? ListOf(IReadOnlyList<Operation> all, string collection) => collection is "runs" or "datasets"
        ? all.Single(operation => operation.Method == "GET" && operation.Path == $"/teams/{{team}}/{collection}")
        : null;
}
