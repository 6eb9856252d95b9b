namespace WarpGrad.Client;

/// <summary>Problem details (RFC 9457) as the server sends them.</summary>
public sealed record Problem
{
    /// <summary>Stable kind of the problem, one of <see cref="Contracts.Errors.ProblemTypes"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Short name of the kind.</summary>
    public string? Title { get; init; }

    /// <summary>HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What is wrong here and how to mend it.</summary>
    public string? Detail { get; init; }

    /// <summary>Messages by the path of the field they belong to; empty where the problem is of no field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors
    {
        get;
        // Servers and proxies differ in whether they leave an empty field out or send null.
        init => field = value ?? new Dictionary<string, string[]>();
    } = new Dictionary<string, string[]>();

    /// <summary>The most telling sentence there is.</summary>
    public string Sentence => Detail ?? Errors.Values.SelectMany(messages => messages).FirstOrDefault() ?? Title ?? $"The server answered {Status}.";
}
