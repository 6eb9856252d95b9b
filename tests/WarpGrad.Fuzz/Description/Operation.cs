using System.Text.Json.Nodes;

namespace WarpGrad.Fuzz.Description;

/// <summary>Something that can be called.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with parameters in braces.</param>
/// <param name="Parameters">Parameters of path and query.</param>
/// <param name="Bodies">Schema of the body by media type; empty without a body.</param>
internal sealed record Operation(string Method, string Path, IReadOnlyList<Parameter> Parameters, IReadOnlyDictionary<string, JsonObject> Bodies)
{
    /// <summary>Name in reports.</summary>
    public string Name => $"{Method} {Path}";
}

/// <summary>A parameter.</summary>
/// <param name="Name">Name.</param>
/// <param name="In">path, query or header.</param>
/// <param name="Required">Whether the description asks for it.</param>
/// <param name="Schema">What it may be.</param>
internal sealed record Parameter(string Name, string In, bool Required, JsonObject Schema);
