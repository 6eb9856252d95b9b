namespace WarpGrad.Contracts.Errors;

/// <summary>Stable <c>type</c> values of problem details, for programs to branch on.</summary>
public static class ProblemTypes
{
    private const string Prefix = "urn:warpgrad:problem:";

    /// <summary>The request does not say what it must.</summary>
    public const string InvalidRequest = Prefix + "invalid-request";

    /// <summary>A run spec cannot run; <c>errors</c> lists the fields.</summary>
    public const string InvalidSpec = Prefix + "invalid-run-spec";

    /// <summary>An image cannot be read.</summary>
    public const string InvalidImage = Prefix + "invalid-image";

    /// <summary>Sign-in failed or is missing.</summary>
    public const string Unauthenticated = Prefix + "unauthenticated";

    /// <summary>The caller's role or the token's scope does not allow it.</summary>
    public const string Forbidden = Prefix + "forbidden";

    /// <summary>It does not exist, or the caller may not see it.</summary>
    public const string NotFound = Prefix + "not-found";

    /// <summary>The thing's state does not allow it now.</summary>
    public const string Conflict = Prefix + "conflict";

    /// <summary>The request is larger than a limit.</summary>
    public const string TooLarge = Prefix + "too-large";

    /// <summary>Too many requests: <c>Retry-After</c> says when to come again.</summary>
    public const string TooManyRequests = Prefix + "too-many-requests";

    /// <summary>Part of the system is away for the moment: <c>Retry-After</c> says when to come again.</summary>
    public const string Unavailable = Prefix + "unavailable";

    /// <summary>The installation has no room to store it; an administrator must make some.</summary>
    public const string NoRoom = Prefix + "no-room";

    /// <summary>Computation failed.</summary>
    public const string ComputationFailed = Prefix + "computation-failed";
}
