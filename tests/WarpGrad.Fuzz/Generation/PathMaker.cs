using WarpGrad.Fuzz.Description;

namespace WarpGrad.Fuzz.Generation;

/// <summary>Paths and queries, escaped.</summary>
internal static class PathMaker
{
    /// <summary>The path of an operation with its parameters filled in.</summary>
    public static string Path(Operation operation, Things things, bool bad, Random random)
    {
        var segments = operation.Path.Split('/');
        var filled = segments.Select(segment => segment.StartsWith('{') ? Uri.EscapeDataString(things.InPath(operation.Name, segment[1..^1])) : segment).ToArray();
        if (!bad)
            return string.Join('/', filled);
        var parameters = segments.Index().Where(segment => segment.Item.StartsWith('{')).Select(segment => segment.Index).ToList();
        if (parameters.Count > 0 && random.Next(8) > 0)
            filled[Nasty.Pick(parameters, random)] = Nasty.Escaped(random);
        else
            filled[random.Next(Math.Min(3, filled.Length - 1), filled.Length)] += Nasty.Pick(["", "/", "//", "/.", "/..", "/x", "%2f", ";x", "%20", "/%2e%2e/%2e%2e"], random);
        return string.Join('/', filled);
    }

    /// <summary>The query of an operation, with the question mark; empty where it has none.</summary>
    public static string Query(Operation operation, Things things, bool bad, Random random)
    {
        var pairs = new List<string>();
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "query"))
        {
            var always = parameter.Required || parameter.Name == "wait";
            if (!always && !bad && random.Next(2) == 0)
                continue;
            var good = $"{parameter.Name}={Uri.EscapeDataString(things.InQuery(operation.Name, parameter.Name) ?? "a")}";
            if (!bad || random.Next(3) > 0)
            {
                pairs.Add(good);
                continue;
            }

            pairs.Add(random.Next(6) switch
            {
                0 => $"{good}&{good}",
                1 => $"{parameter.Name}",
                2 when parameter.Name != "wait" => $"{parameter.Name.ToUpperInvariant()}={Nasty.Escaped(random)}",
                _ => $"{parameter.Name}={Nasty.Escaped(random)}",
            });
        }

        if (bad && random.Next(4) == 0)
            pairs.Add($"{Nasty.Escaped(random)}={Nasty.Escaped(random)}");
        // A raw '#' or space would end the target for the client, not for the server.
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }
}
