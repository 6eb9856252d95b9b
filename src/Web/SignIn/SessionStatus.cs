namespace WarpGrad.Web.SignIn;

/// <summary>What the page knows about its visitor.</summary>
public enum SessionStatus
{
    /// <summary>Not asked yet.</summary>
    Loading,

    /// <summary>The server did not answer.</summary>
    Unreachable,

    /// <summary>The installation waits for its first account.</summary>
    SetupRequired,

    /// <summary>Nobody is signed in.</summary>
    SignedOut,

    /// <summary>Somebody is signed in.</summary>
    SignedIn,
}
