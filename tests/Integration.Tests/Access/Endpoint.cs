namespace WarpGrad.Integration.Tests.Access;

/// <summary>What it takes to use an endpoint.</summary>
public enum Need
{
    /// <summary>Nothing: it answers strangers.</summary>
    Nothing,

    /// <summary>Any valid credentials.</summary>
    SignedIn,

    /// <summary>Any valid credentials of scope admin.</summary>
    SignedInToManage,

    /// <summary>Membership.</summary>
    Viewer,

    /// <summary>Membership, and scope write.</summary>
    ViewerToWrite,

    /// <summary>Role member, scope write.</summary>
    Member,

    /// <summary>Role maintainer, scope write.</summary>
    Maintainer,

    /// <summary>Role owner.</summary>
    OwnerToRead,

    /// <summary>Role owner, scope admin.</summary>
    Owner,

    /// <summary>Being an administrator of the installation, scope admin.</summary>
    Administrator,
}

/// <summary>A request that is well formed and would succeed for whoever may make it.</summary>
/// <param name="Path">Address below the installation.</param>
/// <param name="Body">Body; null for none.</param>
public sealed record Call(string Path, HttpContent? Body = null)
{
    /// <summary>Headers besides the credentials.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}

/// <summary>An endpoint, what it takes to use it, and how to call it.</summary>
/// <param name="Operation">Method and path as the OpenAPI document has them.</param>
/// <param name="Need">What it takes.</param>
/// <param name="Make">Makes the things that the call needs, and the call.</param>
public sealed record Endpoint(string Operation, Need Need, Func<Scene, Who, Task<Call>> Make)
{
    /// <summary>Whether a call that succeeded must be in the audit log: everything that changes something.</summary>
    public bool IsAudited { get; init; } = Operation.Split(' ')[0] is not ("GET" or "HEAD" or "OPTIONS");

    /// <summary>The status of a call that was let in, where it is no success.</summary>
    public int? Answer { get; init; }

    /// <summary>Whether the OpenAPI document has it: figures for collectors are no part of the API.</summary>
    public bool IsDescribed { get; init; } = true;

    /// <summary>The method.</summary>
    public HttpMethod Method => new(Operation.Split(' ')[0]);
}
