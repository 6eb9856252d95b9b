using System.Net;

namespace WarpGrad.Client;

/// <summary>The server refused a request and said why.</summary>
/// <param name="problem">What the server said.</param>
public sealed class WarpGradException(Problem problem) : Exception(problem.Sentence)
{
    /// <summary>What the server said.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>HTTP status of the answer.</summary>
    public HttpStatusCode Status => (HttpStatusCode)(Problem.Status ?? 0);
}
