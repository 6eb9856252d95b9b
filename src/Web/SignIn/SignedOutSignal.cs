namespace WarpGrad.Web.SignIn;

/// <summary>Raised when the server no longer knows the visitor.</summary>
public sealed class SignedOutSignal
{
    /// <summary>The session is over.</summary>
    public event Action? Raised;

    /// <summary>Says that the session is over.</summary>
    public void Raise() => Raised?.Invoke();
}
