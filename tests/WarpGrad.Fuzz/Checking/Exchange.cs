using WarpGrad.Fuzz.Generation;

namespace WarpGrad.Fuzz.Checking;

/// <summary>A request and what came back.</summary>
/// <param name="Request">The request.</param>
/// <param name="Status">Status; 0 where no answer came.</param>
/// <param name="ContentType">Media type of the answer.</param>
/// <param name="Headers">Headers of the answer, one a line.</param>
/// <param name="Body">Body of the answer as text, or why there is none.</param>
/// <param name="Elapsed">Time taken.</param>
public sealed record Exchange(FuzzRequest Request, int Status, string ContentType, string Headers, string Body, TimeSpan Elapsed)
{
    /// <summary>Whether the server ended the connection instead of answering.</summary>
    public bool ConnectionEnded { get; init; }
}
