namespace WarpGrad.EndToEnd.Tests;

/// <summary>What has the focus of the keyboard.</summary>
public sealed record Focus
{
    /// <summary>Whether it is what it shall be.</summary>
    public bool There { get; init; }

    /// <summary>Whether one can see it; true where nothing has the focus.</summary>
    public bool Seen { get; init; }

    /// <summary>The element's tag.</summary>
    public string Element { get; init; } = "";
}
