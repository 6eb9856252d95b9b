namespace WarpGrad.Fuzz.Generation;

/// <summary>A request as it goes over the line.</summary>
/// <param name="Number">Its number in the run.</param>
/// <param name="Operation">Operation it began as.</param>
/// <param name="Role">Who sends it.</param>
/// <param name="Team">Slug of the team it is mainly about.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Target">Path and query, escaped as they are sent.</param>
public sealed record FuzzRequest(int Number, string Operation, string Role, string Team, string Method, string Target)
{
    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Content type as sent, which may be nonsense; empty for none.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>More headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Whether the server may hang up: it does not read on behind the largest body it takes.</summary>
    public bool MayBeCut => Body is { Length: > 1024 * 1024 };

    /// <summary>Whether the server may refuse it with a bare status before it knows a request.</summary>
    public bool MayBeBare => Target.Length > 7000 || Target.Contains("%00", StringComparison.Ordinal) || Method is "TRACE" or "CONNECT"
        || Headers.Sum(header => header.Value.Length) > 7000;
}
