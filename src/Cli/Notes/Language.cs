namespace WarpGrad.Cli.Notes;

/// <summary>How calls are written in a language; the rest of its notes is a template.</summary>
/// <param name="Name">What the command calls it.</param>
/// <param name="Fence">What stands behind the fence of its blocks.</param>
/// <param name="Template">Resource with the words around the calls.</param>
internal sealed record Language(string Name, string Fence, string Template)
{
    private const string CallsGoHere = "<!-- calls -->\n";

    /// <summary>Python, with nothing but its standard library.</summary>
    public static Language Python { get; } = new("python", "python", "python.md");

    /// <summary>JavaScript, in Node or a browser.</summary>
    public static Language JavaScript { get; } = new("javascript", "js", "javascript.md");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Language> All { get; } = [Python, JavaScript];

    /// <summary>A call, with variables in the places of its address.</summary>
    /// <param name="operation">The call.</param>
    public string Call(Operation operation)
    {
        var path = operation.Places.Aggregate(operation.Path, (text, place) => Fill(text, place.Place, Variable(place)));
        var text = operation.Path.Contains('{', StringComparison.Ordinal) ? Interpolated(path) : $"\"{path}\"";
        return $"call(\"{operation.Method}\", {text})";
    }

    /// <summary>Keeps the first of a list's items in a variable, for the calls that need one.</summary>
    /// <param name="list">The call that lists.</param>
    /// <param name="collection">What the list holds.</param>
    public string KeepFirst(Operation list, string collection) => this == Python
        ? $"{Variable(("id", collection))} = {Call(list)}[\"items\"][0][\"id\"]"
        : $"const {Variable(("id", collection))} = (await {Call(list)}).items[0].id;";

    /// <summary>A call as a statement.</summary>
    /// <param name="operation">The call.</param>
    public string Statement(Operation operation) => this == Python ? Call(operation) : $"await {Call(operation)};";

    /// <summary>A page of notes: the template with the calls in their place.</summary>
    /// <param name="calls">The calls, as Markdown.</param>
    public string Page(string calls)
    {
        using var template = new StreamReader(typeof(Language).Assembly.GetManifestResourceStream($"{typeof(Language).Namespace}.{Template}")!);
        return template.ReadToEnd().Replace(CallsGoHere, calls, StringComparison.Ordinal);
    }

    private string Interpolated(string path) => this == Python ? $"f\"{path}\"" : $"`{path.Replace("{", "${", StringComparison.Ordinal)}`";

    private static string Fill(string path, string place, string variable) =>
        path.Replace($"{{{place}}}", $"{{{variable}}}", StringComparison.Ordinal);

    // An id is named after its collection: /runs/{id} is a run.
    private string Variable((string Place, string Collection) place)
    {
        var words = (place.Place == "id" ? place.Collection.TrimEnd('s') : place.Place).Split('-');
        return this == Python ? string.Join('_', words) : words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
